/** No line is written so that reading it takes long: what a recogniser tries again and again is bounded, however the text repeats itself. */
import { expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

const HEAD = 'date,memo,credit,debit,balance\n2026-10-02,a,1.00,,1.00\n';
const MS_MAX = 2_000;

test.each([
  ['a figure that never ends well', `opening balance ${'1 '.repeat(900)}${'中'.repeat(12)}`],
  ['a figure of marks', `closing balance ${'1,'.repeat(900)}${'中'.repeat(12)}`],
  ['blanks inside a cell', `日期${' '.repeat(500)}2026-10-02${' '.repeat(900)}x`],
  ['a period of dashes', `2026-10-02${'-'.repeat(1_500)}`],
  ['counts without end', `${'收入笔数：'.repeat(300)}${'1,'.repeat(300)}`],
  ['brackets around nothing', `2026-10-02,a,${'1('.repeat(1_500)},,`],
])('%s', async (_, line) => {
  const { user } = process.cpuUsage();
  expect(await toldOf(HEAD + `${line}\n`.repeat(1_000))).toMatch(/^table-csv|^refused/);
  expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(MS_MAX);
});

test('a single cell of eight million letters', async () => {
  const { user } = process.cpuUsage();
  expect(await toldOf(`${HEAD}opening balance ${'1 '.repeat(4_000_000)}`)).toMatch(/^table-csv 1/);
  expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(MS_MAX);
});
