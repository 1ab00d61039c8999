/** Dialects of the standard formats, each with its truth: entries, sides, balances in the account's own decimals. */
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

const camt = (version: string, inside: string, kind: readonly [string, string] = ['BkToCstmrStmt', 'Stmt']): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><${kind[0]}><GrpHdr><MsgId>1</MsgId></GrpHdr>${inside}</${kind[0]}></Document>`;
const balance = (code: string, amount: string, currency: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-31</Dt></Dt></Bal>`;
const entry = (amount: string, currency: string, mark: string, more = '<Sts>BOOK</Sts>'): string =>
  `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd>${more}<BookgDt><Dt>2026-10-30</Dt></BookgDt></Ntry>`;
const summary = (credit: string, debit: string): string =>
  `<TxsSummry><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>${credit}</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>${debit}</Sum></TtlDbtNtries></TxsSummry>`;

test.each([
  ['MT940: yen have no decimals', ':20:1\n:25:JP1\n:28C:1/1\n:60F:C261001JPY100000,\n:61:261002C50000,NTRFNONREF\n:61:2610301030D1234,NTRFREF//BANK\n:86:shop\n:62F:C261031JPY148766,\n-\n', 'mt940 2 +1/50000 -1/1234 =0 JPY 100000>148766 2026-10-02..2026-10-30'],
  ['MT940: one, two or no digits behind the comma, a funds code, an entry day, times inside the memo', '{1:F01BANKDEFFXXXX0000000000}{2:O9400000000000BANKDEFF00000000000000000000N}{4:\n:20:STARTUMSE\n:25:12345678/1020304050\n:28C:00000/001\n:60F:C261001EUR1000,\n:61:2610021002CR500,0N024NONREF\n:61:2610301030DR12,34N024NONREF\n:86:106?20EREF+1?24/PL 12-09-2014T16\n:26:37 Fo?25lgenr. 007\n:62F:C261031EUR1487,66\n-}\n', 'mt940 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-02..2026-10-30'],
  ['MT940: pages of one statement', ':20:1\n:25:NL1\n:28C:1/1\n:60F:C261001EUR1000,00\n:61:261002C500,00NTRFNONREF\n:62M:C261002EUR1500,00\n-\n:20:1\n:25:NL1\n:28C:1/2\n:60M:C261002EUR1500,00\n:61:261030D12,34NTRFNONREF\n:62F:C261031EUR1487,66\n-\n', 'mt940 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-02..2026-10-30'],
  ['MT940: reversals', ':20:1\n:25:NL1\n:60F:C261001EUR1000,00\n:61:261002RD500,00NTRFNONREF\n:61:261030RC12,34NTRFNONREF\n:62F:C261031EUR1487,66\n', 'mt940 2 +1/50000 -1/1234 =0 EUR 100000>148766 2026-10-02..2026-10-30'],
  ['MT940: a decimal point against the standard, proprietary details', ':20:STARTUMS\n:25:HU1\n:28:46\n:NS:22JOHN\n23John\n:60F:C261001HUF1000.00\n:61:2610021002CF500.00S   X\n:NS:01526715\n02A1\n:61:2610301030DF12.34N527\nDij\n:86:CAB\n:62F:C261031HUF1487.66\n', 'mt940 2 +1/50000 -1/1234 =0 HUF 100000>148766 2026-10-02..2026-10-30'],
  ['MT942: totals of the day', '\n:20:ST1\n:25:PL1\n:28C:1/1\n:34F:PLN0\n:13D:2610301815+0100\n:61:2610301030CN0,01NTRFNONREF//MB1\n911-TRANSAKCJA\n:86:911\n:61:2610301030CN0,02NTRFNONREF//MB2\n:90D:0PLN0,00\n:90C:2PLN0,03\n-\n', 'mt942 2 +2/3 -0/0 =0 PLN > 2026-10-30..2026-10-30'],
  ['camt.053: yen', camt('camt.053.001.08', `<Stmt><Acct><Id><Othr><Id>1</Id></Othr></Id><Ccy>JPY</Ccy></Acct>${balance('OPBD', '100000', 'JPY')}${balance('CLBD', '148766', 'JPY')}${entry('50000', 'JPY', 'CRDT', '<Sts><Cd>BOOK</Cd></Sts>')}${entry('1234', 'JPY', 'DBIT')}</Stmt>`), 'camt.053.001.08 2 +1/50000 -1/1234 =0 JPY 100000>148766 2026-10-30..2026-10-30'],
  ['camt.053: dinars have three decimals', camt('camt.053.001.02', `<Stmt>${balance('OPBD', '1.000', 'KWD')}${balance('CLBD', '3.345', 'KWD')}${entry('2.345', 'KWD', 'CRDT')}</Stmt>`), 'camt.053.001.02 1 +1/2345 -0/0 =0 KWD 1000>3345 2026-10-30..2026-10-30'],
  ['camt.053: every statement has totals of its own', camt('camt.053.001.02', `<Stmt><Acct><Id><IBAN>A</IBAN></Id></Acct>${summary('500.00', '12.34')}${entry('500.00', 'EUR', 'CRDT')}${entry('12.34', 'EUR', 'DBIT')}</Stmt><Stmt><Acct><Id><IBAN>A</IBAN></Id></Acct>${summary('1.00', '2.00')}${entry('1.00', 'EUR', 'CRDT')}${entry('2.00', 'EUR', 'DBIT')}</Stmt>`), 'camt.053.001.02 4 +2/50100 -2/1434 =0 EUR > 2026-10-30..2026-10-30'],
  ['camt.052 and prefixes of a namespace', camt('camt.052.001.06', `<Rpt>${entry('500.00', 'EUR', 'CRDT')}${entry('1.00', 'EUR', 'DBIT', '<Sts>PDNG</Sts>')}</Rpt>`, ['BkToCstmrAcctRpt', 'Rpt']).replaceAll(/<(\/?)(?=[A-Z])/g, '<$1ns2:').replace('xmlns=', 'xmlns:ns2='), 'camt.052.001.06 2 +1/50000 -1/100 =0 EUR > 2026-10-30..2026-10-30'],
  ['BAI2: several records on a line, slashes and line breaks in texts', '01,103100195,103100195,261030,2112,4,,,2/   02,103100195,103100195,1,261030,2400,USD,2/\n03,1111111,,010,100000,,,015,148766,,,100,50000,1,,400,1234,1,,/\n16,142,50000,Z,,,TRANSFER   AB/GS/RP             PPD/ 16,451,1000,Z,,,111111     ACH_SETL\n11111111        /\n88,       1111111111/\n16,451,234,0,REF,CUST,Card 08/18/26 shop         /         49,300000,6/\n98,300000,1,8/\n99,300000,1,10/', 'bai2 3 +1/50000 -2/1234 =0 USD 100000>148766 2026-10-30..2026-10-30'],
  ['BAI2: an entry without money is information', '01,1,2,261030,0200,1,,,2/\n02,3,1,1,261030,2359,USD,2/\n03,0975312468,,010,500000,,,015,2000000,,/\n16,165,1500000,1,DD1620,, DEALER PAYMENTS\n16,890,,,,,NOTICE/\n49,4000000,4/\n98,4000000,1,6/\n99,4000000,1,8/\n', 'bai2 1 +1/1500000 -0/0 =0 USD 500000>2000000 2026-10-30..2026-10-30'],
  ['OFX: tags never closed, comma, zone', 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>12345<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20261001<DTEND>20261031<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261002120000[-5:EST]<TRNAMT>+500,00<FITID>1<NAME>A & B<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261030<TRNAMT>-12,34<FITID>2<NAME>Shop</BANKTRANLIST><LEDGERBAL><BALAMT>1487,66<DTASOF>20261031</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>', 'ofx 2 +1/50000 -1/1234 =0 EUR >148766 2026-10-01..2026-10-31'],
  ['OFX 2: yen', '<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?><OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>JPY</CURDEF><CCACCTFROM><ACCTID>1</ACCTID></CCACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20261030</DTPOSTED><TRNAMT>-1234</TRNAMT><FITID>2</FITID></STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>-1234</BALAMT><DTASOF>20261031</DTASOF></LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>', 'ofx 1 +0/0 -1/1234 =0 JPY >-1234 2026-10-30..2026-10-30'],
  ['QIF: the last record not ended, days with apostrophes', '!Type:Bank\nD10/ 2\'26\nT500.00\nPSchool\n^\nD10/30\'26\nT-1,012.34\nPShop\nLFood', 'qif 2 +1/50000 -1/101234 =0 ? > 2026-10-02..2026-10-30'],
  ['QIF: day first, comma', '!Type:CCard\nD30.10.2026\nT-12,34\nPShop\n^\nD02.10.2026\nT500,00\nPSchool\n^\n', 'qif 2 +1/50000 -1/1234 =0 ? > 2026-10-02..2026-10-30'],
  ['1C: cp1251, sections of two accounts', iconv.encode('1CClientBankExchange\r\nВерсияФормата=1.02\r\nКодировка=Windows\r\nДатаНачала=01.10.2026\r\nДатаКонца=31.10.2026\r\nРасчСчет=40702810000000000001\r\nСекцияРасчСчет\r\nДатаНачала=01.10.2026\r\nРасчСчет=40702810000000000001\r\nНачальныйОстаток=1000.00\r\nВсегоПоступило=500.00\r\nВсегоСписано=12.34\r\nКонечныйОстаток=1487.66\r\nКонецРасчСчет\r\nСекцияДокумент=Платежное поручение\r\nНомер=1\r\nДата=02.10.2026\r\nСумма=500.00\r\nПлательщикСчет=40702810000000000009\r\nПолучательСчет=40702810000000000001\r\nДатаПоступило=02.10.2026\r\nНазначениеПлатежа=Оплата обучения\r\nКонецДокумента\r\nСекцияДокумент=Платежное поручение\r\nНомер=2\r\nДата=30.10.2026\r\nСумма=12.34\r\nПлательщикСчет=40702810000000000001\r\nПолучательСчет=40702810000000000008\r\nДатаСписано=30.10.2026\r\nКонецДокумента\r\nКонецФайла\r\n', 'windows-1251'), '1c-exchange 2 +1/50000 -1/1234 =0 RUB 100000>148766 2026-10-01..2026-10-31'],
  ['CNAB 240: an account statement (segment E)', cnabStatement(), 'cnab240 2 +1/50000 -1/1234 =0 BRL 100000>148766 2026-10-02..2026-10-30'],
  ['JSON: a list of entries inside an answer', JSON.stringify({ page: 1, data: { entries: [{ id: 'a', date: '2026-10-02', amount: '500.00', currency: 'EUR', party: { name: 'School' } }, { id: 'b', date: '2026-10-30', amount: -12.34, currency: 'EUR', party: { name: 'Shop' } }] } }), 'table-json 2 +1/50000 -1/1234 =0 EUR > 2026-10-02..2026-10-30'],
])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(told));

function cnabStatement(): string {
  const line = (head: string, parts: readonly (readonly [number, string])[]): string => {
    const cells = head.padEnd(240).split('');
    for (const [at, text] of parts) cells.splice(at - 1, text.length, ...text);
    return cells.join('');
  };
  const cents = (n: number): string => String(n).padStart(18, '0');
  const movement = (day: string, amount: number, side: string): string => line('0010001300001E', [[143, day], [151, cents(amount)], [169, side], [177, 'PIX']]);
  return [
    line('00100000', [[18, '2']]), line('00100011E0440030', [[53, '012345'], [143, '01102026'], [151, cents(100_000)], [169, 'C']]),
    movement('02102026', 50_000, 'C'), movement('30102026', 1_234, 'D'),
    line('00100015', [[143, '31102026'], [151, cents(148_766)], [169, 'C'], [177, cents(1_234)], [195, cents(50_000)]]), line('00199999', [[18, '000001000006']]),
  ].join('\r\n');
}
