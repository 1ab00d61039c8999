/** What a decision is made from: the channels as they are, the payment as it is asked for, and the orders on the way. */
import type { BreakerState } from './machine';

export interface ChannelSnapshot {
  readonly accountId: string;
  readonly channel: string;
  readonly method: string;
  readonly currencies: readonly string[];
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  readonly feeBps: number;
  readonly breaker: BreakerState;
  /** A breaker that is not closed lets one payment through; true when somebody has it. */
  readonly trialTaken: boolean;
  /** Its breaker opened because nothing came back, not because too much was refused. */
  readonly silent?: boolean;
  /** Its last order was not answered, a moment ago: not enough for the breaker, enough to ask the others first. */
  readonly unsure?: boolean;
  readonly maintenanceUntil: string | null;
  readonly health: ChannelHealth;
  /** What is left of the day's and the month's limit, reservations taken off; absent = no limit. */
  readonly leftMinor?: { readonly day: bigint | null; readonly month: bigint | null };
  /** Outside its daily hours: the time it opens again. */
  readonly closedUntil?: string | null;
  readonly refund?: { readonly windowDays: number; readonly partial: boolean };
}

/** Decayed figures of real traffic, payer-caused refusals left out; probes stand in only where there is no traffic. */
export interface ChannelHealth {
  readonly successRate: number;
  /** Calls that ended unclear: they cost a payer more than a plain no, because nothing else may be tried until it is certain. */
  readonly timeoutRate?: number;
  readonly p95Ms: number;
  readonly samples: number;
}

export interface RouteRequest {
  /** Spreads payments by hash; the payment's id. */
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Methods the bills allow. */
  readonly allowedMethods: readonly string[];
  /** What the payer chose; `any` lets the router choose. */
  readonly method: string;
  /** Channels this payment has already been refused by. */
  readonly tried: readonly string[];
  /** The payer's region, `CN-36`; absent = not known. */
  readonly region?: string;
  readonly payerAttributes?: Readonly<Record<string, unknown>>;
  /** What a later refund of these bills must be able to do. */
  readonly refundNeeds?: { readonly windowDays: number; readonly partial: boolean };
  /** Channels that risk keeps this payment from, or all of them. */
  readonly riskHeld?: readonly string[] | 'all';
  /** The fee plan's own wish, 0…100 per channel, on top of the institution's. */
  readonly planWeights?: Readonly<Record<string, number>>;
}

/** What this process knows of orders on the way at this very moment. */
export interface LiveLoad {
  readonly inFlight: number;
  /** Those that have been waiting much longer than this channel's answers take. */
  readonly stalled: number;
}
export type LiveLoads = (channel: string, p95Ms: number) => LiveLoad;
