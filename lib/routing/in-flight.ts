/**
 * Orders on the way to their banks in this process. A channel that stops answering is seen here a second after its first silent order,
 * long before the first time-out; and the bulkhead keeps one slow bank from taking every place there is.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { LiveLoad, LiveLoads } from './snapshot';

/** An order is stalled when it waits this many times longer than all but the slowest answers of its channel, but never before a second. */
const STALL_FACTOR = 2;
const STALL_MIN_MS = 1_000;
const STALL_MAX_MS = 2_500;

export const stallMsOf = (p95Ms: number): number => Math.min(STALL_MAX_MS, Math.max(STALL_MIN_MS, STALL_FACTOR * p95Ms));

export class InFlight {
  private readonly started = new Map<string, Set<{ readonly at: number }>>();

  /** Answers what to call when the bank has answered. */
  enter(channel: string, at: number): () => void {
    let orders = this.started.get(channel);
    if (!orders) this.started.set(channel, (orders = new Set()));
    const order = { at };
    orders.add(order);
    return () => void orders.delete(order);
  }

  load(channel: string, p95Ms: number, now: number): LiveLoad {
    const orders = this.started.get(channel);
    if (!orders || orders.size === 0) return NONE;
    const before = now - stallMsOf(p95Ms);
    let stalled = 0;
    // In order of entering: the first that is young enough ends the count.
    for (const order of orders) {
      if (order.at > before) break;
      stalled++;
    }
    return { inFlight: orders.size, stalled };
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

/** This process's own orders, of all institutions. */
const here = new InFlight();
const placeOf = (institutionId: InstitutionId, channel: string): string => `${institutionId}\0${channel}`;

/** `now` is the monotonic clock, as for `loadsOf`. */
export const enterBank = (institutionId: InstitutionId, channel: string, now: number): (() => void) => here.enter(placeOf(institutionId, channel), now);
export const loadsOf = (institutionId: InstitutionId, now: number): LiveLoads => (channel, p95Ms) => here.load(placeOf(institutionId, channel), p95Ms, now);
