/**
 * What a window of calls says about a channel, as plain arithmetic. The database works the same sums over the same calls (health.ts); the virtual
 * router works them here, and a test holds the two together.
 */
import type { CallSignal } from './breaker';
import type { ChannelHealth } from './snapshot';

export const WINDOW_MS = 15 * 60_000;
/** Newest calls looked at per channel: more would say the same and cost the more, the busier the day. */
export const CALLS_MAX = 400;
/** A busy channel forgets within seconds, a quiet one remembers for minutes: the half-life is the time in which this many calls were made. */
export const CALLS_PER_HALF_LIFE = 60;
export const HALF_LIFE_MIN_S = 15;
export const HALF_LIFE_MAX_S = 180;
/** A channel nobody has used yet is taken to be good; five real calls outweigh that belief. */
export const PRIOR_CALLS = 5;
export const PRIOR_SUCCESS = 0.98;
/** A probe is a sign of life, not a payment. */
export const PROBE_WEIGHT = 0.1;
/** Questions about orders say something about the bank, orders themselves say what payers will meet. */
export const ASIDE_WEIGHT = 0.5;
/** Fewer calls than this give no percentile to go by. */
export const LATENCY_CALLS_MIN = 3;

/** So long an unanswered order puts its channel behind the others: within this time an order of our own has said more (probe-channels.ts). */
export const UNSURE_MS = 10_000;

export interface WindowCall {
  /** Milliseconds. */
  readonly at: number;
  readonly operation: string;
  readonly signal: CallSignal;
  readonly durationMs: number;
}

export const NO_CALLS_YET: ChannelHealth = { successRate: PRIOR_SUCCESS, timeoutRate: 0, p95Ms: 0, samples: 0 };

const weightOf = (operation: string): number => (operation === 'probe' ? PROBE_WEIGHT : operation === 'create' ? 1 : ASIDE_WEIGHT);

/** Seconds after which a call counts half. */
export const halfLifeOf = (calls: number, spanS: number): number =>
  Math.min(HALF_LIFE_MAX_S, Math.max(HALF_LIFE_MIN_S, (spanS * CALLS_PER_HALF_LIFE) / Math.max(1, calls)));

/** `calls` in order of time, neutral ones left out, at most `CALLS_MAX`, none older than `WINDOW_MS`. */
export function healthOfCalls(calls: readonly WindowCall[], now: number): ChannelHealth {
  const oldest = calls[0];
  if (!oldest) return NO_CALLS_YET;
  const halfLifeMs = halfLifeOf(calls.length, (now - oldest.at) / 1_000) * 1_000;
  let all = 0;
  let good = 0;
  let timeouts = 0;
  for (const call of calls) {
    const weight = weightOf(call.operation) * 2 ** (-(now - call.at) / halfLifeMs);
    all += weight;
    if (call.signal === 'good') good += weight;
    else if (call.signal === 'timeout') timeouts += weight;
  }
  const latencies = calls.filter((c) => c.operation !== 'probe').map((c) => c.durationMs);
  return {
    successRate: (good + PRIOR_CALLS * PRIOR_SUCCESS) / (all + PRIOR_CALLS),
    timeoutRate: timeouts / (all + PRIOR_CALLS),
    p95Ms: latencies.length < LATENCY_CALLS_MIN ? 0 : percentile(latencies, 0.95),
    samples: calls.length,
  };
}

/** Linear between neighbours, as PostgreSQL's percentile_cont. */
function percentile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

/** A channel's newest calls, in memory. */
export class HealthWindow {
  private calls: WindowCall[] = [];

  observe(call: WindowCall): void {
    if (call.signal === 'neutral') return;
    this.calls.push(call);
    // Cut in blocks: an array that loses its first element at every call would be copied at every call.
    if (this.calls.length > 2 * CALLS_MAX) this.calls = this.calls.slice(-CALLS_MAX);
  }

  healthAt(now: number): ChannelHealth {
    return healthOfCalls(this.calls.slice(-CALLS_MAX).filter((c) => c.at > now - WINDOW_MS && c.at <= now), now);
  }

  /** Real calls after a moment, good and bad: what the breaker's failure rate is made of. */
  recent(since: number): { good: number; bad: number } {
    let good = 0;
    let bad = 0;
    for (let i = this.calls.length - 1; i >= 0; i--) {
      const call = this.calls[i]!;
      if (call.at <= since) break;
      if (call.operation === 'probe') continue;
      if (call.signal === 'good') good++;
      else bad++;
    }
    return { good, bad };
  }
}
