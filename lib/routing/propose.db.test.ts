import { expect, test } from 'vitest';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { instant, plusMs, toDate } from '@/lib/kernel/time';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import type { UserId } from '@/lib/kernel/ids';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { layRouting } from '@/lib/testing/past';
import { activateDueRouting, proposeRouting, settleRouting } from './commands/propose-routing';
import { activeRouting, forgetRouting } from './config';
import { DEFAULT_ROUTING, type RoutingDocument } from './model';

const now = instant(Date.now());
let made = 0;

async function administrator(): Promise<Ctx> {
  const ports = { clock: { now: () => now }, random: seededRandom(40_000 + ++made) };
  const institutionId = newId('institution', ports);
  await withPlatformTx((tx) => tx.institution.create({
    data: {
      id: institutionId, slug: `routing-${made}`, name_zh: '路由', name_en: 'Routing', kind: 'kindergarten', time_zone: 'Asia/Shanghai',
      day_cut_off: '24:00', currency: 'CNY', environment: 'sandbox', status: 'active', created_at: toDate(now),
    },
  }));
  return makeCtx({ kind: 'user', userId: 'usr_admin' as UserId, roles: ['administrator'], sessionId: 's', name: 'Admin' }, institutionId, ports);
}

const draft: RoutingDocument = { ...DEFAULT_ROUTING, weights: { ccb: 90 }, masks: [{ channel: 'boc', reason: 'contract ends' }] };
const wish = { document: draft, effectiveFrom: null, note: '', acceptFew: false };

test('a proposal changes nothing until a second person has agreed to exactly this, and one waits at a time', async () => {
  const ctx = await administrator();
  const { version } = must(await proposeRouting(ctx, wish));
  expect(version).toBe(1);
  expect((await activeRouting(ctx)).version).toBe(0);
  expect(await proposeRouting(ctx, wish)).toMatchObject({ ok: false, error: { code: 'routing.proposal-pending' } });
  const row = await withTx(ctx, (tx) => tx.routing_config.findFirstOrThrow());
  // An event alone is not consent.
  await settleRouting(ctx.institutionId, row.id, 'approved');
  forgetRouting(ctx.institutionId);
  expect((await activeRouting(ctx)).version).toBe(0);
  expect(await withTx(ctx, (tx) => tx.routing_config.findFirstOrThrow())).toMatchObject({ state: 'rejected' });
});

test('an approved version counts from its moment on, and the one before is kept', async () => {
  const ctx = await administrator();
  const lay = (version: number, state: string, from: number) => layRouting(testDatabase().adminUrl, {
    id: newId('routingConfig', ctx), institutionId: ctx.institutionId, version, state, document: { ...draft, weights: { ccb: version } }, at: new Date(from),
  });
  await lay(1, 'active', now - 1);
  await lay(2, 'approved', now - 1);
  await lay(3, 'approved', plusMs(now, 3_600_000));
  await activateDueRouting(ctx.institutionId);
  expect(await activeRouting(ctx)).toMatchObject({ version: 2, document: { weights: { ccb: 2 } } });
  const states = await withTx(ctx, (tx) => tx.routing_config.findMany({ orderBy: { version: 'asc' } }));
  expect(states.map((s) => s.state)).toEqual(['superseded', 'active', 'approved']);
});

test('nobody proposes what is in force already, or for the past, or without the right', async () => {
  const ctx = await administrator();
  expect(await proposeRouting(ctx, { ...wish, document: DEFAULT_ROUTING })).toMatchObject({ error: { code: 'routing.unchanged' } });
  expect(await proposeRouting(ctx, { ...wish, effectiveFrom: plusMs(now, -3_600_000) })).toMatchObject({ error: { code: 'routing.starts-in-the-past' } });
  const cashier = { ...ctx, actor: { ...ctx.actor, roles: ['cashier'] } } as Ctx;
  expect(await proposeRouting(cashier, wish)).toMatchObject({ error: { code: 'access.denied' } });
});

test('a fee plan that would reach fewer than three channels is named: refused where none is left, else only with open eyes', async () => {
  const ctx = await administrator();
  await withTx(ctx, async (tx) => {
    const base = { institution_id: ctx.institutionId, created_at: toDate(now), created_by: 'x' };
    await tx.fee_plan.create({ data: { ...base, id: `fpl_${made}`, code: 'care', name_zh: '保教费', name_en: 'Care', status: 'live' } });
    await tx.fee_plan_version.create({
      data: { ...base, id: `fpv_${made}`, plan_id: `fpl_${made}`, version: 1, state: 'active', effective_from: toDate(now), items: [], cycle: {},
        activated_at: toDate(now), activated_by: 'x', methods: { allowed: ['bank'] }, routing: {} },
    });
    await tx.channel_account.createMany({ data: ['ccb', 'unionpay', 'wechat'].map((channel) => ({
      id: newId('channelAccount', ctx), institution_id: ctx.institutionId, channel, base_url: 'http://127.0.0.1:1', config: {}, secrets_sealed: new Uint8Array([1]),
      status: 'active', created_at: toDate(now), updated_at: toDate(now),
    })) });
  });
  expect(await proposeRouting(ctx, wish)).toMatchObject({ error: { code: 'routing.too-few-channels', details: { plans: '保教费 (2)' } } });
  const none = { ...draft, masks: ['ccb', 'unionpay'].map((channel) => ({ channel, reason: 'x' })) };
  expect(await proposeRouting(ctx, { ...wish, document: none, acceptFew: true })).toMatchObject({ error: { code: 'routing.nobody-left' } });
  expect(must(await proposeRouting(ctx, { ...wish, acceptFew: true })).version).toBe(1);
});
