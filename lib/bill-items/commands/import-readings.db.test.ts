// A readings file is taken row by good row, every bad row is named with its cause, and the same file again changes nothing.
import iconv from 'iconv-lite';
import { beforeAll, expect, it } from 'vitest';
import { activePlan, anInstitution, csv } from '@/lib/bills/billing.fixtures';
import { issueBills, requestBillRun, getRun } from '@/lib/bills';
import { must } from '@/lib/kernel/result';
import { importPayers } from '@/lib/payers';
import { openTable } from '@/lib/statements';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { importReadings } from '../index';

let ctx: Ctx;
let planId: string;
beforeAll(async () => {
  ({ ctx } = await anInstitution('meters'));
  must(
    await importPayers(ctx, {
      source: csv(['编号,名称,手机,面积', 'T01,东方印务,13800000001,86.5', 'T02,蓝海科技,13800000002,40']),
      apply: true,
    }),
  );
  planId = await activePlan(ctx, 'park-quarterly');
});

const HEADER = '户号,项目,账期,上期读数,本期读数';
const good = ['T01,水费,2026-Q4,100,142.5', 'T01,电费,2026-Q4,0,"6,000.5"', 'T02,water,2026-Q4,10,10', 'T02,electricity,2026-Q4,5,25'];
const bad = [
  'T99,水费,2026-Q4,1,2',
  'T01,煤气,2026-Q4,1,2',
  'T01,水费,2026-13,1,2',
  'T01,水费,2026-Q3,5,4',
  'T01,水费,2026-Q3,x,4',
  'T01,水费,2026-Q4,1,2',
  'T01,,2026-Q4,1,2',
];
const gbk = async (lines: readonly string[]) => must(await openTable(new Uint8Array(iconv.encode(lines.join('\r\n'), 'gbk')), 'readings.csv'));
const kept = () => withTx(ctx, (tx) => tx.reading.count());

it('shows every bad row with its cause and writes nothing in a dry run', async () => {
  const report = must(await importReadings(ctx, { source: await gbk([HEADER, ...good, ...bad]), apply: false }));
  expect(report).toMatchObject({ encoding: 'gb18030', rows: 11, good: 4, badCount: 7, created: 4, applied: false });
  expect(report.bad.map((b) => [b.line, b.cause])).toEqual([
    [6, 'unknown-payer'],
    [7, 'unknown-item'],
    [8, 'bad-period'],
    [9, 'runs-backwards'],
    [10, 'bad-number'],
    [11, 'twice-in-file'],
    [12, 'missing-value'],
  ]);
  expect(await kept()).toBe(0);
});

it('takes the good rows, and the same file again changes nothing', async () => {
  const source = await gbk([HEADER, ...good, ...bad]);
  expect(must(await importReadings(ctx, { source, apply: true }))).toMatchObject({ created: 4, changed: 0, unchanged: 0 });
  expect(must(await importReadings(ctx, { source, apply: true }))).toMatchObject({ created: 0, changed: 0, unchanged: 4 });
  expect(await kept()).toBe(4);
});

it('corrects a reading until it is billed, and not afterwards', async () => {
  expect(must(await importReadings(ctx, { source: csv([HEADER, 'T02,水费,2026-Q4,10,12']), apply: true }))).toMatchObject({ changed: 1 });
  const { runId } = must(await requestBillRun(ctx, { planId, cycleKey: '2026-Q4' }));
  expect(await issueBills({ institutionId: ctx.institutionId, runId })).toBe(2);
  expect(await getRun(ctx, runId)).toMatchObject({ issued: 2, skippedCount: 0 });
  const late = must(await importReadings(ctx, { source: csv([HEADER, 'T02,水费,2026-Q4,10,13']), apply: true }));
  expect(late).toMatchObject({ changed: 0, badCount: 1, bad: [{ line: 2, cause: 'already-billed' }] });
});

it('refuses tables without rows or without the columns', async () => {
  expect(await importReadings(ctx, { source: csv([HEADER]), apply: true })).toMatchObject({ error: { code: 'bill-items.file-unreadable' } });
  expect(await importReadings(ctx, { source: csv(['a,b', '1,2']), apply: true })).toMatchObject({
    error: { code: 'bill-items.columns-missing' },
  });
});
