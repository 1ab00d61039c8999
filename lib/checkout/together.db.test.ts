// Whoever the institution put into one family sees what the others owe and may act for them; nobody else does, and a shared phone says nothing.
import { beforeAll, expect, it } from 'vitest';
import { issueBills, requestBillRun } from '@/lib/bills';
import { activePlan, anInstitution, csv } from '@/lib/bills/billing.fixtures';
import type { PayerId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { importPayers, listPayers } from '@/lib/payers';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { actForRelative, familyView } from './index';

let ctx: Ctx;
const ids = new Map<string, PayerId>();
const as = (number: string): Ctx => makeCtx({ kind: 'payer', payerId: ids.get(number)! }, ctx.institutionId, { clock: ctx.clock, random: ctx.random });
beforeAll(async () => {
  ({ ctx } = await anInstitution('families'));
  must(await importPayers(ctx, { apply: true, source: csv([
    '编号,姓名,手机,家庭编号,就餐天数', 'F1,李小明,13800000001,H7,20', 'F2,李小红,13800000001,H7,10', 'F3,王若曦,13800000001,,20', 'F4,张子轩,13800000004,H8,20',
  ]) }));
  for (const row of (await listPayers(ctx, {})).rows) ids.set(row.number, row.id as PayerId);
  const planId = await activePlan(ctx, 'kindergarten-monthly');
  const { runId } = must(await requestBillRun(ctx, { planId, cycleKey: '2026-12' }));
  await issueBills({ institutionId: ctx.institutionId, runId }, ctx);
});

it('shows the others of the family with what they owe, masked', async () => {
  expect(await familyView(as('F1'))).toEqual([{ payerId: ids.get('F2'), number: 'F2', name: '李*红', bills: 1, open: { minor: '95000', currency: 'CNY' } }]);
  expect([await familyView(as('F3')), await familyView(as('F4')), await familyView(ctx)]).toEqual([[], [], []]);
});

it('lets one act for them and for nobody else', async () => {
  expect(must(await actForRelative(as('F2'), { payerId: ids.get('F1')! })).payerId).toBe(ids.get('F1'));
  for (const [me, other] of [['F1', 'F3'], ['F3', 'F1'], ['F1', 'F4'], ['F1', 'F1']]) {
    expect(await actForRelative(as(me!), { payerId: ids.get(other!)! })).toMatchObject({ error: { code: 'checkout.not-found' } });
  }
});
