// Bills from another system's list: good rows are issued with their books, bad rows are named with line and cause and handed back, twice changes nothing.
import { utils, write } from '@e965/xlsx';
import { beforeAll, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { openTable } from '@/lib/statements';
import { activePlan, anInstitution, csv, somePayers, userCtx } from './billing.fixtures';
import { importBills, listBills } from './index';

let ctx: Ctx;
beforeAll(async () => {
  ({ ctx } = await anInstitution('bill-files'));
  await somePayers(ctx, 4);
  await activePlan(ctx, 'kindergarten-monthly', 'monthly');
});

const HEADER = ['编号', '收费方案', '账期', '项目', '应收金额', '截止日期'];
const good = [['N0001', 'monthly', '2026-12', '保育费', '¥1,280.00', '2026/12/20'], ['N0002', 'MONTHLY', '2026-12', 'care', '640', '']];
const bad = [
  ['N0001', 'monthly', '2026-12', '保育费', '1', ''], ['N0009', 'monthly', '2026-12', '保育费', '1', ''], ['N0003', 'yearly', '2026-12', '保育费', '1', ''],
  ['N0003', 'monthly', '2026-Q4', '保育费', '1', ''], ['N0003', 'monthly', '2026-11', '=cmd', '1', ''], ['N0003', 'monthly', '2026-12', '保育费', '0', ''],
  ['N0004', 'monthly', '2026-12', '保育费', '1', '2026-02-30'], ['N0004', 'monthly', '2027-01', '保育费', '1', '2026-11-01'], ['N0004', '', '2027-01', '保育费', '1', ''],
];

/** As an office keeps it: a title above the head, in a workbook. */
async function workbook(rows: readonly (readonly string[])[]) {
  const sheet = utils.aoa_to_sheet([['2026年12月应收'], [], HEADER, ...rows.map((r) => [...r])]);
  const bytes = write({ SheetNames: ['账单'], Sheets: { 账单: sheet } }, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
  return must(await openTable(new Uint8Array(bytes), 'bills.xlsx'));
}

it('names every bad row of a workbook and hands them back as a file to mend', async () => {
  const progress: number[] = [];
  const report = must(await importBills(ctx, { source: await workbook([...good, ...bad]), apply: false, onProgress: (p) => progress.push(p.rows) }));
  expect(report).toMatchObject({ encoding: 'workbook', rows: 11, good: 2, created: 2, badCount: 9, applied: false });
  expect(report.bad.map((b) => [b.line, b.cause])).toEqual([
    [6, 'twice-in-file'], [7, 'unknown-payer'], [8, 'unknown-plan'], [9, 'bad-period'], [10, 'unknown-item'], [11, 'bad-amount'], [12, 'bad-date'],
    [13, 'due-in-past'], [14, 'missing-value'],
  ]);
  expect(progress.at(-1)).toBe(11);
  const lines = report.badFile!.split('\r\n');
  expect(lines).toHaveLength(11);
  // What a spreadsheet would run is text in the file that goes back.
  expect(lines[5]).toBe("N0003,monthly,2026-11,'=cmd,1,,10,unknown-item");
  expect((await listBills(ctx, {})).totals.count).toBe(0);
});

it('issues the good rows once, with lines and books', async () => {
  const source = await workbook([...good, ...bad]);
  expect(must(await importBills(ctx, { source, apply: true }))).toMatchObject({ created: 2, unchanged: 0 });
  expect(must(await importBills(ctx, { source, apply: true }))).toMatchObject({ created: 0, unchanged: 2, badCount: 9 });
  const { rows, totals } = await listBills(ctx, {});
  expect(totals).toMatchObject({ count: 2, total: { minor: '192000' } });
  expect(rows.map((r) => `${r.payerNumber} ${r.dueDate}`).sort((a, b) => a.localeCompare(b))).toEqual(['N0001 2026-12-20', 'N0002 2026-12-15']);
  const [books] = await withTx(ctx, (tx) => tx.$queryRaw<{ lines: bigint; receivable: bigint }[]>`
    SELECT (SELECT sum(amount_minor) FROM bill_line)::bigint AS lines, (SELECT sum(amount_minor) FROM ledger_posting WHERE account_code = '1122')::bigint AS receivable`);
  expect(books).toEqual({ lines: 192_000n, receivable: 192_000n });
});

it('refuses a file without the columns, and people who may not issue', async () => {
  expect(await importBills(ctx, { source: csv(['a,b', '1,2']), apply: true })).toMatchObject({ error: { code: 'bills.columns-missing' } });
  const auditor = userCtx(ctx.institutionId, ['auditor'], ctx.clock, ctx.random);
  expect(await importBills(auditor, { source: csv(['a,b', '1,2']), apply: true })).toMatchObject({ error: { code: 'access.denied' } });
});
