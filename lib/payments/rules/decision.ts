/** What every rule is given besides the rows, and what it answers. Rules read no clock and no randomness of their own. */
import type { Capabilities, ChannelCode } from '@/lib/channels/port';
import type { Id, IdKind } from '@/lib/kernel/ids';
import { newId, type Clock, type Random } from '@/lib/kernel/ports';
import { plusMs, type Instant } from '@/lib/kernel/time';
import type { Effects } from '../effects';
import type { ChannelGateway } from '../gateway';
import type { Inquiry, InquiryKind } from '../rows';

export interface DecisionEnv {
  readonly now: Instant;
  newId<K extends IdKind>(kind: K): Id<K>;
  capabilities(channel: ChannelCode): Capabilities;
  /** 0…1, so that many orders of one moment are not all asked about in one moment. */
  jitter(): number;
}

export interface Decision<R> {
  readonly effects: Effects;
  readonly result: R;
}

export function decisionEnv(deps: { clock: Clock; random: Random; gateway: Pick<ChannelGateway, 'capabilities'> }): DecisionEnv {
  const now = deps.clock.now();
  return {
    now,
    newId: (kind) => newId(kind, { clock: { now: () => now }, random: deps.random }),
    capabilities: (channel) => deps.gateway.capabilities(channel),
    jitter: () => (deps.random.bytes(1)[0] ?? 0) / 256,
  };
}

/** An order committed but not yet submitted is taken up by the sweeper after this long: its process is gone. */
export const UNSUBMITTED_PATIENCE_MS = 8_000;
/** Longer than any call to a bank may take (its own timeout), so that the sweeper does not ask about a call still under way. */
export const SUBMITTING_PATIENCE_MS = 12_000;
/** A payment whose order is dead keeps its bills this long, so that the payer can go on by another way without starting again. */
export const REROUTE_WINDOW_MS = 5 * 60_000;
export const ATTEMPTS_MAX = 8;

export const inquiryIn = (subjectId: string, kind: InquiryKind, now: Instant, delayMs: number, tries = 0): Inquiry => ({
  subjectId,
  kind,
  dueAt: plusMs(now, Math.max(0, Math.round(delayMs))),
  tries,
});

export const inquiryOver = (subjectId: string, kind: InquiryKind): Inquiry => ({ subjectId, kind, dueAt: null, tries: 0 });

/** Delay before inquiry number `tries + 1`: the channel's schedule, its last step for ever, 10 % either way. */
export function inquiryDelayMs(schedule: readonly number[], tries: number, jitter: number): number {
  const step = schedule[Math.min(tries, schedule.length - 1)] ?? 60_000;
  return Math.round(step * (0.9 + 0.2 * jitter));
}
