/**
 * The router over memory: the same eligibility, breaker, health and score as in production, with the database's part (one breaker row per channel,
 * one trial at a time, snapshots at most a second old) done here. For replays on a virtual clock; time is milliseconds of whoever calls.
 */
import type { Cause } from '@/lib/channels';
import { step } from '@/lib/kernel/machine';
import { must } from '@/lib/kernel/result';
import { instant } from '@/lib/kernel/time';
import { decideBreaker, FAILURE_WINDOW_MS, signalOf, type BreakerSnapshot } from './breaker';
import { HealthWindow, UNSURE_MS } from './health-window';
import { InFlight, type Leave } from './in-flight';
import { breakerMachine } from './machine';
import type { CandidateView, RoutingDocument } from './model';
import { rankChannels } from './rank';
import type { ChannelSnapshot, RouteRequest } from './snapshot';

const SNAPSHOT_FRESH_MS = 1_000;

/** What stands in the contract; the rest of a snapshot is what the router learns. */
export type ContractFacts = Omit<ChannelSnapshot, 'breaker' | 'trialTaken' | 'maintenanceUntil' | 'health'>;

interface Known {
  readonly facts: ContractFacts;
  readonly window: HealthWindow;
  breaker: BreakerSnapshot;
  trial: string | null;
  closedAt: number;
  touchedAt: number;
  maintenanceUntil: string | null;
}

export class VirtualRouter {
  private readonly known = new Map<string, Known>();
  private readonly onTheWay = new InFlight();
  private cached: { at: number; snapshots: ChannelSnapshot[] } | null = null;

  constructor(private readonly document: RoutingDocument) {}

  addChannel(facts: ContractFacts): void {
    this.known.set(facts.channel, {
      facts, window: new HealthWindow(), breaker: { state: 'closed', consecutiveTimeouts: 0, retryAt: null }, trial: null, closedAt: 0, touchedAt: 0, maintenanceUntil: null,
    });
    this.cached = null;
  }

  setMaintenance(channel: string, until: string | null): void {
    this.of(channel).maintenanceUntil = until;
    this.cached = null;
  }

  decide(request: RouteRequest, now: number): CandidateView[] {
    return rankChannels(this.snapshots(now), request, this.document, (channel, p95Ms) => this.onTheWay.load(channel, p95Ms, now));
  }

  /** Fills the cache, so that a caller can time `decide` alone, as production does. */
  snapshots(now: number): ChannelSnapshot[] {
    if (this.cached && now - this.cached.at < SNAPSHOT_FRESH_MS) return this.cached.snapshots;
    const snapshots = [...this.known.values()].map((k): ChannelSnapshot => ({
      ...k.facts, breaker: k.breaker.state, trialTaken: k.trial !== null,
      unsure: k.breaker.consecutiveTimeouts > 0 && k.touchedAt > now - UNSURE_MS,
      silent: k.breaker.consecutiveTimeouts >= this.document.breaker.timeoutsToOpen, maintenanceUntil: k.maintenanceUntil, health: k.window.healthAt(now),
    }));
    this.cached = { at: now, snapshots };
    return snapshots;
  }

  breakerOf(channel: string): BreakerSnapshot['state'] {
    return this.of(channel).breaker.state;
  }

  /** Not closed, or about to open: such channels are tried with orders of our own. */
  inDoubt(channel: string): boolean {
    const { state, consecutiveTimeouts } = this.of(channel).breaker;
    return state !== 'closed' || consecutiveTimeouts > 0;
  }

  healthOf(channel: string, now: number): ChannelSnapshot['health'] {
    return this.snapshots(now).find((s) => s.channel === channel)!.health;
  }

  /** One order at a time may try a channel whose breaker is not closed. True when the way is free. */
  claimTrial(channel: string, orderId: string): boolean {
    const k = this.of(channel);
    if (k.breaker.state === 'closed') return true;
    if (k.trial !== null && k.trial !== orderId) return false;
    k.trial = orderId;
    this.cached = null;
    return true;
  }

  enter(channel: string, now: number): Leave {
    return this.onTheWay.enter(channel, now);
  }

  /** One call and its answer, as `observeCall` sees it. */
  observe(channel: string, call: { operation: string; certainty: string; cause: Cause | null; startedAt: number; at: number }): void {
    const k = this.of(channel);
    const signal = signalOf(call.certainty, call.cause);
    k.window.observe({ at: call.at, operation: call.operation, signal, durationMs: call.at - call.startedAt });
    const recent = k.window.recent(Math.max(k.closedAt, call.at - FAILURE_WINDOW_MS));
    const decision = decideBreaker(k.breaker, { signal, operation: call.operation, at: instant(call.at) }, recent, this.document.breaker);
    const state = decision.step ? must(step(breakerMachine, k.breaker.state, decision.step.event)) : k.breaker.state;
    k.breaker = { state, consecutiveTimeouts: decision.consecutiveTimeouts, retryAt: decision.retryAt };
    if (decision.step && state === 'closed') k.closedAt = call.at;
    k.touchedAt = call.at;
    const trialOver = k.trial !== null && call.operation === 'create' && signal !== 'good';
    if (decision.step || trialOver) {
      k.trial = null;
      this.cached = null;
    }
  }

  private of(channel: string): Known {
    const found = this.known.get(channel);
    if (!found) throw new Error(`no channel ${channel}`);
    return found;
  }
}
