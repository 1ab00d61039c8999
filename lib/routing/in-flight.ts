/**
 * Orders on the way to their banks in this process. A channel that stops answering is seen here half a second after its first silent order,
 * long before the first time-out; and the bulkhead keeps one slow bank from taking every place there is.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { LiveLoad, LiveLoads } from './snapshot';

/** An order is stalled when it waits this many times longer than all but the slowest answers of its channel, but never before half a second. */
const STALL_FACTOR = 2;
const STALL_MIN_MS = 500;
const STALL_MAX_MS = 1_500;
/** An order that ended unclear counts as stalled for so long, unless the next one is taken: until every process has read what came of it. */
const DOUBT_MS = 3_000;

export const stallMsOf = (p95Ms: number): number => Math.min(STALL_MAX_MS, Math.max(STALL_MIN_MS, STALL_FACTOR * p95Ms));

/** What is to be called when the bank has answered, and what kind of answer it was: nothing clear, a clear yes, or any other. */
export type Leave = (now: number, answer: 'unclear' | 'taken' | 'other') => void;

export class InFlight {
  private readonly started = new Map<string, Set<{ readonly at: number }>>();
  private readonly doubts = new Map<string, { count: number; readonly until: number }>();

  enter(channel: string, at: number): Leave {
    let orders = this.started.get(channel);
    if (!orders) this.started.set(channel, (orders = new Set()));
    const order = { at };
    orders.add(order);
    return (now, answer) => {
      orders.delete(order);
      if (answer === 'taken') this.doubts.delete(channel);
      else if (answer === 'unclear') this.doubts.set(channel, { count: (this.doubts.get(channel)?.count ?? 0) + 1, until: now + DOUBT_MS });
    };
  }

  load(channel: string, p95Ms: number, now: number): LiveLoad {
    const orders = this.started.get(channel);
    const doubt = this.doubts.get(channel);
    if (doubt && doubt.until <= now) this.doubts.delete(channel);
    const unclear = doubt && doubt.until > now ? doubt.count : 0;
    if (!orders || orders.size === 0) return unclear === 0 ? NONE : { inFlight: unclear, stalled: unclear };
    const before = now - stallMsOf(p95Ms);
    let stalled = unclear;
    // In order of entering: the first that is young enough ends the count.
    for (const order of orders) {
      if (order.at > before) break;
      stalled++;
    }
    return { inFlight: orders.size + unclear, stalled };
  }
}

const NONE: LiveLoad = { inFlight: 0, stalled: 0 };

/** How long an order may keep a payer waiting before it counts as not answered: several times what the channel's slow answers take. */
const PATIENCE_FACTOR = 4;
const PATIENCE_MIN_MS = 2_500;
const PATIENCE_MAX_MS = 10_000;
/** Of a channel nobody has asked yet. */
const PATIENCE_UNKNOWN_MS = 3_000;

export const patienceMsOf = (p95Ms: number): number => (p95Ms === 0 ? PATIENCE_UNKNOWN_MS : Math.min(PATIENCE_MAX_MS, Math.max(PATIENCE_MIN_MS, PATIENCE_FACTOR * p95Ms)));

/**
 * How long a payer is kept waiting for one channel while another one stands by: several times what its slow answers take, and never so long that
 * the next one could not answer within what is left. Two silent banks in a row leave time for a third. The call itself is not given up then, and
 * whatever its bank still says counts.
 */
const STAND_BY_FACTOR = 3;
const STAND_BY_MIN_MS = 600;
const STAND_BY_MAX_MS = 1_200;
/** Of a channel nobody has asked yet: the first call also opens the connection. */
const STAND_BY_UNKNOWN_MS = 800;
/** Kept for the one that comes after. */
const FOR_THE_NEXT_MS = 500;
const STAND_BY_LEAST_MS = 350;

export function standByMsOf(p95Ms: number, leftMs: number): number {
  const wished = p95Ms === 0 ? STAND_BY_UNKNOWN_MS : Math.min(STAND_BY_MAX_MS, Math.max(STAND_BY_MIN_MS, STAND_BY_FACTOR * p95Ms));
  return Math.max(STAND_BY_LEAST_MS, Math.min(wished, leftMs - FOR_THE_NEXT_MS));
}

/** This process's own orders, of all institutions. */
const here = new InFlight();
const placeOf = (institutionId: InstitutionId, channel: string): string => `${institutionId}\0${channel}`;

/** `now` is the monotonic clock, as for `loadsOf`. */
export const enterBank = (institutionId: InstitutionId, channel: string, now: number): Leave => here.enter(placeOf(institutionId, channel), now);
export const loadsOf = (institutionId: InstitutionId, now: number): LiveLoads => (channel, p95Ms) => here.load(placeOf(institutionId, channel), p95Ms, now);
