/** Which channel takes this payment, and why. Reads (cached) snapshots, decides purely, and hands the record to be stored with the attempt. */
import type { Clock } from '@/lib/kernel/ports';
import { plusMs, toDate, toIso } from '@/lib/kernel/time';
import type { Scope, Tx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { channelSnapshots, TRIAL_STALE_MS } from './health';
import { loadsOf } from './in-flight';
import type { DecisionDocument } from './model';
import { planOf, rankChannels } from './rank';
import type { RouteRequest } from './snapshot';

/** `chosen` is null when nothing is eligible; `candidates` then say why, each by its own reason. Never throws for an unlucky payment. */
export async function decideRoute(scope: Scope, clock: Clock, request: RouteRequest): Promise<DecisionDocument> {
  const at = clock.now();
  const [snapshots, routing] = await Promise.all([channelSnapshots(scope, at), activeRouting(scope)]);
  const started = performance.now();
  const candidates = rankChannels(snapshots, request, routing.document, loadsOf(scope.institutionId, started));
  const plan = planOf(candidates);
  const micros = Math.round((performance.now() - started) * 1_000);
  return { chosen: plan[0] ?? null, plan, candidates, configVersion: routing.version, decidedAt: toIso(at), micros };
}

/** Whether this decision lets the channel have one payment at a time only: whoever sends there claims the trial first. */
export const needsTrial = (document: DecisionDocument, channel: string): boolean =>
  document.candidates.find((c) => c.channel === channel)?.trial === true;

/** A breaker that is not closed lets one payment through: the first to put its attempt (or its payment) here. True when the way is free. */
export async function claimTrial(tx: Tx, clock: Clock, channel: string, holder: string): Promise<boolean> {
  const now = clock.now();
  const blocked = await tx.$queryRaw<{ taken: boolean }[]>`
    UPDATE breaker_state SET
      trial_attempt_id = CASE WHEN trial_at > ${toDate(plusMs(now, -TRIAL_STALE_MS))} THEN coalesce(trial_attempt_id, ${holder}) ELSE ${holder} END,
      trial_at = CASE WHEN trial_attempt_id IS NOT NULL AND trial_at > ${toDate(plusMs(now, -TRIAL_STALE_MS))} THEN trial_at ELSE ${toDate(now)}::timestamptz END
    WHERE channel = ${channel} AND state <> 'closed' RETURNING trial_attempt_id <> ${holder} AS taken`;
  return blocked.every((b) => !b.taken);
}
