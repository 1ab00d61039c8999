/**
 * Two clocks. `now` is bank time: the machine's time plus an offset an operator may advance; it dates orders and statements.
 * `wire` is the machine's time: signatures carry it, because the other side compares it with its own clock.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '@/lib/kernel/ports';
import { instant, instantOf, zoned, type BusinessDate, type Instant } from '@/lib/kernel/time';

export const BANK_ZONE = 'Asia/Shanghai';

export interface BankClock extends Clock {
  wire(): Instant;
  /** Milliseconds between bank time and the machine's time. */
  offsetMs(): number;
  setOffsetMs(ms: number): void;
  /** Moves the machine's own time too, for a test in which the other side's clock was moved as well. */
  setWireOffsetMs(ms: number): void;
  wireOffsetMs(): number;
  /** Runs `work` as a bank whose machines' time is `ms` off. */
  skewed<T>(ms: number, work: () => T): T;
  /** How long a delay of the real bank takes here. */
  scaled(delayMs: number): number;
  sleep(ms: number): Promise<void>;
}

/** The one place that reads the machine's clock. */
export function bankClock(timeScale: number, machine: () => number = () => Date.now()): BankClock {
  let offset = 0;
  let wireOffset = 0;
  const skew = new AsyncLocalStorage<number>();
  return {
    now: () => instant(machine() + offset),
    wire: () => instant(machine() + wireOffset + (skew.getStore() ?? 0)),
    setWireOffsetMs: (ms) => {
      wireOffset = ms;
    },
    wireOffsetMs: () => wireOffset,
    skewed: (ms, work) => skew.run(ms, work),
    offsetMs: () => offset,
    setOffsetMs: (ms) => {
      offset = ms;
    },
    scaled: (delayMs) => Math.round(delayMs / timeScale),
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms);
      }),
  };
}

/** `2026-11-22 09:30:00` in the bank's zone. */
export function bankDateTime(at: number): string {
  const local = zoned(instant(at), BANK_ZONE);
  return `${local.date} ${local.time}`;
}

/** `20261122093000` in the bank's zone. */
export const bankStamp = (at: number): string => bankDateTime(at).replace(/[-: ]/g, '');

/** `2026-11-22T09:30:00+08:00`, as WeChat writes moments. */
export const bankRfc3339 = (at: number): string => `${bankDateTime(at).replace(' ', 'T')}+08:00`;

/** The moment of `YYYYMMDDhhmmss` or `YYYY-MM-DD HH:mm:ss` in the bank's zone, or null when it is neither. */
export function parseBankTime(text: string): number | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})[ T]?(\d{2}):?(\d{2}):?(\d{2})$/.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const utc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(utc)) return null;
  return instantOf(`${year}-${month}-${day}` as BusinessDate, `${hour}:${minute}:${second}`, BANK_ZONE);
}
