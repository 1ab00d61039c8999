/** Accounts of western banks, as each of them writes its table: every row with its side, every sum and every balance that the file states. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

describe('Germany, Austria, Switzerland', () => {
  test.each([
    ['Sparkasse: a booked row and one still to come', iconv.encode(`"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"
"DE12500105170648489890";"02.11.26";"02.11.26";"FOLGELASTSCHRIFT";"Müsli";"DE1";"M1";"E1";"";"";"";"REWE";"DE02";"GENODEF1";"-45,90";"EUR";"Umsatz gebucht"
"DE12500105170648489890";"03.11.26";"03.11.26";"GUTSCHRIFT";"Gehalt";"";"";"E2";"";"";"";"Schule";"DE03";"GENODEF1";"2.500,00";"EUR";"Umsatz gebucht"
"DE12500105170648489890";"04.11.26";"04.11.26";"LASTSCHRIFT";"Strom";"";"";"E3";"";"";"";"Werke";"DE04";"GENODEF1";"-60,00";"EUR";"Umsatz vorgemerkt"
`, 'windows-1252'), 'table-csv 3 +1/250000 -2/10590 =0 EUR > 2026-11-02..2026-11-04'],
    ['DKB (old)', iconv.encode(`"Kontonummer:";"DE12500105170648489890 / Girokonto";

"Von:";"01.10.2026";
"Bis:";"31.10.2026";
"Kontostand vom 31.10.2026:";"1.234,56 EUR";

"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";"Verwendungszweck";"Kontonummer";"BLZ";"Betrag (EUR)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz";
"30.10.2026";"30.10.2026";"Lastschrift";"REWE";"Einkauf";"DE1";"GENO";"-12,34";"";"";"";
"02.10.2026";"01.10.2026";"Gutschrift";"Schule";"Gehalt";"DE2";"GENO";"2.000,00";"";"";"";
`, 'windows-1252'), 'table-csv 2 +1/200000 -1/1234 =0 EUR >123456 2026-10-01..2026-10-31'],
    ['DKB (new)', `"Girokonto";"DE12500105170648489890"
""
"Kontostand vom 30.10.26:";"1.234,56 €"
""
"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"
"30.10.26";"30.10.26";"Gebucht";"Max";"REWE";"Einkauf";"Ausgang";"DE1";"-12,34 €";"";"";""
"29.10.26";"29.10.26";"Gebucht";"Schule";"Max";"Gehalt";"Eingang";"DE2";"2.000 €";"";"";""
`, 'table-csv 2 +1/200000 -1/1234 =0 EUR >123456 2026-10-29..2026-10-30'],
    ['ING: two currency columns, newest first', iconv.encode(`Umsatzanzeige;Datei erstellt am: 01.11.2026 10:00
;Letztes Update: aktuell

IBAN;DE12 5001 0517 0648 4898 90
Kontoname;Girokonto
Bank;ING
Kunde;Max Muster
Zeitraum;01.10.2026 - 31.10.2026
Saldo;1.234,56;EUR

Sortierung;Datum absteigend

In der CSV-Datei finden Sie alle bereits gebuchten Umsätze. Die vorgemerkten Umsätze werden nicht aufgenommen, auch wenn sie in Ihrem Internetbanking angezeigt werden.

Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung
31.10.2026;31.10.2026;REWE;Lastschrift;Einkauf;1.234,56;EUR;-20,00;EUR
15.10.2026;15.10.2026;Schule;Gehalt/Rente;Oktober;1.254,56;EUR;1.000,00;EUR
`, 'windows-1252'), 'table-csv 2 +1/100000 -1/2000 =0 EUR 25456>123456 2026-10-01..2026-10-31'],
    ['Comdirect: balances above and below', `;
"Umsätze Girokonto";"Zeitraum: 30 Tage";
"Neuer Kontostand";"1.234,56 EUR";

"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";
"02.11.2026";"02.11.2026";"Lastschrift / Belastung";"Auftraggeber: REWE Buchungstext: Danke";"-10,00";
"01.11.2026";"01.11.2026";"Übertrag / Überweisung";"Auftraggeber: Schule";"30,00";

"Alter Kontostand";"1.214,56 EUR";
`, 'table-csv 2 +1/3000 -1/1000 =0 EUR 121456>123456 2026-11-01..2026-11-02'],
    ['Volksbank: unsigned amounts with S and H', `Buchungstag;Valuta;Auftraggeber/Zahlungsempfänger;Empfänger/Zahlungspflichtiger;Konto-Nr.;IBAN;BLZ;BIC;Vorgang/Verwendungszweck;Kundenreferenz;Währung;Umsatz;
02.11.2026;02.11.2026;Schule;REWE;;DE1;;GENO;Einkauf;;EUR;12,50;S
03.11.2026;03.11.2026;Schule;Land;;DE2;;GENO;Zuschuss;;EUR;1.000,00;H

03.11.2026;;;;;;;;;Anfangssaldo;EUR;100,00;H
03.11.2026;;;;;;;;;Endsaldo;EUR;1.087,50;H
`, 'table-csv 2 +1/100000 -1/1250 =0 EUR 10000>108750 2026-11-02..2026-11-03'],
    ['N26: foreign amount beside the own one', `"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
2026-10-30,2026-10-30,REWE,,Presentment,,Main,-12.34,-13.50,USD,1.094
2026-10-31,2026-10-31,Schule,DE02,Credit Transfer,Gehalt,Main,2000.0,,,
`, 'table-csv 2 +1/200000 -1/1234 =0 EUR > 2026-10-30..2026-10-31'],
    ['UBS: debit with a minus, credit without', `Kontonummer:;0235 00123456.01;
IBAN:;CH93 0076 2011 6238 5295 7;
Von:;2026-10-01;
Bis:;2026-10-31;
Anfangssaldo:;1000.00;
Schlusssaldo:;1478.50;
Bewertet in:;CHF;
Anzahl Transaktionen in diesem Zeitraum:;2;

Abschlussdatum;Abschlusszeit;Buchungsdatum;Valutadatum;Währung;Belastung;Gutschrift;Einzelbetrag;Saldo;Transaktions-Nr.;Beschreibung1;Beschreibung2;Beschreibung3;Fussnoten;
2026-10-30;10:11:12;2026-10-30;2026-10-30;CHF;-21.50;;;1478.50;1234;Migros;;;;
2026-10-02;;2026-10-02;2026-10-02;CHF;;500.00;;1500.00;1233;Schule;;;;
`, 'table-csv 2 +1/50000 -1/2150 =0 CHF 100000>147850 2026-10-01..2026-10-31'],
    ['PostFinance', `Datum von:;="01.10.2026"
Datum bis:;="31.10.2026"
Buchungsart:;="Alle Buchungen"
Konto:;="CH5109000000250092291"
Währung:;="CHF"

Datum;Bewegungstyp;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Label;Kategorie
31.10.2026;Buchungsdetails;"KAUF";;-12.50;;Sonstiges
30.10.2026;Buchungsdetails;"GUTSCHRIFT";200;;;Sonstiges

Disclaimer:
Der Dokumentinhalt wurde durch Filtereinstellungen der Kundin oder des Kunden generiert.
`, 'table-csv 2 +1/20000 -1/1250 =0 CHF > 2026-10-01..2026-10-31'],
    ['Raiffeisen CH: one column for both sides', `IBAN;Booked At;Text;Credit/Debit Amount;Balance;Valuta Date
CH93;2026-10-02 00:00:00.0;Schule;500.00;1500.00;2026-10-02 00:00:00.0
CH93;2026-10-30 00:00:00.0;Migros;-21.50;1478.50;2026-10-30 00:00:00.0
`, 'table-csv 2 +1/50000 -1/2150 =0 ? 100000>147850 2026-10-02..2026-10-30'],
  ])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(told));
});

describe('Netherlands, France, Spain, Italy, Portugal', () => {
  test.each([
    ['ING NL: a column of Af and Bij', `"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen";"Saldo na mutatie";"Tag"
"20261031";"Albert Heijn";"NL20INGB0001234567";"";"BA";"Af";"12,34";"Betaalautomaat";"Pas 1";"987,66";""
"20261030";"School";"NL20INGB0001234567";"NL91";"GT";"Bij";"500,00";"Online bankieren";"Loon";"1000,00";""
`, 'table-csv 2 +1/50000 -1/1234 =0 EUR 50000>98766 2026-10-30..2026-10-31'],
    ['ING NL in English', `"Date","Name / Description","Account","Counterparty","Code","Debit/credit","Amount (EUR)","Transaction type","Notifications"
"20261031","Albert Heijn","NL20INGB0001234567","","BA","Debit","12,34","Payment terminal","Pas 1"
"20261030","School","NL20INGB0001234567","NL91","GT","Credit","500,00","Online Banking","Loon"
`, 'table-csv 2 +1/50000 -1/1234 =0 EUR > 2026-10-30..2026-10-31'],
    ['Rabobank: signs with a plus', `"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij","Naam uiteindelijke partij","Naam initiërende partij","BIC tegenpartij","Code","Batch ID","Transactiereferentie","Machtigingskenmerk","Incassant ID","Betalingskenmerk","Omschrijving-1","Omschrijving-2","Omschrijving-3","Reden retour","Oorspr bedrag","Oorspr munt","Koers"
"NL71RABO0123456789","EUR","RABONL2U","000000000000000001","2026-10-30","2026-10-30","+500,00","+1500,00","NL91","School","","","","cb","","","","","","Loon"," ","","","","",""
"NL71RABO0123456789","EUR","RABONL2U","000000000000000002","2026-10-31","2026-10-31","-12,34","+1487,66","","Jumbo","","","","bc","","","","","","Pin"," ","","","","",""
`, 'table-csv 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-30..2026-10-31'],
    ['ABN AMRO: no captions, balances before and after', `123456789\tEUR\t20261030\t1000,00\t1500,00\t20261030\t500,00\tSEPA Overboeking School
123456789\tEUR\t20261031\t1500,00\t1487,66\t20261031\t-12,34\tBEA Jumbo
`, 'table-tsv 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-30..2026-10-31'],
    ['Crédit Agricole: a label over several lines', iconv.encode(`Téléchargement du 31/10/2026;

M. DUPONT

Compte de Dépôt carte n° 12345678901;
Solde au 31/10/2026 1 234,56 €
Liste des opérations du compte entre le 01/10/2026 et le 31/10/2026;

Date;Libellé;Débit euros;Crédit euros;
30/10/2026;"PAIEMENT PAR CARTE
CARREFOUR   29/10
";12,34;
02/10/2026;"VIREMENT EN VOTRE FAVEUR
ECOLE
";;1 500,00;
`, 'windows-1252'), 'table-csv 2 +1/150000 -1/1234 =0 EUR >123456 2026-10-01..2026-10-31'],
    ['Boursorama: decimal comma in the amount, point in the balance', `dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance
2026-10-30;2026-10-30;"CARTE 29/10/26 CARREFOUR";"Alimentation";"Vie";carrefour;-12,34;;00040;BoursoBank;987.66
2026-10-02;2026-10-02;"VIR ECOLE";"Virements";"Revenus";ecole;"1 500,00";;00040;BoursoBank;987.66
`, 'table-csv 2 +1/150000 -1/1234 =0 ? > 2026-10-02..2026-10-30'],
    ['Société Générale', iconv.encode(`="0012300456";01/10/2026;31/10/2026;2;31/10/2026;1 234,56 EUR

Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise
30/10/2026;CARTE X1234;CARREFOUR;-12,34;EUR
02/10/2026;VIR RECU;ECOLE;1500,00;EUR
`, 'windows-1252'), 'table-csv 2 +1/150000 -1/1234 =0 EUR > 2026-10-02..2026-10-30'],
    ['BBVA and Santander ES', `Fecha Valor;Fecha;Concepto;Movimiento;Importe;Divisa;Disponible;Divisa;Observaciones
30/10/2026;30/10/2026;Compra;Tarjeta;-12,34;EUR;1.487,66;EUR;MERCADONA
02/10/2026;02/10/2026;Nómina;Transferencia;500,00;EUR;1.500,00;EUR;ESCUELA
`, 'table-csv 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-02..2026-10-30'],
    ['Italian: addebiti and accrediti', `Data contabile;Data valuta;Descrizione;Addebiti;Accrediti
30/10/2026;30/10/2026;Pagamento POS;-12,34;
02/10/2026;02/10/2026;Bonifico;;1.500,00
`, 'table-csv 2 +1/150000 -1/1234 =0 ? > 2026-10-02..2026-10-30'],
    ['Portuguese', `Data Mov.;Data-valor;Descrição;Débito;Crédito;Saldo contabilístico
30-10-2026;30-10-2026;COMPRA;12,34;;1.487,66
02-10-2026;02-10-2026;TRF ESCOLA;;500,00;1.500,00
`, 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
    ['Nubank and Bradesco BR', `Data;Histórico;Docto.;Crédito (R$);Débito (R$);Saldo (R$)
02/10/2026;PIX RECEBIDO;123;1.500,00;;2.500,00
30/10/2026;PAGTO CARTAO;124;;-12,34;2.487,66
;;Total;1.500,00;-12,34;2.487,66
`, 'table-csv 2 +1/150000 -1/1234 =0 BRL 100000>248766 2026-10-02..2026-10-30'],
  ])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(told));
});
