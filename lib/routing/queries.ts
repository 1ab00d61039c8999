/** What the bank-health desk shows. All figures come from recorded calls; nothing is estimated. */
import { requirePermission } from '@/lib/identity';
import { plusMs, toDate, toIso, type Instant } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { channelSnapshots } from './health';
import type { CallBehind, ChannelTile, DraftPreview, HealthDesk, HealthWindow, RoutingDocument, SharePreview } from './model';
import { rankChannels } from './rank';
import { holdViews } from './risk-holds';
import { CHANNELS_MIN, reachOf } from './reach';
import type { ChannelSnapshot } from './snapshot';

const WINDOW_MS: Readonly<Record<HealthWindow, number>> = { '15m': 15 * 60_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000 };
const BUCKETS = 30;

export async function healthDesk(ctx: Ctx, window: HealthWindow): Promise<HealthDesk> {
  requirePermission(ctx, 'channel.read');
  const at = ctx.clock.now();
  const [snapshots, routing] = await Promise.all([channelSnapshots(ctx, at), activeRouting(ctx)]);
  const since = new Date(at - WINDOW_MS[window]);
  const bucketMs = WINDOW_MS[window] / BUCKETS;
  return withTx(ctx, async (tx) => {
    const buckets = await readBuckets(tx, since, toDate(at), bucketMs);
    const breakers = await tx.breaker_state.findMany();
    const events = await tx.breaker_event.findMany({ orderBy: { id: 'desc' }, take: 50 });
    const refused = await tx.inbound_message.findMany({
      where: { verdict: 'invalid', received_at: { gt: since } }, orderBy: { received_at: 'desc' }, take: 50,
      select: { id: true, channel: true, reason: true, received_at: true },
    });
    const refusedTotal = await tx.inbound_message.count({ where: { verdict: 'invalid', received_at: { gt: since } } });
    const volumes = await readVolumes(tx, since, toDate(at));
    const planned = await tx.maintenance_window.findMany({ where: { ends_at: { gt: toDate(at) } }, orderBy: { starts_at: 'asc' }, take: 50 });
    const proposed = await tx.routing_config.findFirst({ where: { state: { in: ['proposed', 'approved'] } }, orderBy: { version: 'desc' } });
    const holds = await holdViews(tx, at);
    const masks = new Map(routing.document.masks.map((m) => [m.channel, m.reason]));
    const bucketAt = (bucket: bigint) => new Date(since.getTime() + Number(bucket) * bucketMs).toISOString();
    return {
      at: toIso(at), configVersion: routing.version, document: routing.document,
      tiles: snapshots.map((s) => ({
        channel: s.channel, breaker: s.breaker, maintenanceUntil: s.maintenanceUntil, masked: masks.get(s.channel) ?? null,
        retryAt: breakers.find((b) => b.channel === s.channel)?.retry_at?.toISOString() ?? null, ...s.health,
        refusedCallbacks: refused.filter((r) => r.channel === s.channel).length,
        volume: volumeOf(volumes, s.channel), limits: limitsOf(routing.document, s.channel, s.leftMinor),
      })),
      points: buckets.filter((b) => b.channel !== null).map((b) => ({
        at: bucketAt(b.bucket), channel: b.channel!, calls: Number(b.calls), successRate: Number(b.good) / Number(b.calls), ...latencyOf(b),
      })),
      latency: buckets.filter((b) => b.channel === null).map((b) => ({ at: bucketAt(b.bucket), ...latencyOf(b) })),
      alarms: events.map((e) => ({
        id: e.id.toString(), channel: e.channel, from: e.from_state, to: e.to_state, cause: e.cause, at: e.at.toISOString(),
        acknowledged: e.acknowledged_at !== null,
      })),
      maintenance: planned.map((w) => ({ id: w.id, channel: w.channel, startsAt: w.starts_at.toISOString(), endsAt: w.ends_at.toISOString(), note: w.note, by: w.created_by })),
      proposed: proposed && {
        version: proposed.version, state: proposed.state, approvalId: proposed.approval_id ?? '', effectiveFrom: proposed.effective_from?.toISOString() ?? null,
        by: proposed.created_by,
      },
      holds, refusedTotal, refusedCallbacks: refused.map((r) => ({ id: r.id, channel: r.channel, reason: r.reason ?? '', at: r.received_at.toISOString() })),
    };
  });
}

interface Volume { channel: string; payments: bigint; amount: bigint }

/** First orders of the window, by channel: what was sent there, whatever became of it. */
const readVolumes = (tx: Tx, since: Date, until: Date): Promise<Volume[]> => tx.$queryRaw<Volume[]>`
  SELECT channel, count(*) AS payments, coalesce(sum(amount_minor), 0)::bigint AS amount FROM payment_attempt
  WHERE created_at > ${since} AND created_at <= ${until} GROUP BY channel`;

function volumeOf(volumes: readonly Volume[], channel: string): ChannelTile['volume'] {
  const found = volumes.find((v) => v.channel === channel);
  return { orders: Number(found?.payments ?? 0), amount: { minor: (found?.amount ?? 0n).toString(), currency: 'CNY' } };
}

function limitsOf(document: RoutingDocument, channel: string, left: ChannelSnapshot['leftMinor']): ChannelTile['limits'] {
  const rules = document.channels[channel];
  const one = (limit: string | undefined, rest: bigint | null | undefined) =>
    (limit === undefined ? null : { limit: { minor: limit, currency: 'CNY' as const }, used: { minor: (BigInt(limit) - (rest ?? 0n)).toString(), currency: 'CNY' as const } });
  return { day: one(rules?.dayLimitMinor, left?.day), month: one(rules?.monthLimitMinor, left?.month) };
}

const CALLS_SHOWN = 60;

/** The calls behind one point of the curve, the bad ones first, each with its payment where it has one. */
export async function callsBehind(ctx: Ctx, at: Instant, window: HealthWindow): Promise<CallBehind[]> {
  requirePermission(ctx, 'channel.read');
  const until = toDate(plusMs(at, WINDOW_MS[window] / BUCKETS));
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<CallRow[]>`
    SELECT c.id, c.channel, c.at, c.operation, c.signal, c.cause, c.code, c.duration_ms, p.id AS payment_id, p.number, p.status, p.amount_minor
    FROM channel_call c LEFT JOIN payment_attempt a ON a.channel = c.channel AND a.order_no = c.order_no AND c.order_no <> ''
    LEFT JOIN payment p ON p.id = a.payment_id
    WHERE c.at >= ${toDate(at)} AND c.at < ${until} AND c.signal <> 'neutral'
    ORDER BY (c.signal <> 'good') DESC, (p.id IS NOT NULL) DESC, c.at DESC LIMIT ${CALLS_SHOWN}`);
  return rows.map((r) => ({
    id: r.id.toString(), channel: r.channel, at: r.at.toISOString(), operation: r.operation, signal: r.signal, cause: r.cause, code: r.code, durationMs: r.duration_ms,
    payment: r.payment_id && r.number && r.amount_minor !== null
      ? { id: r.payment_id, number: r.number, status: r.status ?? '', amount: { minor: r.amount_minor.toString(), currency: 'CNY' } } : null,
  }));
}

interface CallRow {
  id: bigint; channel: string; at: Date; operation: string; signal: string; cause: string | null; code: string; duration_ms: number;
  payment_id: string | null; number: string | null; status: string | null; amount_minor: bigint | null;
}

interface Bucket { bucket: bigint; channel: string | null; calls: bigint; good: bigint; p: number[] | null }

const latencyOf = (b: Bucket) => ({ p50Ms: b.p?.[0] ?? null, p95Ms: b.p?.[1] ?? null, p99Ms: b.p?.[2] ?? null });

/** Per time bucket, once for each channel and once (channel null) for all together. */
function readBuckets(tx: Tx, since: Date, until: Date, bucketMs: number): Promise<Bucket[]> {
  return tx.$queryRaw<Bucket[]>`
    SELECT bucket, channel, count(*) AS calls, count(*) FILTER (WHERE signal = 'good') AS good,
      percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_ms) AS p
    FROM (SELECT floor((extract(epoch FROM at) * 1000 - ${since.getTime()}::float8) / ${bucketMs}::float8)::bigint AS bucket, channel, signal, duration_ms
      FROM channel_call WHERE at > ${since} AND at <= ${until} AND signal <> 'neutral') AS c
    GROUP BY GROUPING SETS ((bucket, channel), (bucket)) ORDER BY bucket, channel`;
}

/** What share of ordinary payments each channel would get under a draft, beside what it gets now. Both from the router itself. */
export async function previewShares(ctx: Ctx, draft: RoutingDocument, amountMinor: bigint): Promise<DraftPreview> {
  requirePermission(ctx, 'routing.read');
  const [snapshots, routing] = await Promise.all([channelSnapshots(ctx, ctx.clock.now()), activeRouting(ctx)]);
  const methods = [...new Set(snapshots.map((s) => s.method))];
  const request = { key: '', amountMinor, currency: 'CNY', allowedMethods: methods, method: 'any', tried: [] };
  const now = rankChannels(snapshots, request, routing.document);
  const then = rankChannels(snapshots, request, draft);
  const shares: SharePreview[] = then.map((t, i) => ({ channel: t.channel, now: now[i]!.share, then: t.share, reason: t.reason }));
  return { shares, thin: (await reachOf(ctx, draft)).filter((plan) => plan.channels.length < CHANNELS_MIN) };
}
