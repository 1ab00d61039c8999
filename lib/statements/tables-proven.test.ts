/** What a table leaves open is proven by its own figures or asked about: sides by running balances, amounts of the account beside those of a purchase, captions nobody knows. */
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

const MONTH = '+1/50000 -1/1234 =0';
const DAYS = '2026-10-02..2026-10-30';

test.each([
  ['amounts without signs go where the balance went, newest row first', 'Tarih;Açıklama;Tutar;Bakiye\n05.10.2026;C;38.000,00;48.000,00\n04.10.2026;B;150,00;10.000,00\n03.10.2026;A;12.000,00;10.150,00\n02.10.2026;O;0,00;22.150,00\n', 'table-csv 4 +2/3800000 -2/1215000 =0 ? 2215000>4800000 2026-10-02..2026-10-05'],
  ['amounts without signs, oldest first: of the first row nobody knows which way it went', 'Date,Text,Amount,Balance\n2026-10-01,A,10.00,500.00\n2026-10-02,B,500.00,1000.00\n2026-10-30,C,12.34,987.66\n2026-10-31,D,1.00,988.66\n', 'table-csv 3 +2/50100 -1/1234 =0 ? 50000>98866 2026-10-02..2026-10-31 ! rows-rejected'],
  ['books kept from the other side', '业务日期,摘要,借方发生额,贷方发生额,余额\n2026-10-02,收到货款,500.00,0.00,1500.00\n2026-10-30,支付手续费,0.00,12.34,1487.66\n', `table-csv 2 ${MONTH} CNY 100000>148766 ${DAYS}`],
  ['without captions, a zero beside every amount', '2026-10-02,7001,School,0,500.00,1500.00\n2026-10-30,7002,Shop,12.34,0,1487.66\n', `table-csv 2 ${MONTH} ? 100000>148766 ${DAYS}`],
  ['without captions, a price beside some amounts', '2026-10-02,Sale,X,-30,16.67,500.00,USD\n2026-10-30,Fee,,,,-12.34,USD\n', `table-csv 2 ${MONTH} USD > ${DAYS}`],
  ['without captions, the balance before each amount', '02-10-2026,NL1,EUR,1000.00,EUR,500.00,02-10-2026,School\n15-10-2026,NL1,EUR,1500.00,EUR,-12.34,15-10-2026,Shop\n30-10-2026,NL1,EUR,1487.66,EUR,20.00,30-10-2026,Friend\n', `table-csv 3 +2/52000 -1/1234 =0 EUR > ${DAYS}`],
  ['a caption above the currency, its figures in the column without one', 'Datum,Tijd,Omschrijving,Mutatie,,Saldo,,Order Id\n30-10-2026,08:14,Shop,EUR,"-12,34",EUR,"1487,66",\n02-10-2026,07:54,School,EUR,"500,00",EUR,"1500,00",\n', `table-csv 2 ${MONTH} EUR 100000>148766 ${DAYS}`],
  ['captions of a language nobody knows, nothing proven', 'Kuupäevake,Selgitusest,Väljaminnes,Sissetulles\n2026-10-02,Kool,,500.00\n2026-10-30,Pood,12.34,\n', 'refused statements.unknown-format'],
  ['captions of a language nobody knows, balances that prove it', 'Kuupäevake,Selgitusest,Väljaminnes,Sissetulles,Jääkides\n2026-10-02,Kool,,500.00,1500.00\n2026-10-30,Pood,12.34,,1487.66\n', `table-csv 2 ${MONTH} ? 100000>148766 ${DAYS}`],
  ['what the account was charged, not what was paid in another currency', 'Дата операции;Дата обработки;Сумма операции;Валюта операции;Сумма пересчитанная в валюту счета;Валюта счета;Основание;Статус\n2026-10-02;2026-10-03;5,00;EUR;500,00;RUR;A;Исполнено\n2026-10-30;2026-10-30;-0,12;EUR;-12,34;RUR;B;В обработке\n', `table-csv 2 ${MONTH} RUB > ${DAYS}`],
  ['payments out and in, in the card\'s currency and in that of the account', 'Datum,Art,Rechnungsbetrag ausgehend,Rechnungsbetrag eingehend,Währung der Karte,Zahlungsbetrag ausgehend,Zahlungsbetrag eingehend,Zahlungswährung,Verfügbares Guthaben\n"02.10.26, 13:56",A,0.00,510.00,USD,0.00,500.00,EUR,1500.00\n"30.10.26, 09:19",B,13.00,0.00,USD,12.34,0.00,EUR,1487.66\n', `table-csv 2 ${MONTH} EUR 100000>148766 ${DAYS}`],
  ['only money in is marked in a column of its own', 'Type~|~Date~|~Description~|~Amt~|~Debit / Credit\nCard~|~30/10/2026 12:30:00~|~SHOP~|~12.34~|~\nCard~|~02/10/2026 11:30:00~|~PAYMENT~|~500.00~|~Cr\n', `table-csv 2 ${MONTH} ? > ${DAYS}`],
  ['a quoted cell over two lines that ends in quotes', 'Data operacji;Tytuł;Kwota;Saldo\r\n2026-10-02;"Faktura; numer ""A""\ndruga linia";500,00;1500,00\r\n2026-10-30;"Prowizja";-12,34;1487,66\r\n', `table-csv 2 ${MONTH} ? 100000>148766 ${DAYS}`],
  ['times of an OFX file in a table', 'CREDIT,20261002120000[0:GMT],"SALARY",500.00\nDEBIT,20261030120000[-5:EST],"SHOP",-12.34\n', `table-csv 2 ${MONTH} ? > ${DAYS}`],
  ['a currency column that is empty says nothing about the currency', 'Date,Text,Currency,Amount\n2026-10-02,A,,500.00\n2026-10-30,B,,-12.34\n', `table-csv 2 ${MONTH} ? > ${DAYS}`],
  ['the period of the file on every row is no day of a row', 'account_number,currency,initial_date,final_date,initial_balance,final_balance,item,transaction_date,amount\n123,EUR,2026-10-01,2026-10-31,1000.00,1487.66,A,2026-10-02,500.00\n123,EUR,2026-10-01,2026-10-31,1000.00,1487.66,B,2026-10-30,-12.34\n', `table-csv 2 ${MONTH} EUR > ${DAYS}`],
])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(told));

test('totals of won have no cents either, and their line is no row', async () => {
  const text = '거래일시,적요,찾으신금액(원),맡기신금액(원),잔액(원)\r\n2026.10.02 10:15:00,급여,0,"50,000","150,000"\r\n2026.10.30 09:00:00,카드,"1,234",0,"148,766"\r\n합계,,"1,234","50,000",\r\n';
  expect(await toldOf(iconv.encode(text, 'euc-kr'))).toBe(`table-csv 2 ${MONTH} KRW 100000>148766 ${DAYS}`);
});
