/** Accounts of banks and payment services elsewhere, as each of them writes its table. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

describe('America, Britain, Australia, India, services', () => {
  test.each([
    ['Chase: a trailing comma on every row', `Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #
DEBIT,10/30/2026,"GROCERY, STORE",-12.34,DEBIT_CARD,1487.66,,
CREDIT,10/02/2026,"SCHOOL PAYROLL",500.00,ACH_CREDIT,1500.00,,
`, 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
    ['Bank of America: a summary above and a balance carried forward', `Description,,Summary Amt.
Beginning balance as of 10/01/2026,,"1,000.00"
Total credits,,"500.00"
Total debits,,"-12.34"
Ending balance as of 10/31/2026,,"1,487.66"

Date,Description,Amount,Running Bal.
10/01/2026,Beginning balance as of 10/01/2026,,"1,000.00"
10/02/2026,"SCHOOL PAYROLL","500.00","1,500.00"
10/30/2026,"GROCERY","-12.34","1,487.66"
`, 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
    ['Wells Fargo: no captions', `"10/30/2026","-12.34","*","","PURCHASE GROCERY"
"10/02/2026","500.00","*","","SCHOOL PAYROLL"
`, 'table-csv 2 +1/50000 -1/1234 =0 ? > 2026-10-02..2026-10-30'],
    ['Capital One', `Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit
2026-10-30,2026-10-31,1234,GROCERY,Merchandise,12.34,
2026-10-02,2026-10-02,1234,AUTOPAY,Payment/Credit,,500.00
`, 'table-csv 2 +1/50000 -1/1234 =0 ? > 2026-10-02..2026-10-30'],
    ['Citi: a pending row', `Status,Date,Description,Debit,Credit
Cleared,10/30/2026,"GROCERY",12.34,
Pending,10/31/2026,"CAFE",3.00,
Cleared,10/02/2026,"PAYMENT",,-500.00
`, 'table-csv 3 +1/50000 -2/1534 =0 ? > 2026-10-02..2026-10-31'],
    ['Lloyds', `Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance
30/10/2026,DEB,'30-00-00,12345678,GROCER,12.34,,1487.66
02/10/2026,BGC,'30-00-00,12345678,SCHOOL,,500.00,1500.00
`, 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
    ['Nationwide', iconv.encode(`"Account Name:","Current ****12345"
"Account Balance:","£1,487.66"
"Available Balance: ","£1,487.66"

"Date","Transaction type","Description","Paid out","Paid in","Balance"
"30 Oct 2026","Visa purchase","GROCER","£12.34","","£1,487.66"
"02 Oct 2026","Bank credit","SCHOOL","","£500.00","£1,500.00"
`, 'windows-1252'), 'table-csv 2 +1/50000 -1/1234 =0 GBP 100000>148766 2026-10-02..2026-10-30'],
    ['Monzo: a signed amount, and the same again as money out and in', `Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In
tx_1,30/10/2026,10:11:12,Card payment,Grocer,,Groceries,-12.34,GBP,-14.00,EUR,,,,GROCER,,-12.34,
tx_2,31/10/2026,10:11:13,Faster payment,School,,Income,500.00,GBP,500.00,GBP,,,,SCHOOL,,,500.00
`, 'table-csv 2 +1/50000 -1/1234 =0 GBP > 2026-10-30..2026-10-31'],
    ['Revolut: the fee leaves the balance too; a reverted row moves nothing', `Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
TOPUP,Current,2026-10-02 08:00:00,2026-10-02 08:00:01,School,500.00,0.00,EUR,COMPLETED,500.00
EXCHANGE,Current,2026-10-03 08:00:00,2026-10-03 08:00:01,To USD,-100.00,1.50,EUR,COMPLETED,398.50
CARD_PAYMENT,Current,2026-10-04 08:00:00,,Grocer,-12.34,0.00,EUR,REVERTED,
CARD_PAYMENT,Current,2026-10-05 08:00:00,2026-10-06 08:00:01,Grocer,-8.50,0.00,EUR,COMPLETED,390.00
`, 'table-csv 4 +1/50000 -3/12084 =0 EUR 0>39000 2026-10-02..2026-10-05'],
    ['PayPal: gross, fee and net', `"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Balance","Subject"
"02/10/2026","08:00:00","GMT","Parent","Express Checkout Payment","Completed","EUR","100.00","-3.20","96.80","p@x","s@x","1AB","96.80","Fee"
"15/10/2026","09:00:00","GMT","Parent","Payment Refund","Completed","EUR","-50.00","1.20","-48.80","s@x","p@x","2AB","48.00","Fee"
`, 'table-csv 2 +1/10000 -1/5000 =0 EUR 0>4800 2026-10-02..2026-10-15'],
    ['Stripe: currency codes in small letters', `id,Type,Source,Amount,Fee,Destination Platform Fee,Net,Currency,Created (UTC),Available On (UTC),Description
txn_1,charge,ch_1,100.00,3.20,,96.80,eur,2026-10-02 08:00,2026-10-09 00:00,Fee
txn_2,refund,re_1,-50.00,0.00,,-50.00,eur,2026-10-03 08:00,2026-10-10 00:00,Refund
`, 'table-csv 2 +1/10000 -1/5000 =0 EUR > 2026-10-02..2026-10-03'],
    ['Wise', `"TransferWise ID",Date,"Date Time",Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name"
CARD-1,30-10-2026,"30-10-2026 10:11:12",-12.34,EUR,"Card transaction",,1487.66,,,,,Grocer
TRANSFER-2,02-10-2026,"02-10-2026 10:11:12",500.00,EUR,"Received money",,1500.00,,,,School,
`, 'table-csv 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-02..2026-10-30'],
    ['Venmo: signs apart from the mark', `" ID","Datetime","Type","Status","Note","From","To","Amount (total)","Amount (fee)","Funding Source","Destination"
"2394198259925614643","2026-04-25T03:15:53","Payment","Complete","Tutoring","B","T","- $220.00","","Visa","" 
"0454063333607815882","2026-09-06T05:10:45","Payment","Complete","Rent","S","B","+ $1,150.00","","","Venmo balance"
`, 'table-csv 2 +1/115000 -1/22000 =0 USD > 2026-04-25..2026-09-06'],
    ['NAB and CBA: no captions, a balance behind', `31/10/2026,"-12.34","GROCER","+1487.66"
02/10/2026,"+500.00","SCHOOL","+1500.00"
`, 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-31'],
    ['ICICI: lakhs', `"S No.","Value Date","Transaction Date","Cheque Number","Transaction Remarks","Withdrawal Amount (INR )","Deposit Amount (INR )","Balance (INR )"
"1","02/10/2026","02/10/2026","-","NEFT SCHOOL","0.0","1,23,456.78","2,23,456.78"
"2","30/10/2026","30/10/2026","-","UPI GROCER","12.34","0.0","2,23,444.44"
`, 'table-csv 2 +1/12345678 -1/1234 =0 INR 10000000>22344444 2026-10-02..2026-10-30'],
    ['SBI: a text with tabs that is called xls', `Account Name\t:\tMr. X
Account Number\t:\t_00000012345678901
Balance as on 1 Oct 2026\t:\t1,000.00

Txn Date\tValue Date\tDescription\tRef No./Cheque No.\t        Debit\tCredit\tBalance
2 Oct 2026\t2 Oct 2026\tBY TRANSFER\tNEFT\t \t500.00\t1,500.00
30 Oct 2026\t30 Oct 2026\tTO TRANSFER\tUPI\t12.34\t \t1,487.66
**This is a computer generated statement and does not require a signature
`, 'table-tsv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
    ['BMO: an apostrophe before and behind the card', `Following data is valid as of 202310034234 (Year/Month/Day/Hour/Minute/Second)


First Bank Card,Transaction Type,Date Posted, Transaction Amount,Description


'5678000000000000',CREDIT,20260501,0.01,[DN]ACFS            MSP/DIV
'5678000000000000',DEBIT,20260518,-68.32,[CW]TELUS MOB
`, 'table-csv 2 +1/1 -1/6832 =0 ? > 2026-05-01..2026-05-18'],
  ])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(told));
});

describe('Scandinavia, Poland, Czechia, Russia, Japan, Korea, Hong Kong', () => {
  test.each([
    ['Swedish', iconv.encode(`Bokföringsdag;Valutadag;Verifikationsnummer;Text;Belopp;Saldo
2026-10-30;2026-10-30;5484;Mataffär;-12,34;1487,66
2026-10-02;2026-10-02;5483;Skola;500,00;1500,00
`, 'windows-1252'), 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
    ['DNB: two columns', `"Dato";"Forklaring";"Rentedato";"Ut fra konto";"Inn på konto"
"30.10.2026";"Dagligvare";"30.10.2026";"12,34";""
"02.10.2026";"Skole";"02.10.2026";"";"500,00"
`, 'table-csv 2 +1/50000 -1/1234 =0 ? > 2026-10-02..2026-10-30'],
    ['Danish', `"Dato";"Tekst";"Beløb";"Saldo";"Status";"Afstemt"
"30.10.2026";"Købmand";"-12,34";"1.487,66";"Udført";"Nej"
"02.10.2026";"Skole";"500,00";"1.500,00";"Udført";"Nej"
`, 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
    ['mBank: captions with a hash, a banner of its own, cp1250', iconv.encode(`mBank S.A. Bankowość Detaliczna;
#Klient;
JAN KOWALSKI;

#Za okres:;
01.10.2026;31.10.2026;

#Waluta;#Wpływy;#Wydatki;
PLN;500,00;-12,34;

#Saldo początkowe;1 000,00 PLN;

#Data operacji;#Data księgowania;#Opis operacji;#Tytuł;#Nadawca/Odbiorca;#Numer konta;#Kwota;#Saldo po operacji;
2026-10-02;2026-10-02;PRZELEW PRZYCHODZĄCY;"SZKOŁA";"SZKOŁA";'1140';500,00;1 500,00;
2026-10-30;2026-10-30;ZAKUP PRZY UŻYCIU KARTY;"SKLEP";"  ";'';-12,34;1 487,66;

;;;;;#Saldo końcowe;1 487,66 PLN;
`, 'windows-1250'), 'table-csv 2 +1/50000 -1/1234 =0 PLN 100000>148766 2026-10-01..2026-10-31'],
    ['PKO BP', iconv.encode(`"Data operacji","Data waluty","Typ transakcji","Kwota","Waluta","Saldo po transakcji","Opis transakcji","","",""
"2026-10-30","2026-10-29","Płatność kartą","-12.34","PLN","+1487.66","Tytuł: 1","Lokalizacja: X","",""
"2026-10-02","2026-10-02","Przelew na konto","+500.00","PLN","+1500.00","Nadawca","","",""
`, 'windows-1250'), 'table-csv 2 +1/50000 -1/1234 =0 PLN 100000>148766 2026-10-02..2026-10-30'],
    ['Fio', `"ID operace";"Datum";"Objem";"Měna";"Protiúčet";"Název protiúčtu";"Kód banky";"Typ"
"1";"30.10.2026";"-12,34";"CZK";"";"";"";"Platba kartou"
"2";"02.10.2026";"500,00";"CZK";"1";"Škola";"0100";"Příjem"
`, 'table-csv 2 +1/50000 -1/1234 =0 CZK > 2026-10-02..2026-10-30'],
    ['Tinkoff: cp1251, one row failed', iconv.encode(`"Дата операции";"Дата платежа";"Номер карты";"Статус";"Сумма операции";"Валюта операции";"Сумма платежа";"Валюта платежа";"Кэшбэк";"Категория";"MCC";"Описание";"Бонусы (включая кэшбэк)"
"30.10.2026 10:11:12";"31.10.2026";"*1234";"OK";"-12,34";"RUB";"-12,34";"RUB";"";"Супермаркеты";"5411";"Магазин";"0,00"
"02.10.2026 10:11:12";"02.10.2026";"";"OK";"500,00";"RUB";"500,00";"RUB";"";"Пополнения";"";"Школа";"0,00"
`, 'windows-1251'), 'table-csv 2 +1/50000 -1/1234 =0 RUB > 2026-10-02..2026-10-30'],
    ['Mitsui Sumitomo: Shift_JIS, no decimals', iconv.encode(`年月日,お引出し,お預入れ,お取り扱い内容,残高
2026/10/2,,50000,"給料振込 ガッコウ",150000
2026/10/30,1234,,"カード ショップ",148766
`, 'shift_jis'), 'table-csv 2 +1/50000 -1/1234 =0 JPY 100000>148766 2026-10-02..2026-10-30'],
    ['Rakuten', iconv.encode(`取引日,入出金(円),取引後残高(円),入出金内容
20261002,50000,150000,ガッコウ
20261030,-1234,148766,カード
`, 'shift_jis'), 'table-csv 2 +1/50000 -1/1234 =0 JPY 100000>148766 2026-10-02..2026-10-30'],
    ['Korean: EUC-KR', iconv.encode(`거래일시,적요,출금액,입금액,잔액
2026.10.02 10:11:12,학교,0,50000,150000
2026.10.30 10:11:12,상점,1234,0,148766
`, 'euc-kr'), 'table-csv 2 +1/50000 -1/1234 =0 KRW 100000>148766 2026-10-02..2026-10-30'],
    ['Taiwan: Big5', iconv.encode(`帳號：001234567890,,,,
交易日期,摘要,支出金額,存入金額,帳戶餘額
2026/10/02,薪資轉入學校,,"50,000.00","150,000.00"
2026/10/30,消費扣款商店,"1,234.00",,"148,766.00"
`, 'big5'), 'table-csv 2 +1/5000000 -1/123400 =0 TWD 10000000>14876600 2026-10-02..2026-10-30'],
    ['HSBC HK: balances of two currencies in one list, newest first', `Date,Description,Billing amount,Billing currency,Balance,Balance currency
24/03/2026,TRIPLE Z,"-1.00"\t,HKD,"3,612.17"\t,HKD
12/03/2026,SALARY,"12,500.00"\t,CNY,"12500.00"\t,CNY
10/03/2026,BILL,"-350.00"\t,HKD,"3,613.17"\t,HKD
`, 'table-csv 3 +1/1250000 -2/35100 =0 ? > 2026-03-10..2026-03-24'],
  ])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(told));
});
