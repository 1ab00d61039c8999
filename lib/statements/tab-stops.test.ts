/** On a page set by tabs an empty cell is told by its place: an amount belongs to the caption it stands under, however many tabs brought it there. */
import { expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

const MONTH = '+1/50000 -1/1234 =0 ? 100000>148766 2026-10-02..2026-10-30';

test.each([
  ['two columns of amounts', 'Date\t\tDescription\t\t\tWithdrawal\tDeposit\t\tBalance\n2026-10-02\tSchool fees\t\t\t\t\t500.00\t\t1500.00\n2026-10-30\tA long description of it\t12.34\t\t\t\t1487.66\n', MONTH],
  ['one column of amounts', 'Date\t\tText\t\tAmount\tBalance\n2026-10-02\tSchool fees\t500.00\t1500.00\n2026-10-30\tA\t\t-12.34\t1487.66\n', MONTH],
  ['Chinese, whose letters take two places', '交易日期\t摘要\t\t收入\t\t支出\t\t余额\n2026-10-02\t学费\t\t500.00\t\t\t\t1500.00\n2026-10-30\t付款给某某公司\t\t\t12.34\t\t1487.66\n', MONTH.replace('?', 'CNY')],
  ['two tabs between all cells are plain delimiters', 'Date\t\tText\t\tAmount\t\tBalance\n2026-10-02\t\tSchool fees\t\t500.00\t\t1500.00\n2026-10-30\t\tA\t\t-12.34\t\t1487.66\n', MONTH],
  ['one tab between all cells too', 'Date\tText\tOut\tIn\tBalance\n2026-10-02\tSchool fees\t\t500.00\t1500.00\n2026-10-30\tA\t12.34\t\t1487.66\n', MONTH],
])('%s', async (_, content, told) => expect(await toldOf(content)).toBe(`table-tsv 2 ${told}`));

test('a line longer than any page is said to be unread, never cut', async () => {
  const page = 'Date\t\tDescription\t\t\tWithdrawal\tDeposit\t\tBalance\n2026-10-02\tSchool fees\t\t\t\t\t500.00\t\t1500.00\n2026-10-30\tA long description of it\t12.34\t\t\t\t1487.66\n';
  expect(await toldOf(`${page}2026-10-31\t${'x'.repeat(1_000)}\t12.34\t\t\t\t1475.32\n`)).toBe(`table-tsv 2 ${MONTH} ! rows-rejected`);
});
