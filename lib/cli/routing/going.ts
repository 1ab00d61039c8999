/** A payment of a replay on its way, and what is counted of all of them. */
import type { PaymentLine } from './trace';

export interface Going {
  readonly line: PaymentLine;
  readonly tried: string[];
  readonly unreached: Set<string>;
  orders: number;
  pauses: number;
  readonly clickedAt: number;
  budgetFrom: number;
  wasAsked: boolean;
  wasUnclear: boolean;
}

export const goingFrom = (line: PaymentLine, now: number): Going =>
  ({ line, tried: [], unreached: new Set(), orders: 0, pauses: 0, clickedAt: now, budgetFrom: now, wasAsked: false, wasUnclear: false });

export const NOTHING_YET = {
  succeeded: 0, technicalFailures: 0, declined: 0, unknown: 0, firstTrySuccess: 0, oracleFailures: 0, savedByCascade: 0, asked: 0, followed: 0, quick: 0,
};
