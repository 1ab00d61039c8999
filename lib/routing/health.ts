/** What is known of each channel right now, read from real calls of the last quarter of an hour, newer ones counting more. */
import { adapterOf, listAccounts, type AccountView } from '@/lib/channels';
import { toDate, toIso, instantOfDate, plusMs, type Instant } from '@/lib/kernel/time';
import { withTx, type Scope, type Tx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { cachedSnapshots } from './health-cache';
import * as window from './health-window';
import { closedUntil, leftOfLimits } from './limits';
import type { BreakerState } from './machine';
import type { RoutingDocument } from './model';
import type { ChannelHealth, ChannelSnapshot } from './snapshot';

/** Snapshots of the institution's active channels; at most a second old. `at` is the business clock, `now` the monotonic one. */
export const channelSnapshots = (scope: Scope, at: Instant, now = performance.now()): Promise<ChannelSnapshot[]> =>
  cachedSnapshots(scope.institutionId, now, () => readSnapshots(scope, at));

interface HealthRow { channel: string; weight: number; good: number | null; timeouts: number | null; p95: number | null; timed: bigint; samples: bigint }

/** The sums of health-window.ts over the calls in the database. */
export async function readHealth(tx: Tx, channels: readonly string[], at: Instant): Promise<Map<string, ChannelHealth>> {
  const now = toDate(at);
  const rows = await tx.$queryRaw<HealthRow[]>`
    SELECT channel, sum(w) AS weight, sum(w) FILTER (WHERE signal = 'good') AS good, sum(w) FILTER (WHERE signal = 'timeout') AS timeouts,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE NOT probe) AS p95, count(*) FILTER (WHERE NOT probe) AS timed, count(*) AS samples
    FROM (SELECT channel, signal, duration_ms, probe,
        (CASE WHEN probe THEN ${window.PROBE_WEIGHT}::float8 WHEN operation = 'create' THEN 1 ELSE ${window.ASIDE_WEIGHT}::float8 END) * power(0.5::float8,
          extract(epoch FROM ${now}::timestamptz - at)::float8 / least(${window.HALF_LIFE_MAX_S}::float8, greatest(${window.HALF_LIFE_MIN_S}::float8,
            extract(epoch FROM ${now}::timestamptz - min(at) OVER mine)::float8 * ${window.CALLS_PER_HALF_LIFE}::float8 / count(*) OVER mine))) AS w
      FROM unnest(${[...channels]}::text[]) AS wanted(channel_name)
      CROSS JOIN LATERAL (
        SELECT * FROM channel_call WHERE channel = channel_name AND at > ${toDate(plusMs(at, -window.WINDOW_MS))} AND at <= ${now} AND signal <> 'neutral'
        ORDER BY at DESC LIMIT ${window.CALLS_MAX}
      ) AS newest WINDOW mine AS (PARTITION BY channel)) AS recent
    GROUP BY channel`;
  return new Map(rows.map((r) => [r.channel, {
    successRate: ((r.good ?? 0) + window.PRIOR_CALLS * window.PRIOR_SUCCESS) / (r.weight + window.PRIOR_CALLS),
    timeoutRate: (r.timeouts ?? 0) / (r.weight + window.PRIOR_CALLS),
    p95Ms: r.timed < window.LATENCY_CALLS_MIN ? 0 : (r.p95 ?? 0),
    samples: Number(r.samples),
  }]));
}

interface BreakerRow { channel: string; state: string; consecutive_timeouts: number; trial_attempt_id: string | null; trial_at: Date | null; updated_at: Date }

async function readSnapshots(scope: Scope, at: Instant): Promise<ChannelSnapshot[]> {
  const [accounts, { document }] = await Promise.all([listAccounts(scope), activeRouting(scope)]);
  return withTx(scope, async (tx) => {
    const health = await readHealth(tx, accounts.map((a) => a.channel), at);
    const breakers: BreakerRow[] = await tx.breaker_state.findMany();
    const windows = await tx.maintenance_window.findMany({ where: { starts_at: { lte: toDate(at) }, ends_at: { gt: toDate(at) } } });
    const left = await leftOfLimits(tx, document, at);
    return accounts.filter((a) => a.status === 'active').map((account) => {
      const maintained = windows.find((w) => w.channel === account.channel);
      return {
        ...contractOf(account), ...breakerOf(breakers.find((b) => b.channel === account.channel), document, at),
        maintenanceUntil: maintained ? toIso(instantOfDate(maintained.ends_at)) : null,
        closedUntil: closedUntil(document.channels[account.channel]?.hours, at),
        health: health.get(account.channel) ?? window.NO_CALLS_YET,
        ...(left.has(account.channel) && { leftMinor: left.get(account.channel)! }),
      };
    });
  });
}

function contractOf(account: AccountView) {
  const { method, currencies, minMinor, maxMinor, feeBps, refund } = adapterOf(account.channel).capabilities;
  return { accountId: account.id, channel: account.channel, method, currencies, minMinor, maxMinor, feeBps, refund: { windowDays: refund.windowDays, partial: refund.partial } };
}

/** A trial whose payment was never heard of again does not block the channel for ever. */
export const TRIAL_STALE_MS = 60_000;

function breakerOf(row: BreakerRow | undefined, document: RoutingDocument, at: Instant) {
  return {
    breaker: (row?.state ?? 'closed') as BreakerState,
    trialTaken: Boolean(row?.trial_attempt_id && row.trial_at && row.trial_at.getTime() > at - TRIAL_STALE_MS),
    unsure: (row?.consecutive_timeouts ?? 0) > 0 && row!.updated_at.getTime() > at - window.UNSURE_MS,
    silent: (row?.consecutive_timeouts ?? 0) >= document.breaker.timeoutsToOpen,
  };
}
