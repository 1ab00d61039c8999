/**
 * How fast a bank may be asked: never more often per second than the channel allows, and never again sooner than the bank has lately needed to
 * answer. One per process; what it has observed is forgotten with the process and learnt again within seconds.
 */
import type { ChannelCode } from '@/lib/channels/port';
import type { Instant } from '@/lib/kernel/time';

export interface InquiryPace {
  /** 0: ask now. Otherwise come again in so many milliseconds; who comes again later is spread over the time the channel needs for all of them. */
  turn(channel: ChannelCode, now: Instant): number;
  observed(channel: ChannelCode, tookMs: number): void;
  /** The least time between two questions about one order, from what answers lately took. */
  floorMs(channel: ChannelCode): number;
}

/** Per process. Where no limit is public, a sandbox convention; those of WeChat and Alipay are said to be in the hundreds. */
const QUERIES_PER_SECOND_DEFAULT = 20;
const QUERIES_PER_SECOND: Readonly<Partial<Record<ChannelCode, number>>> = { wechat: 50, alipay: 50 };
/** Questions that may be asked at once after a silence. */
const BURST_MS = 1_000;
const WEIGHT = 0.1;
const FLOOR_MAX_MS = 20_000;

interface Observed {
  mean: number;
  deviation: number;
  /** When the next question may be asked. */
  nextAt: number;
  /** When the last one of those who wait is to come again. */
  bookedAt: number;
}

export function createPace(perSecond: (channel: ChannelCode) => number = (c) => QUERIES_PER_SECOND[c] ?? QUERIES_PER_SECOND_DEFAULT): InquiryPace {
  const seen = new Map<ChannelCode, Observed>();
  const of = (channel: ChannelCode): Observed => {
    const known = seen.get(channel);
    if (known) return known;
    const fresh = { mean: 0, deviation: 0, nextAt: 0, bookedAt: 0 };
    seen.set(channel, fresh);
    return fresh;
  };
  return {
    turn: (channel, now) => {
      const bank = of(channel);
      const interval = 1_000 / perSecond(channel);
      const next = Math.max(bank.nextAt, now - BURST_MS);
      if (next <= now) {
        bank.nextAt = next + interval;
        return 0;
      }
      bank.bookedAt = Math.max(bank.bookedAt, next) + interval;
      return Math.ceil(bank.bookedAt - now);
    },
    observed: (channel, tookMs) => {
      const bank = of(channel);
      bank.deviation += WEIGHT * (Math.abs(tookMs - bank.mean) - bank.deviation);
      bank.mean += WEIGHT * (tookMs - bank.mean);
    },
    // Mean and four deviations: what nearly every answer stays within (as TCP judges when to send again).
    floorMs: (channel) => Math.min(FLOOR_MAX_MS, of(channel).mean + 4 * of(channel).deviation),
  };
}
