/** What the bank-health desk shows. All figures come from recorded calls; nothing is estimated. */
import { requirePermission } from '@/lib/identity';
import { toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { channelSnapshots } from './health';
import type { HealthDesk, HealthWindow, RoutingDocument, SharePreview } from './model';
import { rankChannels } from './rank';

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
    const masks = new Map(routing.document.masks.map((m) => [m.channel, m.reason]));
    const bucketAt = (bucket: bigint) => new Date(since.getTime() + Number(bucket) * bucketMs).toISOString();
    return {
      at: toIso(at), configVersion: routing.version, document: routing.document,
      tiles: snapshots.map((s) => ({
        channel: s.channel, breaker: s.breaker, maintenanceUntil: s.maintenanceUntil, masked: masks.get(s.channel) ?? null,
        retryAt: breakers.find((b) => b.channel === s.channel)?.retry_at?.toISOString() ?? null, ...s.health,
        refusedCallbacks: refused.filter((r) => r.channel === s.channel).length,
      })),
      points: buckets.filter((b) => b.channel !== null).map((b) => ({
        at: bucketAt(b.bucket), channel: b.channel!, calls: Number(b.calls), successRate: Number(b.good) / Number(b.calls), ...latencyOf(b),
      })),
      latency: buckets.filter((b) => b.channel === null).map((b) => ({ at: bucketAt(b.bucket), ...latencyOf(b) })),
      alarms: events.map((e) => ({
        id: e.id.toString(), channel: e.channel, from: e.from_state, to: e.to_state, cause: e.cause, at: e.at.toISOString(),
        acknowledged: e.acknowledged_at !== null,
      })),
      refusedTotal, refusedCallbacks: refused.map((r) => ({ id: r.id, channel: r.channel, reason: r.reason ?? '', at: r.received_at.toISOString() })),
    };
  });
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
export async function previewShares(ctx: Ctx, draft: RoutingDocument, amountMinor: bigint): Promise<SharePreview[]> {
  requirePermission(ctx, 'routing.read');
  const [snapshots, routing] = await Promise.all([channelSnapshots(ctx, ctx.clock.now()), activeRouting(ctx)]);
  const methods = [...new Set(snapshots.map((s) => s.method))];
  const request = { key: '', amountMinor, currency: 'CNY', allowedMethods: methods, method: 'any', tried: [] };
  const now = rankChannels(snapshots, request, routing.document);
  const then = rankChannels(snapshots, request, draft);
  return then.map((t, i) => ({ channel: t.channel, now: now[i]!.share, then: t.share, reason: t.reason }));
}
