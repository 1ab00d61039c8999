/** What a replay tells. */
import type { Drains } from './drain';

export interface ReplayResult {
  readonly payments: number;
  readonly succeeded: number;
  /** Ended unpaid for the channels' sake: every way that could be tried was tried, or there was none. */
  readonly technicalFailures: number;
  /** The payer's own reason: no way would have helped. */
  readonly declined: number;
  /** Unclear to the end of the trace and of the payer's patience: never tried elsewhere. */
  readonly unknown: number;
  readonly chargedTwice: number;
  readonly firstTrySuccess: number;
  /** Of all orders opened, the part that went to each channel; adds up to 1. */
  readonly shareByChannel: Readonly<Record<string, number>>;
  readonly oracleFailures: number;
  readonly p99DecisionUs: number;
  readonly p50DecisionUs: number;
  readonly orders: number;
  /** Succeeded on a later order than the first. */
  readonly savedByCascade: number;
  /** Payments whose payer had to tap because the time for trying unasked was over. */
  readonly asked: number;
  /** Succeeded only after an unclear order had been made certain. */
  readonly followed: number;
  readonly redirectWithin2s: number;
  /** From the click until the bank had the order that was paid. */
  readonly waitMs: { readonly p50: number; readonly p99: number; readonly p999: number; readonly max: number };
  readonly meanChannelFailure: number;
  readonly drains: ReturnType<Drains['summary']>;
  readonly repeated: number;
  readonly outOfOrder: number;
  readonly warnings: readonly string[];
}

/** Sorts what it is given. */
export function percentilesOf(values: number[]): (part: number) => number {
  const sorted = values.sort((a, b) => a - b);
  return (part) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10;
}
