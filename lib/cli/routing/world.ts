/**
 * The banks of a trace: what each of them would answer at any moment. Every draw is a hash of who asks whom for what, so that the router and the
 * oracle meet the same luck, and the same trace gives the same figures.
 */
import { hashToUnit } from '@/lib/routing';
import { DEFAULTS, type ChannelLine } from './trace';

export interface ChannelState {
  readonly from: number;
  readonly state: 'up' | 'down' | 'maintenance';
  readonly successRate: number;
  readonly timeoutRate: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export type OrderDraw =
  | { readonly kind: 'taken'; readonly latencyMs: number }
  /** Certainly not taken; `quick` when nothing was reached at all. */
  | { readonly kind: 'refused'; readonly latencyMs: number; readonly reached: boolean; readonly cause: 'bank-busy' | 'bank-maintenance' | 'network' }
  /** No answer. Whether the bank has the order, and when it takes the money if nobody closes it, is the bank's secret. */
  | { readonly kind: 'silent'; readonly chargedAfterMs: number | null };

const REFUSED_CONNECTION_MS = 20;
const MAINTENANCE_ANSWER_MS = 60;
/** Part of the unanswered orders that a living or a dead bank has all the same, and of those that it takes money for. */
const REACHED = { up: 0.5, down: 0.1 };
const CHARGED = 0.4;
const CHARGE_WITHIN_MS = 20_000;
/** 95th percentile of a normal distribution, in standard deviations. */
const Z95 = 1.645;

export class World {
  readonly names: readonly string[];
  private readonly timelines = new Map<string, ChannelState[]>();

  constructor(lines: readonly ChannelLine[], private readonly seed: number) {
    for (const line of lines) {
      const timeline = this.timelines.get(line.channel) ?? [];
      timeline.push(stateOf(line, timeline.findLast((s) => s.state === 'up'), timeline[timeline.length - 1]));
      this.timelines.set(line.channel, timeline);
    }
    this.names = [...this.timelines.keys()];
  }

  timeline(channel: string): readonly ChannelState[] {
    return this.timelines.get(channel) ?? [];
  }

  /** Null before the channel's first line. */
  at(channel: string, now: number): ChannelState | null {
    const timeline = this.timeline(channel);
    let low = 0;
    let high = timeline.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timeline[middle]!.from <= now) low = middle + 1;
      else high = middle;
    }
    return timeline[low - 1] ?? null;
  }

  /** What becomes of a payment's order sent there now. One payment's luck at one channel is the same whenever it comes. */
  order(payment: string, channel: string, now: number): OrderDraw {
    const state = this.at(channel, now);
    const luck = this.draw('order', payment, channel);
    if (!state || state.state === 'down') {
      const silent = this.draw('silence', payment, channel) < (state?.timeoutRate ?? 0);
      return silent ? this.silence(payment, channel, REACHED.down) : { kind: 'refused', latencyMs: REFUSED_CONNECTION_MS, reached: false, cause: 'network' };
    }
    if (state.state === 'maintenance') return { kind: 'refused', latencyMs: MAINTENANCE_ANSWER_MS, reached: true, cause: 'bank-maintenance' };
    const latencyMs = this.latency(state, 'order', payment, channel);
    if (luck < state.successRate) return { kind: 'taken', latencyMs };
    if (luck < state.successRate + state.timeoutRate) return this.silence(payment, channel, REACHED.up);
    return { kind: 'refused', latencyMs, reached: true, cause: 'bank-busy' };
  }

  /** A question about an order, a close or a probe: how long until its answer, or null when none comes. */
  answer(what: string, channel: string, now: number): number | null {
    const state = this.at(channel, now);
    if (!state || state.state !== 'up') return null;
    // A bank that fails orders still knows what it has; only silence counts here.
    return this.draw('silence', what, channel) < state.timeoutRate ? null : this.latency(state, 'answer', what, channel);
  }

  private silence(payment: string, channel: string, reached: number): OrderDraw {
    const secret = this.draw('secret', payment, channel);
    const charged = secret < reached * CHARGED;
    return { kind: 'silent', chargedAfterMs: charged ? (secret / (reached * CHARGED)) * CHARGE_WITHIN_MS : null };
  }

  private latency(state: ChannelState, ...about: string[]): number {
    const spread = state.p50Ms > 0 && state.p95Ms > state.p50Ms ? Math.log(state.p95Ms / state.p50Ms) / Z95 : 0;
    return Math.round(state.p50Ms * Math.exp(spread * normal(this.draw('latency', ...about), this.draw('latency-2', ...about))));
  }

  private draw(...about: string[]): number {
    return hashToUnit(`${this.seed}\0${about.join('\0')}`);
  }
}

/** Box–Muller. */
const normal = (u: number, v: number): number => Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);

/** What a line leaves out is as it last was while the channel was up: how it fails says nothing about how it will be when it is back. */
function stateOf(line: ChannelLine, lastUp: ChannelState | undefined, before: ChannelState | undefined): ChannelState {
  const state = line.state ?? before?.state ?? 'up';
  const usual = { successRate: DEFAULTS.successRate, timeoutRate: DEFAULTS.timeoutRate, ...lastUp, ...(state === 'down' && { timeoutRate: DEFAULTS.downTimeoutRate }) };
  const [p50Ms, p95Ms] = line.latencyMs ?? (lastUp ? [lastUp.p50Ms, lastUp.p95Ms] : DEFAULTS.latencyMs);
  return { from: line.t, state, successRate: line.successRate ?? usual.successRate, timeoutRate: line.timeoutRate ?? usual.timeoutRate, p50Ms, p95Ms };
}
