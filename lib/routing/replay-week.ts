/**
 * Last week's real payments against a draft, by the router itself: the channels as each payment's stored decision found them, the draft's weights,
 * masks, limits and rules in place of the ones of then. Nothing is estimated but the success that was measured at that moment.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { adapterOf, isChannelCode } from '@/lib/channels';
import { requirePermission } from '@/lib/identity';
import { DAY_MS, instantOfDate, plusMs, toDate, type Instant } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { closedUntil, periodsOf } from './limits';
import type { CandidateView, DecisionDocument, MovedPayment, ReplayedChannel, ReplayReport, RoutingDocument } from './model';
import { standingFacts } from './payment-facts';
import { p95OfPart, planOf, rankChannels } from './rank';
import type { ChannelSnapshot, RouteRequest } from './snapshot';

const DAYS = 7;
const PAYMENTS_MAX = 20_000;
const MOVED_SHOWN = 50;
const BREATHE_EVERY = 200;

interface Row {
  id: string; number: string; amount: bigint; currency: string; key: string; channel: string; at: Date; document: DecisionDocument;
  bills: { planId: string; planVersion: number; payerId: string }[];
}

export async function replayWeek(ctx: Ctx, draft: RoutingDocument): Promise<ReplayReport> {
  requirePermission(ctx, 'routing.read');
  const since = plusMs(ctx.clock.now(), -DAYS * DAY_MS);
  const rows = await readPayments(ctx, since);
  const channels = new Map<string, Tally>();
  const tally = (channel: string): Tally => {
    const found = channels.get(channel) ?? new Tally(channel);
    channels.set(channel, found);
    return found;
  };
  const used = new Map<string, bigint>();
  const moved: MovedPayment[] = [];
  let elsewhere = 0;
  for (const [i, row] of rows.entries()) {
    // Twenty thousand decisions take a second or two: payers of the same process do not wait for them.
    if (i % BREATHE_EVERY === BREATHE_EVERY - 1) await breathe();
    const { to, reason, success } = await routeAgain(ctx, row, draft, used);
    const before = row.document.candidates.find((c) => c.channel === row.channel);
    tally(row.channel).add('now', row.amount, before?.parts?.success ?? null);
    if (to) tally(to).add('then', row.amount, success);
    if (to === row.channel) continue;
    elsewhere++;
    if (moved.length < MOVED_SHOWN) {
      const { id: paymentId, number, channel: from, at } = row;
      moved.push({ paymentId, number, at: at.toISOString(), amount: { minor: row.amount.toString(), currency: 'CNY' }, from, to, reason });
    }
  }
  const all = [...channels.values()].sort((a, b) => (a.channel < b.channel ? -1 : 1));
  return { payments: rows.length, since: toDate(since).toISOString(), capped: rows.length === PAYMENTS_MAX, elsewhere, channels: all.map((c) => c.view(rows.length)), moved };
}

/** First orders, oldest first, so that the draft's cumulative limits fill up as they would have. */
async function readPayments(ctx: Ctx, since: Instant): Promise<Row[]> {
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<Row[]>`
    SELECT p.id, p.number, p.amount_minor AS amount, p.currency, p.idempotency_key AS key, a.channel, d.at, d.document,
      (SELECT jsonb_agg(jsonb_build_object('planId', b.plan_id, 'planVersion', b.plan_version, 'payerId', b.payer_id))
        FROM payment_bill pb JOIN bill b ON b.id = pb.bill_id WHERE pb.payment_id = p.id) AS bills
    FROM routing_decision d JOIN payment_attempt a ON a.id = d.attempt_id AND a.seq = 1 JOIN payment p ON p.id = a.payment_id
    WHERE p.created_at > ${toDate(since)} ORDER BY p.created_at DESC LIMIT ${PAYMENTS_MAX}`);
  return rows.reverse();
}

async function routeAgain(ctx: Ctx, row: Row, draft: RoutingDocument, used: Map<string, bigint>) {
  const { candidates, plan } = row.document;
  const at = instantOfDate(row.at);
  const facts = await standingFacts(ctx, row.bills ?? []);
  // Who was held back then is held back in the replay too: a draft does not lift that.
  const riskHeld = candidates.filter((c) => c.reason === 'risk-hold').map((c) => c.channel);
  const named = plan.length > 0 && plan[0] !== row.channel;
  const request: RouteRequest = {
    key: row.key, amountMinor: row.amount, currency: row.currency, tried: [], ...facts, riskHeld,
    allowedMethods: [...new Set(candidates.filter((c) => c.reason !== 'method-not-allowed').map((c) => c.method))],
    method: candidates.some((c) => c.reason === 'method-not-chosen') ? (candidates.find((c) => c.channel === row.channel)?.method ?? 'any') : 'any',
  };
  const snapshots = candidates.flatMap((c) => snapshotOf(c, draft, at, used));
  const again = rankChannels(snapshots, request, draft);
  const order = planOf(again);
  // A channel the payer named stays named; the draft can only take it away.
  const to = named && order.includes(row.channel) ? row.channel : (order[0] ?? null);
  const { day, month } = periodsOf(at);
  if (to) for (const period of [day, month]) used.set(`${to} ${period}`, (used.get(`${to} ${period}`) ?? 0n) + row.amount);
  return { to, reason: again.find((c) => c.channel === row.channel)?.reason ?? null, success: again.find((c) => c.channel === to)?.parts?.success ?? null };
}

/** The channel as the stored decision found it. One that was left out for the old configuration's sake is taken to be well. */
function snapshotOf(c: CandidateView, draft: RoutingDocument, at: Instant, used: ReadonlyMap<string, bigint>): ChannelSnapshot[] {
  if (!isChannelCode(c.channel)) return [];
  const { method, currencies, minMinor, maxMinor, feeBps, refund } = adapterOf(c.channel).capabilities;
  const rules = draft.channels[c.channel];
  const { day, month } = periodsOf(at);
  const left = (limit: string | undefined, period: string) => (limit === undefined ? null : BigInt(limit) - (used.get(`${c.channel} ${period}`) ?? 0n));
  const wasOpen = c.reason === 'breaker-open' || c.reason === 'not-answering';
  return [{
    accountId: c.accountId, channel: c.channel, method, currencies, minMinor, maxMinor, feeBps, refund: { windowDays: refund.windowDays, partial: refund.partial },
    breaker: wasOpen ? 'open' : c.reason === 'trial-in-progress' ? 'half-open' : 'closed', trialTaken: c.reason === 'trial-in-progress',
    maintenanceUntil: c.reason === 'maintenance' ? c.until : null, closedUntil: closedUntil(rules?.hours, at),
    leftMinor: { day: left(rules?.dayLimitMinor, day), month: left(rules?.monthLimitMinor, month) },
    health: c.parts ? { successRate: c.parts.success, p95Ms: p95OfPart(c.parts.latency), samples: 1 } : { successRate: 0.98, p95Ms: 0, samples: 0 },
  }];
}

type When = 'now' | 'then';

class Tally {
  private readonly count = { now: 0, then: 0 };
  private readonly cost = { now: 0n, then: 0n };
  private readonly success = { now: 0, then: 0 };
  private readonly known = { now: 0, then: 0 };

  constructor(readonly channel: string) {}

  add(when: When, amount: bigint, success: number | null): void {
    this.count[when]++;
    const feeBps = isChannelCode(this.channel) ? BigInt(adapterOf(this.channel).capabilities.feeBps) : 0n;
    this.cost[when] += (amount * feeBps + 5_000n) / 10_000n;
    if (success === null) return;
    this.success[when] += success;
    this.known[when]++;
  }

  view(all: number): ReplayedChannel {
    const side = (when: When) => ({
      payments: this.count[when], share: all === 0 ? 0 : this.count[when] / all, cost: { minor: this.cost[when].toString(), currency: 'CNY' as const },
      success: this.known[when] === 0 ? null : this.success[when] / this.known[when],
    });
    return { channel: this.channel, now: side('now'), then: side('then') };
  }
}
