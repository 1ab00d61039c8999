/** What is known of each channel right now, read from real calls of the last quarter of an hour, newer ones counting more. */
import { adapterOf, listAccounts } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import { toDate, toIso, instantOfDate, type Instant } from '@/lib/kernel/time';
import { withTx, type Scope, type Tx } from '@/lib/platform/tx';
import type { BreakerState } from './machine';
import type { ChannelHealth, ChannelSnapshot } from './rank';

const FRESH_MS = 1_000;
const kept = new Map<InstitutionId, { at: number; value: Promise<ChannelSnapshot[]> }>();
export const forgetHealth = (institutionId: InstitutionId): boolean => kept.delete(institutionId);

/** Snapshots of the institution's active channels; at most a second old. `at` is the business clock, `now` the monotonic one. */
export function channelSnapshots(scope: Scope, at: Instant, now = performance.now()): Promise<ChannelSnapshot[]> {
  const found = kept.get(scope.institutionId);
  if (found && now - found.at < FRESH_MS) return found.value;
  const value = readSnapshots(scope, at);
  kept.set(scope.institutionId, { at: now, value });
  value.catch(() => kept.delete(scope.institutionId));
  return value;
}

const WINDOW_MS = 15 * 60_000;
const HALF_LIFE_S = 180;
/** A channel nobody has used yet is taken to be good; five real calls outweigh that belief. */
const PRIOR_CALLS = 5;
const PRIOR_SUCCESS = 0.98;
const PROBE_WEIGHT = 0.1;

interface HealthRow { channel: string; weight: number | null; good: number | null; p95: number | null; samples: bigint }

/** Newest calls looked at per channel: more would say the same and cost the more, the busier the day. */
const CALLS_MAX = 1_000;

async function readHealth(tx: Tx, channels: readonly string[], at: Instant): Promise<Map<string, ChannelHealth>> {
  const rows = await tx.$queryRaw<HealthRow[]>`
    SELECT channel, sum(w) AS weight, sum(w) FILTER (WHERE signal = 'good') AS good,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95, count(*) AS samples
    FROM (SELECT channel, signal, duration_ms,
        (CASE WHEN probe THEN ${PROBE_WEIGHT}::float8 ELSE 1 END) * power(0.5, extract(epoch FROM ${toDate(at)}::timestamptz - at)::float8 / ${HALF_LIFE_S}::float8) AS w
      FROM unnest(${[...channels]}::text[]) AS mine(channel_name)
      CROSS JOIN LATERAL (
        SELECT * FROM channel_call WHERE channel = channel_name AND at > ${new Date(at - WINDOW_MS)} AND at <= ${toDate(at)} AND signal <> 'neutral'
        ORDER BY at DESC LIMIT ${CALLS_MAX}
      ) AS newest) AS recent
    GROUP BY channel`;
  return new Map(rows.map((r) => [r.channel, {
    successRate: ((r.good ?? 0) + PRIOR_CALLS * PRIOR_SUCCESS) / ((r.weight ?? 0) + PRIOR_CALLS),
    p95Ms: r.p95 ?? 0,
    samples: Number(r.samples),
  }]));
}

async function readSnapshots(scope: Scope, at: Instant): Promise<ChannelSnapshot[]> {
  const accounts = await listAccounts(scope);
  return withTx(scope, async (tx) => {
    const [health, breakers, windows] = [
      await readHealth(tx, accounts.map((a) => a.channel), at),
      await tx.breaker_state.findMany(),
      await tx.maintenance_window.findMany({ where: { starts_at: { lte: toDate(at) }, ends_at: { gt: toDate(at) } } }),
    ];
    return accounts.filter((a) => a.status === 'active').map((account) => {
      const { capabilities } = adapterOf(account.channel);
      const breaker = breakers.find((b) => b.channel === account.channel);
      const window = windows.find((w) => w.channel === account.channel);
      return {
        accountId: account.id, channel: account.channel, method: capabilities.method, currencies: capabilities.currencies,
        minMinor: capabilities.minMinor, maxMinor: capabilities.maxMinor, feeBps: capabilities.feeBps,
        breaker: (breaker?.state ?? 'closed') as BreakerState, trialTaken: Boolean(breaker?.trial_attempt_id),
        maintenanceUntil: window ? toIso(instantOfDate(window.ends_at)) : null,
        health: health.get(account.channel) ?? { successRate: PRIOR_SUCCESS, p95Ms: 0, samples: 0 },
      };
    });
  });
}
