// Many people who import the same lists at once, forwards and backwards, leave each payer, group and bill once, and nobody's institution in another's.
import { expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { importPayers, listGroups, listPayers } from '@/lib/payers';
import { withTx } from '@/lib/platform/tx';
import { activePlan, anInstitution, csv } from './billing.fixtures';
import { importBills, listBills } from './index';

/** Fifty in the long run of it. */
const AT_ONCE = Number(process.env['IMPORTS_AT_ONCE'] ?? '20');
const ROWS = Array.from({ length: 40 }, (_, i) => i + 1);
const mixed = <T>(rows: readonly T[], turn: number): T[] => (turn % 2 === 0 ? [...rows] : [...rows].reverse());

it('keeps every payer, group and bill once', async () => {
  const [{ ctx }, { ctx: other }] = [await anInstitution('crowd'), await anInstitution('crowd-next')];
  const list = (turn: number) => csv(['编号,姓名,班级,mealDays', ...mixed(ROWS, turn).map((i) => `K${i},孩子${i},园区/${i % 3}班,${turn % 4 === 0 ? 20 : 21}`)]);
  const reports = await Promise.all(Array.from({ length: AT_ONCE }, (_, turn) => importPayers(ctx, { source: list(turn), apply: true })));
  expect(reports.reduce((sum, r) => sum + must(r).created, 0)).toBe(ROWS.length);
  expect((await listPayers(ctx, {})).total).toBe(ROWS.length);
  expect((await listGroups(ctx)).map((g) => [g.code, g.payersBelow])).toEqual([['园区', 40], ['园区/0班', 13], ['园区/1班', 14], ['园区/2班', 13]]);
  const codes = await withTx(ctx, (tx) => tx.payer.findMany({ where: { institution_id: ctx.institutionId }, select: { payment_code: true } }));
  expect(new Set(codes.map((c) => c.payment_code)).size).toBe(ROWS.length);

  await activePlan(ctx, 'kindergarten-monthly');
  const bills = (turn: number) => csv(['编号,收费方案,账期,项目,金额', ...mixed(ROWS, turn).map((i) => `K${i},plan,2026-12,care,${i}.50`)]);
  const written = await Promise.all(Array.from({ length: AT_ONCE }, (_, turn) => importBills(ctx, { source: bills(turn), apply: true })));
  expect(written.every((r) => r.ok && r.value.badCount === 0)).toBe(true);
  expect((await listBills(ctx, {})).totals).toMatchObject({ count: 40, total: { minor: String(ROWS.reduce((sum, i) => sum + i * 100 + 50, 0)) } });
  const [books] = await withTx(ctx, (tx) => tx.$queryRaw<{ minor: bigint; entries: bigint }[]>`
    SELECT sum(p.amount_minor)::bigint AS minor, count(DISTINCT p.entry_id) AS entries FROM ledger_posting p WHERE p.account_code = '1122'`);
  expect([books!.minor.toString(), books!.entries]).toEqual([(await listBills(ctx, {})).totals.total.minor, 40n]);

  expect(must(await importBills(other, { source: bills(0), apply: true })).bad[0]).toMatchObject({ cause: 'unknown-payer' });
  expect((await listPayers(other, {})).total).toBe(0);
}, 60_000);
