import { beforeAll, describe, expect, it } from 'vitest';
import { CAPABILITIES } from '@/lib/channels/model';
import { AccessDenied } from '@/lib/identity';
import type { UserId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { replayWeek } from '@/lib/routing';
import { DEFAULT_ROUTING, type ReplayReport, type RoutingDocument } from '@/lib/routing/model';
import { payingHousehold, wishFor, type PayingHousehold } from './checkout.fixtures';
import { pay } from './commands/pay';

/** Channels whose orders call nobody, so that every payment goes where the router sent it. */
const CHANNELS = ['alipay', 'ccb', 'icbc'] as const;
const PAYMENTS = 24;
const AMOUNT = 100_00n;

let home: PayingHousehold;
let staff: Ctx;
let went: ReadonlyMap<string, string>;
const replay = (change: Partial<RoutingDocument> = {}): Promise<ReplayReport> => replayWeek(staff, { ...DEFAULT_ROUTING, ...change });
const sideOf = (report: ReplayReport, channel: string, side: 'now' | 'then') => report.channels.find((c) => c.channel === channel)?.[side];
const feeOf = (channel: (typeof CHANNELS)[number], payments: number) => ((AMOUNT * BigInt(CAPABILITIES[channel].feeBps) * BigInt(payments)) / 10_000n).toString();

beforeAll(async () => {
  home = await payingHousehold(Array.from({ length: PAYMENTS }, () => AMOUNT), CHANNELS);
  for (const [i, bill] of home.bills.entries()) {
    must(await pay(home.ctx, wishFor(home, { billIds: [bill.id], expectedMinor: AMOUNT, idempotencyKey: `replay-${i}-0000` }), home.deps));
    home.clock.pass(60_000);
  }
  staff = makeCtx({ kind: 'user', userId: 'usr_admin' as UserId, roles: ['administrator'], sessionId: 's', name: 'Admin' }, home.institutionId, home.ctx);
  const attempts = await withTx(home, (tx) => tx.payment_attempt.findMany({ orderBy: { created_at: 'asc' } }));
  went = new Map(attempts.map((a) => [a.payment_id, a.channel]));
});

describe("last week's payments, sent again by a draft", () => {
  const countOf = (channel: string): number => [...went.values()].filter((c) => c === channel).length;

  it('nobody moves where the draft says what is in force, and the figures of both sides are the same', async () => {
    const report = await replay();
    expect(report).toMatchObject({ payments: PAYMENTS, elsewhere: 0, moved: [], capped: false });
    for (const channel of CHANNELS.filter((c) => countOf(c) > 0)) {
      const side = { payments: countOf(channel), share: countOf(channel) / PAYMENTS, cost: { minor: feeOf(channel, countOf(channel)) } };
      expect(sideOf(report, channel, 'now')).toMatchObject(side);
      expect(sideOf(report, channel, 'then')).toMatchObject(side);
      expect(sideOf(report, channel, 'then')!.success).toBeCloseTo(sideOf(report, channel, 'now')!.success!, 9);
    }
  });

  it('a masked channel loses exactly its payments, each is named with its reason, and nobody else moves', async () => {
    const report = await replay({ masks: [{ channel: 'alipay', reason: 'contract ends' }] });
    const mine = [...went].filter(([, channel]) => channel === 'alipay').map(([id]) => id);
    expect(mine.length).toBeGreaterThan(2);
    expect(report.elsewhere).toBe(mine.length);
    expect(report.moved.map((m) => m.paymentId).sort()).toEqual(mine.sort());
    for (const moved of report.moved) expect(moved).toMatchObject({ from: 'alipay', reason: 'masked', to: expect.stringMatching(/^(ccb|icbc)$/) as string });
    expect(sideOf(report, 'alipay', 'then')).toMatchObject({ payments: 0, share: 0, cost: { minor: '0' } });
    const then = report.channels.reduce((sum, c) => sum + c.then.payments, 0);
    expect(then).toBe(PAYMENTS);
  });

  it('a cumulative limit fills up in the order in which the payments came', async () => {
    const first = [...went].filter(([, channel]) => channel === 'ccb').map(([id]) => id);
    const report = await replay({ channels: { ccb: { dayLimitMinor: (AMOUNT * 2n).toString() } } });
    expect(report.moved.map((m) => m.paymentId)).toEqual(first.slice(2));
    for (const moved of report.moved) expect(moved).toMatchObject({ from: 'ccb', reason: 'day-limit' });
    expect(sideOf(report, 'ccb', 'then')).toMatchObject({ payments: 2 });
  });

  it('says so where nobody could have taken a payment', async () => {
    const report = await replay({ masks: CHANNELS.map((channel) => ({ channel, reason: 'none' })) });
    expect(report.elsewhere).toBe(PAYMENTS);
    expect(report.moved.every((m) => m.to === null)).toBe(true);
  });

  it('leaves out what is older than a week, and people who may not read routing', async () => {
    home.clock.pass(7 * 86_400_000 - 10 * 60_000);
    expect((await replay()).payments).toBe(9);
    const payer = { ...staff, actor: home.ctx.actor };
    await expect(replayWeek(payer, DEFAULT_ROUTING)).rejects.toThrow(AccessDenied);
  });
});
