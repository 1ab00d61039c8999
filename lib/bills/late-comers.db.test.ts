// Who was left out of a run, or came after it, gets the bill by going through it once more; what happens is billed once per happening; groups bill their whole tree.
import { beforeAll, describe, expect, it } from 'vitest';
import { activateVersion, createPlanFromTemplate, getPlan, saveDraft, type templates } from '@/lib/bill-items';
import { must } from '@/lib/kernel/result';
import type { BusinessDate } from '@/lib/kernel/time';
import { importPayers } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { activePlan, anInstitution, csv, somePayers } from './billing.fixtures';
import { catchUpBillRun, getRun, issueBills, listBills, listEventPlans, requestBillRun } from './index';

let ctx: Ctx;
let clock: { at: number };
beforeAll(async () => {
  ({ ctx, clock } = await anInstitution('latecomers'));
  await somePayers(ctx, 5);
});
const run = (runId: string) => issueBills({ institutionId: ctx.institutionId, runId }, { clock: ctx.clock });

async function plan(code: string, change: (plan: (typeof templates)['clinic-once']['plan']) => (typeof templates)['clinic-once']['plan']): Promise<string> {
  const { planId } = must(await createPlanFromTemplate(ctx, { template: 'clinic-once', code }));
  const { today, editing } = (await getPlan(ctx, planId))!;
  const items = [{ code: 'fee', name: { zh: '费', en: 'Fee' }, pricing: { kind: 'fixed' as const, amountMinor: '5000' }, condition: null, accountCode: '6001' }];
  must(await saveDraft(ctx, { planId, baseVersion: 1, effectiveFrom: today as BusinessDate, note: null, plan: change({ ...editing.plan, items, discounts: [] }) }));
  must(await activateVersion(ctx, { planId, version: 1 }));
  return planId;
}

describe('a run gone through once more', () => {
  it('bills those who were left out or came later, dated that day, and nobody twice', async () => {
    const planId = await activePlan(ctx, 'kindergarten-monthly');
    must(await importPayers(ctx, { source: csv(['编号,姓名', 'X1,缺天数的孩子']), apply: true }));
    const { runId } = must(await requestBillRun(ctx, { planId, cycleKey: '2026-12' }));
    expect(await catchUpBillRun(ctx, { runId })).toMatchObject({ error: { code: 'bills.run-moved-on' } });
    expect(await run(runId)).toBe(5);
    expect(await getRun(ctx, runId)).toMatchObject({ status: 'done', issued: 5, skippedCount: 1 });
    must(await importPayers(ctx, { source: csv(['编号,姓名,mealDays,bus', 'X1,缺天数的孩子,22,no', 'X2,后来的孩子,10,yes']), apply: true }));
    clock.at = Date.UTC(2026, 11, 15, 4);
    must(await catchUpBillRun(ctx, { runId }));
    expect(await run(runId)).toBe(2);
    expect(await getRun(ctx, runId)).toMatchObject({ status: 'done', done: 7, issued: 7, total: 7, skippedCount: 0, issueDate: '2026-12-15' });
    const bills = (await listBills(ctx, { planId })).rows;
    expect([bills.length, new Set(bills.map((b) => b.payerId)).size]).toEqual([7, 7]);
    expect(bills.find((b) => b.payerNumber === 'X2')!.issueDate).toBe('2026-12-15');
    const { ctx: other } = await anInstitution('latecomers-other');
    expect(await catchUpBillRun(other, { runId })).toMatchObject({ error: { code: 'bills.run-not-found' } });
  });
});

describe('a plan by event', () => {
  it('bills the payers an event is about, once per event, and refuses numbers nobody has', async () => {
    const planId = await plan('moving', (p) => ({ ...p, cycle: { ...p.cycle, kind: 'event' } }));
    expect((await listEventPlans(ctx)).map((p) => p.planCode)).toEqual(['moving']);
    expect(await requestBillRun(ctx, { planId, cycleKey: '2026-12' })).toMatchObject({ error: { code: 'bills.unknown-cycle' } });
    expect(await requestBillRun(ctx, { planId, cycleKey: 'event-move-1', payers: ['N0001', 'nobody'] })).toMatchObject({ error: { code: 'bills.unknown-payers', details: { count: 1 } } });
    const { runId, payers } = must(await requestBillRun(ctx, { planId, cycleKey: 'event-move-1', payers: ['N0001', 'N0003', 'N0001'] }));
    expect([payers, await run(runId), await run(runId)]).toEqual([2, 2, 0]);
    expect(await requestBillRun(ctx, { planId, cycleKey: 'event-move-1', payers: ['N0002'] })).toMatchObject({ error: { code: 'bills.already-run' } });
    const second = must(await requestBillRun(ctx, { planId, cycleKey: 'event-move-2', payers: ['N0001'] }));
    expect(await run(second.runId)).toBe(1);
    expect((await listBills(ctx, { planId })).rows.map((b) => `${b.payerNumber} ${b.cycleKey} ${b.total.minor}`).sort()).toEqual([
      'N0001 event-move-1 5000', 'N0001 event-move-2 5000', 'N0003 event-move-1 5000',
    ]);
  });
});

describe('groups', () => {
  it('bill everybody below them', async () => {
    must(await importPayers(ctx, { source: csv(['编号,姓名,班级', 'T1,甲,大班', 'T2,乙,大一班', 'T3,丙,大二班', 'T4,丁,小班']), apply: true }));
    await withTx(ctx, (tx) => tx.$executeRaw`UPDATE payer_group SET parent_id = (SELECT id FROM payer_group WHERE code = '大班') WHERE code IN ('大一班', '大二班')`);
    const planId = await plan('big', (p) => ({ ...p, groupCodes: ['大班'], cycle: { ...p.cycle, kind: 'event' } }));
    const { runId, payers } = must(await requestBillRun(ctx, { planId, cycleKey: 'event-trip' }));
    expect([payers, await run(runId)]).toEqual([3, 3]);
    expect((await listBills(ctx, { planId })).rows.map((b) => b.payerNumber).sort()).toEqual(['T1', 'T2', 'T3']);
  });
});
