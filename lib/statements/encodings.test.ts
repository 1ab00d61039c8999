/** A text is read in its own letters or refused, whatever encoding a bank writes and whether or not it says so: nothing is taken over as signs that nobody wrote. */
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { detectEncoding } from './encoding';
import { toldOf } from './statements.fixtures';

const ROWS = '01.09.2026;%a;1500,00;2500,00\n02.09.2026;%b;-20,00;2480,00\n';
const text = (captions: string, a: string, b: string): string => `${captions}\n${ROWS.replace('%a', a).replace('%b', b)}`;
const RUSSIAN = text('Дата;Описание операции;Сумма;Остаток', 'ЗАРПЛАТА', 'Покупка в магазине');
const POLISH = text('Data operacji;Opis;Kwota;Saldo', 'Wpłata własna, Łódź', 'Zakup żywności, śliwki, dąb');
const TURKISH = text('Tarih;Açıklama;Tutar;Bakiye', 'MAAŞ ÖDEMESİ', 'Şok market alışverişi');
const GERMAN = text('Buchungstag;Verwendungszweck;Betrag;Saldo', 'Gehalt für März', 'Übertrag für Grün');
const JAPANESE = '取引日,入出金(円),残高(円),入出金先内容\n2026/09/01,150000,250000,振込 カ）山田商事\n2026/09/02,-2000,248000,東日本旅客鉄道\n';

test.each([
  ['windows-1251', RUSSIAN], ['koi8-r', RUSSIAN], ['ibm866', RUSSIAN], ['utf-16le', RUSSIAN], ['utf-16be', RUSSIAN],
  ['windows-1250', POLISH], ['iso-8859-2', POLISH], ['windows-1254', TURKISH], ['windows-1252', GERMAN],
  ['windows-1253', text('Ημερομηνία;Περιγραφή;Ποσό;Υπόλοιπο', 'ΜΙΣΘΟΔΟΣΙΑ', 'Αγορά καταστήματος')],
  ['windows-1255', text('תאריך;תיאור;סכום;יתרה', 'משכורת', 'סופר מרקט')],
  ['shift_jis', JAPANESE], ['euc-jp', JAPANESE], ['gb18030', text('交易日期;摘要;发生额;余额', '工资', '消费')],
  ['euc-kr', text('거래일자;적요;거래금액;잔액', '급여', '체크카드 결제')], ['big5', text('交易日期;摘要;發生額;餘額', '薪資', '轉帳給學校')],
])('%s', async (encoding, content) => {
  const bytes = iconv.encode(content, encoding === 'ibm866' ? 'cp866' : encoding);
  expect(detectEncoding(bytes)).toBe(encoding);
  expect(await toldOf(bytes)).toMatch(/ 2 \+1\/1500(?:00)? -1\/20(?:00)? =0 [A-Z?]* 1000(?:00)?>2480(?:00)? 2026-09-01\.\.2026-09-02$/);
});

test('accents of DOS are asked about, typographic quotes are not', async () => {
  expect(await toldOf(iconv.encode(GERMAN, 'cp850'))).toBe('refused statements.undecodable-text');
  expect(detectEncoding(iconv.encode(text('Date;Libellé;Montant;Solde', 'Virement d’un ami', 'Achat à l’épicerie'), 'windows-1252'))).toBe('windows-1252');
});
