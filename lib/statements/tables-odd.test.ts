/** Money is read right where a table says it in an unusual way: in fen, in codes, in a column of refunds, in years of another calendar. */
import { utils, write } from '@e965/xlsx';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

const MONTH = '+1/50000 -1/1234 =0 CNY 100000>148766 2026-10-02..2026-10-30';
const big5 = (text: string): Buffer => iconv.encode(text, 'big5');
const sjis = (text: string): Buffer => iconv.encode(text, 'shift_jis');

test.each([
  ['amounts in fen are not yuan', '交易日期,订单号,交易金额(分),手续费(分),状态\n20261002,BF1,50000,300,成功\n20261030,BF2,1234,7,成功\n', 'table-csv 2 +2/51234 -0/0 =0 CNY > 2026-10-02..2026-10-30'],
  ['fen said by the banner', '单位：分\n日期,摘要,收入,支出,余额\n2026-10-02,学费,50000,,150000\n2026-10-30,付款,,1234,148766\n', `table-csv 2 ${MONTH}`],
  ['what was given back has a column of its own', '交易时间,商户订单号,交易金额,退款金额,手续费,结算金额\n2026-10-02 10:11:12,BF1,500.00,0.00,3.00,497.00\n2026-10-30 10:11:12,BF2,0.00,12.34,-0.07,-12.27\n', 'table-csv 2 +1/50000 -1/1234 =0 CNY > 2026-10-02..2026-10-30'],
  ['codes that the caption explains', '交易日期,借贷标志(1-借 2-贷),交易金额,余额,摘要\n20261002,2,500.00,1500.00,学费\n20261030,1,12.34,1487.66,付款\n', `table-csv 2 ${MONTH}`],
  ['codes that the balances prove', '交易日期,借贷标志,交易金额,余额,摘要\n20261002,1,500.00,1500.00,学费\n20261030,0,12.34,1487.66,付款\n', `table-csv 2 ${MONTH}`],
  ['codes that nobody explains are rejected, not guessed', '交易日期,借贷标志,交易金额,摘要\n20261002,1,500.00,学费\n20261030,0,12.34,付款\n', 'table-csv 0 +0/0 -0/0 =0 ? > - ! no-rows,rows-rejected'],
  ['captions of one character', '交易日期,账号,借,贷,账户余额,摘要\n20261002,1100,0.00,500.00,1500.00,学费\n20261030,1100,12.34,0.00,1487.66,付款\n', `table-csv 2 ${MONTH}`],
  ['pages carry the balance forward', '日期,凭证,摘要,借方,贷方,余额\n2026-10-01,,承前页,,,1000.00\n2026-10-02,1,学费,,500.00,1500.00\n2026-10-30,2,付款,12.34,,1487.66\n2026-10-31,,过次页,,,1487.66\n', `table-csv 2 ${MONTH}`],
  ['totals that go out are printed with a minus', '日期,摘要,收入,支出,余额\n2026-10-02,学费,500.00,,1500.00\n2026-10-30,付款,,-12.34,1487.66\n#支出合计：1笔，共-12.34元\n#收入合计：1笔，共500.00元\n', `table-csv 2 ${MONTH}`],
  ['days with the day of the week', '日期,摘要,收入,支出,余额\n2026-10-02 星期五,学费,500.00,,1500.00\n2026-10-30 星期五,付款,,12.34,1487.66\n', `table-csv 2 ${MONTH}`],
  ['years since 1911', big5('交易日期,摘要,支出,存入,餘額\r\n115/10/02,學費,,500.00,"1,500.00"\r\n115/10/30,付款,12.34,,"1,487.66"\r\n'), `table-csv 2 ${MONTH.replace('CNY', 'TWD')}`],
  ['withdrawals of Hong Kong, a bilingual currency', 'Date 日期,Details 詳情,提取,存入,結餘,Currency 貨幣\n2026/10/02,School,,500.00,1500.00,HKD\n2026/10/30,Shop,12.34,,1487.66,HKD\n', `table-csv 2 ${MONTH.replace('CNY', 'HKD')}`],
  ['years of an emperor', sjis('年月日,お引出し,お預入れ,お取り扱い内容,残高\r\nR8.10.2,,50000,ガッコウ,150000\r\nR8.10.30,1234,,ミセ,148766\r\n'), `table-csv 2 ${MONTH.replace('CNY', 'JPY')}`],
  ['a line of asterisks under the captions', 'Date,Narration,Withdrawal Amt.,Deposit Amt.,Closing Balance\n****,****,****,****,****\n02/10/26,SCHOOL,,"1,50,000.00","2,50,000.00"\n30/10/26,SHOP,12.34,,"2,49,987.66"\n', 'table-csv 2 +1/15000000 -1/1234 =0 ? 10000000>24998766 2026-10-02..2026-10-30'],
  ['debits and credits named after a currency of their own', 'Merchant Reference,Creation Date,Type,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC)\nBF1,2026-10-02 10:11:12,Settled,EUR,,500.00,EUR,,493.00\nBF2,2026-10-30 10:11:12,Refunded,EUR,12.34,,EUR,12.34,\n', 'table-csv 2 +1/50000 -1/1234 =0 EUR > 2026-10-02..2026-10-30'],
  ['a side behind the amount', 'Tanggal Transaksi,Keterangan,Jumlah,Saldo\n02/10/2026,SEKOLAH,"500.00 CR","1,500.00"\n30/10/2026,TOKO,"12.34 DB","1,487.66"\n', 'table-csv 2 +1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30'],
  ['a record of JSON on every line', '{"date":"2026-10-02","amount":"500.00","currency":"EUR","id":"a"}\n{"date":"2026-10-30","amount":"-12.34","currency":"EUR","id":"b"}\n', 'table-json 2 +1/50000 -1/1234 =0 EUR > 2026-10-02..2026-10-30'],
  ['a card whose purchases are positive', 'Date,Description,Card Member,Account #,Amount\n10/30/2026,SHOP,J DOE,-1001,12.34\n10/02/2026,ONLINE PAYMENT - THANK YOU,J DOE,-1001,-500.00\n', 'table-csv 2 +1/50000 -1/1234 =0 ? > 2026-10-02..2026-10-30'],
])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(told));

test('a workbook with a sheet for each month, its days as numbers, is one statement', async () => {
  const head = ['交易日期', '摘要', '收入', '支出', '余额'];
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([head, [46297, '学费', 500, null, 1500]]), '十月');
  utils.book_append_sheet(book, utils.aoa_to_sheet([head, [46325.5, '付款', null, 12.34, 1487.66]]), '十一月');
  expect(await toldOf(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)).toBe(`table-sheet 2 ${MONTH}`);
});

test('an entry that is announced but not booked does not break the balances', async () => {
  const entry = (amount: string, mark: string, status: string) =>
    `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd><Sts><Cd>${status}</Cd></Sts><BookgDt><Dt>2026-10-30</Dt></BookgDt></Ntry>`;
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-31</Dt></Dt></Bal>`;
  const text = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>${balance('OPBD', '1000.00')}${balance('CLBD', '1500.00')}`
    + `${entry('500.00', 'CRDT', 'BOOK')}${entry('1.00', 'DBIT', 'PDNG')}</Stmt></BkToCstmrStmt></Document>`;
  expect(await toldOf(text)).toBe('camt.053.001.08 2 +1/50000 -1/100 =0 EUR 100000>150000 2026-10-30..2026-10-30');
});

test.each([
  ['invoices', 'Invoice Number,Invoice Date,Due Date,Customer,Quantity,Unit Price,Tax,Total\nINV-1,2026-10-02,2026-10-30,ACME,1,472.00,28.00,500.00\nINV-2,2026-10-30,2026-11-30,BETA,2,6.00,0.34,12.34\n'],
  ['electronic invoices', '序号,发票代码,发票号码,数电票号码,销方名称,购买方名称,开票日期,金额,税额,价税合计,发票状态\n1,,,25442000000123456789,某公司,某学校,2026-10-02 10:11:12,472.00,28.00,500.00,正常\n2,,,25442000000123456790,某公司,某学校,2026-10-30 10:11:12,12.00,0.34,12.34,正常\n'],
  ['an answer of a bank without an account', '<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></SIGNONMSGSRSV1></OFX>'],
])('%s are no statement', async (_, content) => expect(await toldOf(content)).toBe('refused statements.not-a-statement'));

test('payments that name their invoice and its tax are a statement', async () => {
  expect(await toldOf('Transaction Date,Invoice Number,Quantity,Tax,Fee,Amount\n2026-10-02,INV-1,1,0.00,3.00,500.00\n2026-10-30,INV-2,1,0.00,0.10,-12.34\n')).toBe('table-csv 2 +1/50000 -1/1234 =0 ? > 2026-10-02..2026-10-30');
});
