/**
 * Which entries reconciliation makes. Matched lines leave clearing and arrive at the bank, less fees. A decided difference moves what is left over
 * to 待处理财产损溢 (1901), so that clearing holds exactly what is still open. Pure.
 */
import { assert } from '@/lib/kernel/assert';
import type { Currency } from '@/lib/kernel/money';
import type { Instant } from '@/lib/kernel/time';
import { ACCOUNTS, entryOf, type EntryDraft, type EntryLine } from '@/lib/ledger';

export interface SettledSums {
  readonly currency: Currency;
  readonly paymentsMinor: bigint;
  readonly paymentFeesMinor: bigint;
  readonly refundsMinor: bigint;
  /** Negative where the channel gives its fee back. */
  readonly refundFeesMinor: bigint;
}

interface Head {
  readonly key: string;
  readonly at: Instant;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly channel: string;
  readonly memo: string;
}

/** One entry for all lines of one act (a run, a group matched by hand); null when no money is in it. */
export function settledEntry(head: Head, sums: SettledSums): EntryDraft | null {
  const event = (amountMinor: bigint, feeMinor: bigint) =>
    entryOf({ ...head, kind: 'statement-settled', currency: sums.currency, amountMinor, feeMinor }).lines;
  const paid = sums.paymentsMinor !== 0n ? event(sums.paymentsMinor, sums.paymentFeesMinor) : [];
  const back = sums.refundsMinor !== 0n ? event(sums.refundsMinor, -sums.refundFeesMinor).map((l) => ({ ...l, amountMinor: -l.amountMinor })) : [];
  const lines = [...paid, ...back];
  return lines.length === 0 ? null : draft(head, 'statement-settled', lines);
}

export interface DecidedCase {
  readonly currency: Currency;
  readonly direction: 'credit' | 'debit';
  readonly bankMinor: bigint | null;
  readonly feeMinor: bigint | null;
  readonly ourMinor: bigint | null;
}

/** The bank's figure is taken: bank and fee as it says, clearing as we booked, the rest to the account of differences. */
export function decidedEntry(head: Head, decided: DecidedCase): EntryDraft | null {
  const sign = decided.direction === 'credit' ? 1n : -1n;
  const gross = sign * (decided.bankMinor ?? 0n);
  const fee = decided.bankMinor === null ? 0n : (decided.feeMinor ?? 0n);
  const ours = sign * (decided.ourMinor ?? 0n);
  const line = (account: string, amountMinor: bigint): EntryLine => ({ account, amountMinor, currency: decided.currency });
  const lines = [
    line(ACCOUNTS.bank(head.channel), gross - fee), line(ACCOUNTS.fees, fee), line(ACCOUNTS.clearing(head.channel), -ours),
    line(ACCOUNTS.difference, ours - gross),
  ].filter((l) => l.amountMinor !== 0n);
  return lines.length === 0 ? null : draft(head, 'manual', lines);
}

function draft(head: Head, kind: 'statement-settled' | 'manual', lines: readonly EntryLine[]): EntryDraft {
  assert(lines.reduce((sum, l) => sum + l.amountMinor, 0n) === 0n, `entry ${head.key} does not balance`);
  return { key: head.key, kind, at: head.at, subjectKind: head.subjectKind, subjectId: head.subjectId, memo: head.memo, lines };
}
