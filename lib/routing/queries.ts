/** What the bank-health desk shows. All figures come from recorded calls; nothing is estimated. */
import { requirePermission } from '@/lib/identity/policy';
import { instantOfDate, toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { channelSnapshots } from './health';
import type { RoutingDocument } from './model';
import { rankChannels } from './rank';

export const WINDOWS = { '15m': 15 * 60_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000 } as const;
export type HealthWindow = keyof typeof WINDOWS;
const BUCKETS = 30;

export interface HealthPoint {
  readonly at: string;
  readonly channel: string;
  readonly calls: number;
  /** 0…1, or null where nothing happened. */
  readonly successRate: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface ChannelTile {
  readonly channel: string;
  readonly breaker: string;
  readonly retryAt: string | null;
  readonly maintenanceUntil: string | null;
  readonly masked: string | null;
  readonly successRate: number;
  readonly p95Ms: number;
  readonly samples: number;
  readonly forged: number;
}

export interface HealthDesk {
  readonly at: string;
  readonly tiles: readonly ChannelTile[];
  readonly points: readonly HealthPoint[];
  readonly alarms: readonly AlarmView[];
  readonly refusedCallbacks: readonly RefusedCallbackView[];
  readonly configVersion: number;
  readonly document: RoutingDocument;
}

export interface AlarmView {
  readonly id: string;
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
  readonly at: string;
  readonly acknowledged: boolean;
}

export interface RefusedCallbackView {
  readonly id: string;
  readonly channel: string;
  readonly reason: string;
  readonly at: string;
  readonly deliveries: number;
}

export async function healthDesk(ctx: Ctx, window: HealthWindow): Promise<HealthDesk> {
  requirePermission(ctx, 'channel.read');
  const at = ctx.clock.now();
  const [snapshots, routing] = await Promise.all([channelSnapshots(ctx, at), activeRouting(ctx)]);
  const since = new Date(at - WINDOWS[window]);
  const bucketMs = WINDOWS[window] / BUCKETS;
  return withTx(ctx, async (tx) => {
    const points = await tx.$queryRaw<{ bucket: bigint; channel: string; calls: bigint; good: bigint; p: number[] | null }[]>`
      SELECT floor((extract(epoch FROM at) * 1000 - ${since.getTime()}::float8) / ${bucketMs}::float8)::bigint AS bucket, channel, count(*) AS calls,
        count(*) FILTER (WHERE signal = 'good') AS good, percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_ms) AS p
      FROM channel_call WHERE at > ${since} AND at <= ${toDate(at)} AND signal <> 'neutral' GROUP BY 1, 2 ORDER BY 1, 2`;
    const breakers = await tx.breaker_state.findMany();
    const events = await tx.breaker_event.findMany({ orderBy: { id: 'desc' }, take: 50 });
    const refused = await tx.inbound_message.findMany({
      where: { verdict: 'invalid', received_at: { gt: since } }, orderBy: { received_at: 'desc' }, take: 50,
      select: { id: true, channel: true, reason: true, received_at: true, deliveries: true },
    });
    const masks = new Map(routing.document.masks.map((m) => [m.channel, m.reason]));
    return {
      at: toIso(at), configVersion: routing.version, document: routing.document,
      tiles: snapshots.map((s) => ({
        channel: s.channel, breaker: s.breaker, maintenanceUntil: s.maintenanceUntil, masked: masks.get(s.channel) ?? null,
        retryAt: breakers.find((b) => b.channel === s.channel)?.retry_at?.toISOString() ?? null, ...s.health,
        forged: refused.filter((r) => r.channel === s.channel).length,
      })),
      points: points.map((p) => ({
        at: new Date(since.getTime() + Number(p.bucket) * bucketMs).toISOString(), channel: p.channel, calls: Number(p.calls),
        successRate: Number(p.good) / Number(p.calls), p50Ms: p.p?.[0] ?? null, p95Ms: p.p?.[1] ?? null, p99Ms: p.p?.[2] ?? null,
      })),
      alarms: events.map((e) => ({
        id: e.id.toString(), channel: e.channel, from: e.from_state, to: e.to_state, cause: e.cause, at: toIso(instantOfDate(e.at)),
        acknowledged: e.acknowledged_at !== null,
      })),
      refusedCallbacks: refused.map((r) => ({ id: r.id, channel: r.channel, reason: r.reason ?? '', at: r.received_at.toISOString(), deliveries: r.deliveries })),
    };
  });
}

export interface SharePreview {
  readonly channel: string;
  readonly now: number;
  readonly then: number;
  readonly reason: string | null;
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
