/** Columns that blanks alone hold apart: an empty cell is told by its place, and an amount belongs to the caption above it. */
import { describe, expect, test } from 'vitest';
import { must } from '@/lib/kernel/result';
import { inspect } from './recognise';
import { allReaders } from './readers';

const read = async (text: string) => must(await inspect(Buffer.from(text), 'file', allReaders([]))).summary;
const sums = async (text: string) => {
  const s = await read(text);
  return { rows: s.rows, in: s.credit.amountMinor, out: s.debit.amountMinor, from: s.openingBalanceMinor, to: s.closingBalanceMinor };
};

describe('a statement held apart by blanks', () => {
  test('withdrawals, deposits and the balance, with lines that are none', async () => {
    expect(await sums([
      '                         STATEMENT OF ACCOUNT', 'Account Number: 1234567890            Currency: USD', '',
      'Date        Description                     Withdrawals    Deposits      Balance',
      '01/01/2026  Balance brought forward                                     1,000.00',
      '03/01/2026  ATM WITHDRAWAL                       200.00                   800.00',
      '05/01/2026  SALARY ACME LTD                                 2,500.00    3,300.00',
      '            REF 1234 LONDON GB',
      '13/01/2026  RENT JANUARY                       1,100.00                 2,200.00',
    ].join('\n'))).toEqual({ rows: 3, in: 250_000n, out: 130_000n, from: 100_000n, to: 220_000n });
  });

  test('in Chinese, where a letter takes two places on the page', async () => {
    expect(await sums([
      '账号：6222020200112233445        币种：人民币',
      '交易日期      摘要            借方发生额        贷方发生额          余额',
      '2026-01-02    工资                             12,000.00       15,000.00',
      '2026-01-05    转账支出          3,000.00                       12,000.00',
      '2026-01-08    利息                                  8.88       12,008.88',
    ].join('\n'))).toEqual({ rows: 3, in: 1_200_888n, out: 300_000n, from: 300_000n, to: 1_200_888n });
  });

  test('with the side behind the amount', async () => {
    expect(await sums([
      'Buchungstag  Valuta      Verwendungszweck              Betrag        Saldo',
      '02.01.2026   02.01.2026  GEHALT FIRMA AG             3.200,00+     4.200,00+',
      '05.01.2026   05.01.2026  MIETE JANUAR                  950,00-     3.250,00+',
    ].join('\n'))).toEqual({ rows: 2, in: 320_000n, out: 95_000n, from: 100_000n, to: 325_000n });
  });

  test('without captions, by the balance', async () => {
    expect(await sums([
      'Account activity January 2026',
      'Jan 05, 2026   Direct deposit ACME         +$2,000.00   $3,000.00',
      'Jan 06, 2026   Debit card purchase           -$45.10   $2,954.90',
    ].join('\n'))).toEqual({ rows: 2, in: 200_000n, out: 4_510n, from: 100_000n, to: 295_490n });
  });

  test('of a card, where only money in is marked', async () => {
    expect(await sums([
      'Date      Transaction Description              Amount',
      '05/01/26  AMAZON MARKETPLACE                    45.99',
      '06/01/26  PAYMENT RECEIVED THANK YOU           500.00 CR',
    ].join('\n'))).toMatchObject({ rows: 2, in: 50_000n, out: 4_599n });
  });

  test('with words in several columns, a side among them', async () => {
    expect(await sums([
      '户名:阳光小学   账号:6222000011112222   打印日期:2026-03-01', '-'.repeat(75),
      '交易日期   业务摘要     借/贷      交易金额           账户余额   对方户名', '-'.repeat(75),
      '20260201   学费         贷         1,200.00         11,200.00    张三',
      '20260202   水费         借           300.50         10,899.50    自来水公司',
    ].join('\n'))).toEqual({ rows: 2, in: 120_000n, out: 30_050n, from: 1_000_000n, to: 1_089_950n });
  });

  test('with a sign or thousands that blanks keep from their amount', async () => {
    expect(await sums([
      'Date         Text                         Amount        Balance',
      '2026-02-01   Incoming                   1 000,00      2 000,00',
      '2026-02-02   Card                        - 250,50      1 749,50',
    ].join('\n'))).toEqual({ rows: 2, in: 100_000n, out: 25_050n, from: 100_000n, to: 174_950n });
  });

  test('of a card whose payment says which sign is money in, in the year the last line names', async () => {
    expect(await sums([
      'TRANS DATE  POST DATE  DESCRIPTION                            AMOUNT',
      '01/15       01/16      AMAZON.COM*1A2B3C                     $125.40',
      '01/20       01/21      PAYMENT - THANK YOU                  -$300.00',
      'Statement closing date 01/31/2026',
    ].join('\n'))).toMatchObject({ rows: 2, in: 30_000n, out: 12_540n });
  });

  test('amounts that a single blank parts are no columns, and commas in figures part nothing', async () => {
    const text = ['Date Description Amount Balance', '02/01 Deposit from employer 1,500.00 2,500.00', '02/03 Grocery store -85.20 2,414.80', '02/07 Electric bill -120.00 2,294.80'].join('\n');
    expect(await inspect(Buffer.from(text), 'file', allReaders([]))).toMatchObject({ ok: false });
  });

  test('prose with amounts in it is none', async () => {
    const text = 'On 05/01/2026 we wrote to you about 45.99 and 12.00.\nOn 06/01/2026 you answered, 10.00 of it was paid.\n05/01/2026 is a Monday.\n';
    expect(await inspect(Buffer.from(text), 'file', allReaders([]))).toMatchObject({ ok: false });
  });
});

test('a line longer than any page is said to be unread, never cut', async () => {
  const page = 'Date        Description                     Withdrawals    Deposits      Balance\n'
    + '03/01/2026  ATM WITHDRAWAL                       200.00                   800.00\n05/01/2026  SALARY ACME LTD                                 2,500.00    3,300.00\n';
  const summary = await read(`${page}06/01/2026  ${'SHOP '.repeat(250)}     1,100.00                 2,200.00\n`);
  expect([summary.rows, summary.rejected]).toEqual([2, 1]);
});
