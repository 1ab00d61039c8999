/** When a breaker moves: pure. Timeouts open it (three in a row); a refusal by the payer's bank never does. */
import type { Cause } from '@/lib/channels';
import type { Instant } from '@/lib/kernel/time';
import { plusMs } from '@/lib/kernel/time';
import type { BreakerEvent, BreakerState } from './machine';
import type { RoutingDocument } from './model';

/** Causes that lie with the payer or our own request, not with the channel's health. */
const NOT_THE_CHANNEL: ReadonlySet<Cause> = new Set<Cause>([
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'duplicate-order', 'order-closed', 'not-refundable',
  'merchant-balance', 'merchant-configuration',
]);

/** Calls of this long ago and newer make the failure rate. */
export const FAILURE_WINDOW_MS = 120_000;

export type CallSignal = 'good' | 'timeout' | 'failure' | 'neutral';

/** What a call says about the channel's health. */
export function signalOf(certainty: string, cause: Cause | null): CallSignal {
  if (certainty === 'unknown') return cause === 'network' || cause === 'bank-busy' || cause === null ? 'timeout' : 'failure';
  if (certainty === 'not-sent') return 'timeout';
  if (certainty === 'declined') return cause && NOT_THE_CHANNEL.has(cause) ? 'neutral' : 'failure';
  return 'good';
}

export interface BreakerSnapshot {
  readonly state: BreakerState;
  readonly consecutiveTimeouts: number;
  readonly retryAt: Instant | null;
}

export interface BreakerStep {
  readonly event: BreakerEvent;
  readonly cause: string;
}

export interface BreakerDecision {
  readonly consecutiveTimeouts: number;
  readonly step: BreakerStep | null;
  readonly retryAt: Instant | null;
}

/** What one observed call does to the breaker. `recent` counts good and bad calls of the last minutes since it closed. */
export function decideBreaker(
  before: BreakerSnapshot,
  call: { readonly signal: CallSignal; readonly operation: string; readonly at: Instant; readonly ordersCallBank?: boolean },
  recent: { readonly good: number; readonly bad: number },
  rules: RoutingDocument['breaker'],
): BreakerDecision {
  // A bank that closes or finds orders but takes none is still silent to those who want to pay: such an answer does not break the row.
  const aside = call.signal === 'good' && call.ordersCallBank !== false && call.operation !== 'create' && call.operation !== 'probe' && before.state === 'closed';
  const timeouts = call.signal === 'timeout' ? before.consecutiveTimeouts + 1 : call.signal === 'neutral' || aside ? before.consecutiveTimeouts : 0;
  const keep = (step: BreakerStep | null, retryAt = before.retryAt): BreakerDecision => ({ consecutiveTimeouts: timeouts, step, retryAt });
  const probe = call.operation === 'probe';
  const pause = plusMs(call.at, rules.pauseMs);
  const bad = call.signal === 'timeout' || call.signal === 'failure';
  switch (before.state) {
    case 'closed': {
      if (timeouts >= rules.timeoutsToOpen) return keep({ event: 'trip', cause: `timeouts:${timeouts}` }, pause);
      const seen = recent.good + recent.bad;
      const rate = seen === 0 ? 0 : (recent.bad * 100) / seen;
      const failing = bad && recent.bad >= rules.failuresMin && rate >= rules.failurePercentToOpen;
      return failing ? keep({ event: 'trip', cause: `failure-rate:${Math.round(rate)}` }, pause) : keep(null);
    }
    case 'open': {
      if (call.signal !== 'good') return keep(null);
      // An order taken by a channel that had been silent (the last resort was asked) needs no pause; everything else counts after it only.
      const back = call.operation === 'create' && before.consecutiveTimeouts >= rules.timeoutsToOpen;
      const due = before.retryAt !== null && call.at >= before.retryAt;
      return back || due ? keep({ event: 'allow-trial', cause: probe ? 'probe-ok' : 'answer-ok' }, pause) : keep(null);
    }
    case 'half-open':
      if (bad) return keep({ event: 'trip', cause: probe ? 'probe-failed' : 'trial-failed' }, pause);
      if (call.signal !== 'good') return keep(null);
      if (!probe) return keep({ event: 'trial-succeeded', cause: 'trial-ok' }, null);
      // No payment came to try it: after a pause of good probes the trial ends by itself.
      return before.retryAt !== null && call.at >= before.retryAt ? keep({ event: 'trial-succeeded', cause: 'trial-unused' }, null) : keep(null);
  }
}
