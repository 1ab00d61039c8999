/** Which channel takes this payment, and why. Reads (cached) snapshots, decides purely, and hands the record to be stored with the attempt. */
import type { Clock } from '@/lib/kernel/ports';
import { toIso } from '@/lib/kernel/time';
import type { Scope, Tx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { channelSnapshots } from './health';
import type { DecisionDocument } from './model';
import { planOf, rankChannels, type RouteRequest } from './rank';

/** `chosen` is null when nothing is eligible; `candidates` then say why, each by its own reason. Never throws for an unlucky payment. */
export async function decideRoute(scope: Scope, clock: Clock, request: RouteRequest): Promise<DecisionDocument> {
  const at = clock.now();
  const [snapshots, routing] = await Promise.all([channelSnapshots(scope, at), activeRouting(scope)]);
  const started = performance.now();
  const candidates = rankChannels(snapshots, request, routing.document);
  const plan = planOf(candidates);
  const micros = Math.round((performance.now() - started) * 1_000);
  return { chosen: plan[0] ?? null, plan, candidates, configVersion: routing.version, decidedAt: toIso(at), micros };
}

/** A half-open breaker lets exactly one payment through: the first to put its attempt here. True when the way is free. */
export async function claimTrial(tx: Tx, channel: string, attemptId: string): Promise<boolean> {
  const blocked = await tx.$queryRaw<{ taken: boolean }[]>`
    UPDATE breaker_state SET trial_attempt_id = coalesce(trial_attempt_id, ${attemptId})
    WHERE channel = ${channel} AND state = 'half-open' RETURNING trial_attempt_id <> ${attemptId} AS taken`;
  return blocked.every((b) => !b.taken);
}
