// A late fee is charged once, when it is final: on the day a late bill was paid, or when it reached its cap; never within the days of grace.
import { beforeAll, expect, it } from 'vitest';
import { instant } from '@/lib/kernel/time';
import { newId } from '@/lib/kernel/ports';
import type { BillId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { addDemoPayers, beginPlan } from '@/lib/onboarding';
import type { Ctx } from '@/lib/platform/ctx';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { withTx } from '@/lib/platform/tx';
import { anInstitution } from './billing.fixtures';
import { chargeLateFees, creditBills, fallDue, issueBills, listBills, requestBillRun } from './index';

let ctx: Ctx;
let clock: { at: number };
beforeAll(async () => {
  ({ ctx, clock } = await anInstitution('late'));
  const { planId } = must(await beginPlan(ctx, { template: 'property-monthly' }));
  must(await addDemoPayers(ctx, { template: 'property-monthly' }));
  const { runId } = must(await requestBillRun(ctx, { planId, cycleKey: '2026-11' }));
  await issueBills({ institutionId: ctx.institutionId, runId }, ctx); // issued late on 22 November, due on 7 December
});
const on = async (month: number, day: number) => {
  clock.at = Date.UTC(2026, month - 1, day, 4);
  await fallDue(ctx);
  return chargeLateFees(ctx);
};
const pay = async (payer: string, minor: bigint) => {
  const [bill] = (await listBills(ctx, { text: payer, cycleKey: '2026-11' })).rows;
  const at = instant(clock.at);
  await withSqlTx(ctx, (tx) => creditBills(tx, ctx, [{ billId: bill!.id as BillId, paymentId: newId('payment', ctx), amountMinor: minor, at, actor: 'test' }]));
};
const total = async (payer: string) => BigInt((await listBills(ctx, { text: payer, cycleKey: '2026-11' })).rows[0]!.total.minor);
const fees = () => withTx(ctx, (tx) => tx.$queryRaw<{ number: string; minor: bigint; days: number; of: string }[]>`
  SELECT p.number, b.total_minor AS minor, (l.explanation->'steps'->0->>'days')::int AS days, l.explanation->'steps'->0->>'ofMinor' AS of
  FROM bill b JOIN payer p ON p.id = b.payer_id JOIN bill_line l ON l.bill_id = b.id WHERE b.cycle_key = '2026-11-late' ORDER BY p.number`);

it('charges nobody within the days of grace, and nobody whose fee still grows', async () => {
  expect(await on(12, 10)).toBe(0);
  clock.at = Date.UTC(2026, 11, 12, 4);
  await pay('DEMO01', await total('DEMO01')); // late, but within seven days
  expect(await on(12, 20)).toBe(0);
});

it('charges the day a late bill was paid, for what was open when grace ended, once', async () => {
  clock.at = Date.UTC(2026, 11, 13, 4);
  const whole = await total('DEMO02');
  await pay('DEMO02', 10_000n); // in grace: not charged for
  clock.at = Date.UTC(2026, 11, 24, 4);
  await pay('DEMO02', whole - 10_000n);
  expect(await on(12, 24)).toBe(1);
  expect(await on(12, 25)).toBe(0);
  // Ten days beyond 14 December, 0.05 % a day, half up.
  const open = whole - 10_000n;
  expect(await fees()).toEqual([{ number: 'DEMO02', minor: (open * 50n + 5_000n) / 10_000n, days: 10, of: open.toString() }]);
});

it('charges the cap when it is reached, and the books follow', async () => {
  clock.at = Date.UTC(2028, 11, 1, 4);
  expect(await chargeLateFees(ctx)).toBe(10);
  expect(await chargeLateFees(ctx)).toBe(0);
  const capped = (await fees()).find((f) => f.number === 'DEMO03')!;
  expect(capped.minor).toBe((BigInt(capped.of) * 3_000n + 5_000n) / 10_000n);
  const [books] = await withTx(ctx, (tx) => tx.$queryRaw<{ lines: bigint; bills: bigint; income: bigint }[]>`
    SELECT (SELECT sum(amount_minor) FROM bill_line WHERE item_code = 'late-fee')::bigint AS lines, (SELECT sum(total_minor) FROM bill WHERE cycle_key LIKE '%-late')::bigint AS bills,
      (SELECT -sum(amount_minor) FROM ledger_posting WHERE account_code = '6051.19')::bigint AS income`);
  expect([books!.lines, books!.income]).toEqual([books!.bills, books!.bills]);
});
