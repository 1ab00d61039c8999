/** What every rule is given besides the rows, and what it answers. Rules read no clock and no randomness of their own. */
import type { Capabilities, ChannelCode } from '@/lib/channels/port';
import type { Id, IdKind } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { plusMs, type Instant } from '@/lib/kernel/time';
import type { PaymentDeps } from '../deps';
import type { Effects } from '../effects';
import type { ChannelGateway } from '../gateway';
import type { Inquiry, InquiryKind } from '../rows';

export interface DecisionEnv {
  readonly now: Instant;
  newId<K extends IdKind>(kind: K): Id<K>;
  capabilities(channel: ChannelCode): Capabilities;
  /** 0…1, so that many orders of one moment are not all asked about in one moment. */
  jitter(): number;
  /** Least time between two questions about one order of this channel. */
  floorMs(channel: ChannelCode): number;
}

export interface Decision<R> {
  readonly effects: Effects;
  readonly result: R;
}

export function decisionEnv(deps: Pick<PaymentDeps, 'clock' | 'random' | 'pace'> & { readonly gateway: Pick<ChannelGateway, 'capabilities'> }): DecisionEnv {
  const now = deps.clock.now();
  return {
    now,
    newId: (kind) => newId(kind, { clock: { now: () => now }, random: deps.random }),
    capabilities: (channel) => deps.gateway.capabilities(channel),
    jitter: () => (deps.random.bytes(1)[0] ?? 0) / 256,
    floorMs: (channel) => deps.pace?.floorMs(channel) ?? 0,
  };
}

/** An order committed but not yet submitted is taken up by the sweeper after this long: its process is gone. */
export const UNSUBMITTED_PATIENCE_MS = 8_000;
/** Longer than any call to a bank may take (its own timeout), so that the sweeper does not ask about a call still under way. */
export const SUBMITTING_PATIENCE_MS = 12_000;
/** A payment whose order is dead keeps its bills this long, so that the payer can go on by another way without starting again. */
export const REROUTE_WINDOW_MS = 5 * 60_000;
/** More than there are channels, so that the last resort is reached. */
export const ATTEMPTS_MAX = 16;

export const inquiryIn = (subjectId: string, kind: InquiryKind, now: Instant, delayMs: number, tries = 0): Inquiry => ({
  subjectId,
  kind,
  dueAt: plusMs(now, Math.max(0, Math.round(delayMs))),
  tries,
});

export const inquiryOver = (subjectId: string, kind: InquiryKind): Inquiry => ({ subjectId, kind, dueAt: null, tries: 0 });

/** The payer is at the bank now: most money comes, and most callbacks are lost, within the first seconds. */
const EARLY_MS = [1_000, 1_500, 2_000, 2_500, 3_500] as const;
/** An answer that says nothing is no answer: the question is asked again soon, for as long as that can help. */
const UNCLEAR_MS = [500, 700, 1_000, 1_000, 1_000, 1_500, 1_500, 2_000, 2_000, 3_000] as const;

/**
 * Delay before inquiry number `tries + 1`: seconds first, then the channel's own schedule, its last step for ever; sooner after an unclear answer;
 * never sooner than the bank has lately needed to answer (`floorMs`); 10 % either way.
 */
export function nextAskMs(schedule: readonly number[], tries: number, unclear: boolean, jitter: number, floorMs: number): number {
  const later = schedule.filter((ms) => ms > EARLY_MS[EARLY_MS.length - 1]!);
  const usual = EARLY_MS[tries] ?? later[Math.min(tries - EARLY_MS.length, later.length - 1)] ?? 60_000;
  const step = unclear ? Math.min(usual, UNCLEAR_MS[tries] ?? usual) : usual;
  return Math.round(Math.max(step * (0.9 + 0.2 * jitter), floorMs));
}
