/**
 * The one command through which any word about an order becomes money: callback, query, close, statement or a person's confirmation. A batch is
 * one transaction and a handful of statements; each item is decided on what the ones before it did.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import { crashPoint } from '@/lib/platform/crash';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { PaymentDeps } from '../deps';
import { addEffects, applyToView, noEffects } from '../effects';
import type { ChannelEvidence, OutcomeResult } from '../evidence';
import { decideOutcome } from '../rules/decide-outcome';
import { decisionEnv } from '../rules/decision';
import type { MoneyTx } from '../store';

export const EVIDENCE_PER_BATCH_MAX = 512;

export interface ApplyOptions {
  /** Written in the same commit, after the money: for example the inbox's "processed" marks. Called once per batch, with that batch's part. */
  readonly also?: (tx: SqlTx, results: readonly OutcomeResult[], evidences: readonly ChannelEvidence[]) => Promise<void>;
}

/** One result per item, in order. Repeating an item changes nothing. Orders of other institutions are not found. */
export async function applyChannelOutcomes(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  evidences: readonly ChannelEvidence[],
  options: ApplyOptions = {},
): Promise<OutcomeResult[]> {
  const results: OutcomeResult[] = [];
  for (let at = 0; at < evidences.length; at += EVIDENCE_PER_BATCH_MAX) {
    const part = evidences.slice(at, at + EVIDENCE_PER_BATCH_MAX);
    results.push(...(await deps.store.transaction(institutionId, (tx) => applyOutcomesIn(tx, deps, part, options))));
  }
  crashPoint('payments.outcome.committed');
  return results;
}

async function applyOutcomesIn(
  tx: MoneyTx,
  deps: PaymentDeps,
  evidences: readonly ChannelEvidence[],
  options: ApplyOptions,
): Promise<OutcomeResult[]> {
  const view = await tx.viewByOrders(evidences);
  const env = decisionEnv(deps);
  const all = noEffects();
  const results: OutcomeResult[] = [];
  for (const evidence of evidences) {
    const { effects, result } = decideOutcome(view, evidence, env);
    applyToView(view, effects);
    addEffects(all, effects);
    results.push(result);
  }
  await Promise.all([tx.apply(all), tx.tx ? options.also?.(tx.tx, results, evidences) : undefined]);
  crashPoint('payments.outcome.before-commit');
  return results;
}
