import { expect, test } from 'vitest';
import type { Ctx } from '@/lib/platform/ctx';
import { makeCtx } from '@/lib/platform/ctx';
import type { UserId } from '@/lib/kernel/ids';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { instant, plusMs, toDate } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { holdRoute } from './commands/hold-route';
import { liftHold } from './commands/lift-hold';
import { holdRouteSchema } from './model';
import { paymentFacts } from './payment-facts';
import { holdViews } from './risk-holds';

const now = instant(Date.now());
let made = 0;

/** Routing asks for no institution row; its tables carry the id only. */
async function place(routing: object = {}) {
  const ports = { clock: { now: () => now }, random: seededRandom(70_000 + ++made) };
  const institutionId = newId('institution', ports);
  const ctx = makeCtx({ kind: 'user', userId: 'usr_admin' as UserId, roles: ['administrator'], sessionId: 's', name: 'Admin' }, institutionId, ports);
  const payerId = newId('payer', ports);
  const base = { institution_id: institutionId, created_at: toDate(now), created_by: 'x' };
  await withTx(ctx, async (tx) => {
    await tx.payer.create({
      data: {
        id: payerId, institution_id: institutionId, number: 'S0042', name_sealed: new Uint8Array([1]), name_index: new Uint8Array([1]), attributes: {},
        payment_code: `c${made}`, status: 'active', created_at: toDate(now),
      },
    });
    await tx.fee_plan.create({ data: { ...base, id: `fpl_${institutionId}`, code: 'care', name_zh: '保教费', name_en: 'Care', status: 'live' } });
    await tx.fee_plan_version.create({
      data: { ...base, activated_at: toDate(now), activated_by: 'x', id: `fpv_${institutionId}`, plan_id: `fpl_${institutionId}`, version: 1, state: 'active', effective_from: toDate(now), items: [], cycle: {}, methods: {}, routing },
    });
  });
  const bill = { id: 'bil_1', planId: `fpl_${institutionId}`, planVersion: 1, payerId, openMinor: 80_000n };
  return { ctx, bill };
}
const hold = (over: object) => holdRouteSchema.parse({ subject: 'payer', number: 'S0042', channels: ['ccb'], reason: 'disputed twice', key: 'hold-key-1', ...over });
const heldOf = async (ctx: Ctx, bill: Awaited<ReturnType<typeof place>>['bill']) => (await paymentFacts(ctx, [bill])).riskHeld;

test('a hold keeps its payer from the channel from now on, once however often it is sent, until somebody lifts it', async () => {
  const { ctx, bill } = await place();
  expect(await heldOf(ctx, bill)).toBeUndefined();
  const { id } = must(await holdRoute(ctx, hold({})));
  expect(must(await holdRoute(ctx, hold({}))).id).toBe(id);
  expect(await heldOf(ctx, bill)).toEqual(['ccb']);
  expect(await withTx(ctx, (tx) => holdViews(tx, now))).toMatchObject([{ id, subject: 'payer', number: 'S0042', channels: ['ccb'], reason: 'disputed twice' }]);
  must(await liftHold(ctx, { id }));
  expect(await heldOf(ctx, bill)).toBeUndefined();
  expect(await liftHold(ctx, { id })).toMatchObject({ error: { code: 'routing.hold-not-found' } });
  expect(await withTx(ctx, (tx) => tx.risk_hold.findFirstOrThrow())).toMatchObject({ lifted_by: expect.stringContaining('usr_admin') as string });
});

test('amounts from a height on are kept from every channel; a hold that is over concerns nobody', async () => {
  const { ctx, bill } = await place();
  must(await holdRoute(ctx, hold({ subject: 'amount', number: '', fromMinor: '80000', channels: [] })));
  expect(await heldOf(ctx, bill)).toBe('all');
  expect(await heldOf(ctx, { ...bill, openMinor: 79_999n })).toBeUndefined();
  expect(await withTx(ctx, (tx) => holdViews(tx, now))).toHaveLength(1);
  expect(await holdRoute(ctx, hold({ key: 'hold-key-2', until: plusMs(now, -1) }))).toMatchObject({ error: { code: 'routing.hold-is-over' } });
});

test('a payer who is not there, and a person without the right, are refused', async () => {
  const { ctx } = await place();
  expect(await holdRoute(ctx, hold({ number: 'S9999' }))).toMatchObject({ error: { code: 'routing.hold-subject-not-found' } });
  const clerk = { ...ctx, actor: { ...ctx.actor, roles: ['accountant'] } } as Ctx;
  expect(await holdRoute(clerk, hold({}))).toMatchObject({ error: { code: 'access.denied' } });
  expect(await liftHold(clerk, { id: 'x' })).toMatchObject({ error: { code: 'access.denied' } });
});

test('what the item needs of a refund goes into the decision; a plan stored in another shape needs nothing', async () => {
  const { ctx, bill } = await place({ weights: { ccb: 10 }, minChannels: 3, refundNeeds: { windowDays: 180, partial: true } });
  expect(await paymentFacts(ctx, [bill])).toMatchObject({ refundNeeds: { windowDays: 180, partial: true }, planWeights: { ccb: 10, icbc: 20 } });
  const odd = await place({ weights: 'none', refundNeeds: { windowDays: 'long' } });
  expect(await paymentFacts(odd.ctx, [odd.bill])).toEqual({ planWeights: {} });
});
