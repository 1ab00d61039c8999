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

interface Moved { readonly direction: 'credit' | 'debit'; readonly amountMinor: bigint }
const sumOf = (all: readonly Moved[], direction: 'credit' | 'debit'): bigint =>
  all.filter((one) => one.direction === direction).reduce((sum, one) => sum + one.amountMinor, 0n);

/** Lines without facts (a reversal) leave no trace in clearing; facts without enough money in the lines leave a fee. */
export function groupSettled(
  head: Head, lines: readonly (Moved & { readonly feeMinor: bigint | null; readonly currency: string })[], facts: readonly Moved[],
): EntryDraft | null {
  const net = (all: readonly Moved[]) => sumOf(all, 'credit') - sumOf(all, 'debit');
  const printed = lines.reduce((sum, l) => sum + (l.feeMinor ?? 0n), 0n);
  const kept = facts.length === 0 ? 0n : net(facts) - net(lines);
  // A line that is net already has its fee in what it lacks; one that is gross names it beside the amount.
  const fee = kept === 0n ? printed : kept;
  const of = facts.length === 0 ? lines : facts;
  const [paid, back] = [sumOf(of, 'credit'), sumOf(of, 'debit')];
  return settledEntry(head, {
    currency: lines[0]!.currency as Currency, paymentsMinor: paid, paymentFeesMinor: paid === 0n ? 0n : fee, refundsMinor: back, refundFeesMinor: paid === 0n ? fee : 0n,
  });
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
