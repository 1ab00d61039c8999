// One list holds what the payer, the family and the payers proved in this browser owe, across institutions; nobody else is ever on it or acted for.
import { beforeAll, expect, it } from 'vitest';
import { issueBills, requestBillRun } from '@/lib/bills';
import { activePlan, anInstitution, csv } from '@/lib/bills/billing.fixtures';
import type { PayerId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { importPayers, listPayers } from '@/lib/payers';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { actFor, togetherView, type PayerScope } from './index';

let ctx: Ctx;
let elsewhere: PayerScope;
const ids = new Map<string, PayerId>();
const as = (number: string): Ctx => makeCtx({ kind: 'payer', payerId: ids.get(number)! }, ctx.institutionId, { clock: ctx.clock, random: ctx.random });
const scope = (number: string): PayerScope => ({ institutionId: ctx.institutionId, payerId: ids.get(number)! });
const shown = async (number: string, proven: readonly PayerScope[] = []) =>
  (await togetherView(as(number), proven)).map(({ relation, owed }) => [relation, owed.payer.number, owed.payer.name, owed.bills.map((b) => b.open.minor), owed.suggested.length]);

async function aPlace(slug: string, rows: readonly string[], template: 'kindergarten-monthly'): Promise<Ctx> {
  const made = (await anInstitution(slug)).ctx;
  must(await importPayers(made, { apply: true, source: csv([...rows]) }));
  const { runId } = must(await requestBillRun(made, { planId: await activePlan(made, template), cycleKey: '2026-12' }));
  await issueBills({ institutionId: made.institutionId, runId }, made);
  return made;
}

beforeAll(async () => {
  ctx = await aPlace('families', [
    '编号,姓名,手机,家庭编号,就餐天数', 'F1,李小明,13800000001,H7,20', 'F2,李小红,13800000001,H7,10', 'F3,王若曦,13800000001,,20', 'F4,张子轩,13800000004,H8,20',
  ], 'kindergarten-monthly');
  for (const row of (await listPayers(ctx, {})).rows) ids.set(row.number, row.id as PayerId);
  const other = await aPlace('elsewhere', ['编号,姓名,手机,就餐天数', 'E1,李大伟,13800000001,10'], 'kindergarten-monthly');
  elsewhere = { institutionId: other.institutionId, payerId: (await listPayers(other, {})).rows[0]!.id as PayerId };
});

it('shows the others of the family with what they owe, masked, and nobody because of a shared phone', async () => {
  expect(await shown('F1')).toEqual([['family', 'F2', '李*红', ['95000'], 1]]);
  expect([await shown('F3'), await shown('F4'), await togetherView(ctx, [])]).toEqual([[], [], []]);
});

it('shows payers of other institutions who were proved here, each once', async () => {
  expect(await shown('F1', [elsewhere, scope('F1'), scope('F2'), scope('F3')])).toEqual([
    ['family', 'F2', '李*红', ['95000'], 1], ['elsewhere', 'E1', '李*伟', ['95000'], 1], ['elsewhere', 'F3', '王*曦', ['110000'], 1],
  ]);
});

it('lets one act for those on the list and for nobody else', async () => {
  expect(must(await actFor(as('F2'), scope('F1'), []))).toEqual(scope('F1'));
  expect(must(await actFor(as('F3'), elsewhere, [elsewhere]))).toEqual(elsewhere);
  for (const [me, wanted] of [['F1', scope('F3')], ['F3', scope('F1')], ['F1', scope('F4')], ['F1', scope('F1')], ['F1', elsewhere]] as const) {
    expect(await actFor(as(me), wanted, [])).toMatchObject({ error: { code: 'checkout.not-found' } });
  }
  // A proof for a payer is none for the same id in another institution.
  expect(await actFor(as('F1'), { ...elsewhere, institutionId: ctx.institutionId }, [elsewhere])).toMatchObject({ error: { code: 'checkout.not-found' } });
});
