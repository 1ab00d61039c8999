/**
 * Which money event moves which accounts: one table, read by the books, the voucher view and the money-flow page. Debit is positive,
 * credit negative; every line of a rule names an amount of the event, and the amounts of a rule add up to zero by construction.
 */
import { assert } from '@/lib/kernel/assert';
import type { Currency } from '@/lib/kernel/money';
import type { Instant } from '@/lib/kernel/time';
import { ACCOUNTS, type AccountName } from './chart';

export interface PostingRule {
  readonly side: 'debit' | 'credit';
  readonly account:
    | 'receivable'
    | 'suspense'
    | 'refundsPayable'
    | 'refundContra'
    | 'fees'
    | 'difference'
    | 'writtenOff'
    | 'clearing'
    | 'bank'
    | 'lines';
  /** Which figure of the event; `lines` takes its figures from the event's own lines. */
  readonly amount: 'amount' | 'net' | 'fee';
}

export const POSTING_RULES = {
  'bill-issued': [
    { side: 'debit', account: 'receivable', amount: 'amount' },
    { side: 'credit', account: 'lines', amount: 'amount' },
  ],
  'bill-cancelled': [
    { side: 'debit', account: 'lines', amount: 'amount' },
    { side: 'credit', account: 'receivable', amount: 'amount' },
  ],
  // A credit note: the bill is smaller by these lines, and so is what they earned.
  'bill-credited': [
    { side: 'debit', account: 'lines', amount: 'amount' },
    { side: 'credit', account: 'receivable', amount: 'amount' },
  ],
  'bill-written-off': [
    { side: 'debit', account: 'writtenOff', amount: 'amount' },
    { side: 'credit', account: 'receivable', amount: 'amount' },
  ],
  'payment-succeeded': [
    { side: 'debit', account: 'clearing', amount: 'amount' },
    { side: 'credit', account: 'receivable', amount: 'amount' },
  ],
  'suspense-received': [
    { side: 'debit', account: 'clearing', amount: 'amount' },
    { side: 'credit', account: 'suspense', amount: 'amount' },
  ],
  'suspense-credited': [
    { side: 'debit', account: 'suspense', amount: 'amount' },
    { side: 'credit', account: 'receivable', amount: 'amount' },
  ],
  'suspense-returned': [
    { side: 'debit', account: 'suspense', amount: 'amount' },
    { side: 'credit', account: 'clearing', amount: 'amount' },
  ],
  'refund-approved': [
    { side: 'debit', account: 'refundContra', amount: 'amount' },
    { side: 'credit', account: 'refundsPayable', amount: 'amount' },
  ],
  'refund-succeeded': [
    { side: 'debit', account: 'refundsPayable', amount: 'amount' },
    { side: 'credit', account: 'clearing', amount: 'amount' },
  ],
  'refund-failed': [
    { side: 'debit', account: 'refundsPayable', amount: 'amount' },
    { side: 'credit', account: 'refundContra', amount: 'amount' },
  ],
  // The original way is closed: paid from the institution's own account, by a transfer a person made.
  'refund-transferred': [
    { side: 'debit', account: 'refundsPayable', amount: 'amount' },
    { side: 'credit', account: 'bank', amount: 'amount' },
  ],
  // It had reached the payer and came back: owed again, until a person finds another way.
  'refund-returned': [
    { side: 'debit', account: 'clearing', amount: 'amount' },
    { side: 'credit', account: 'refundsPayable', amount: 'amount' },
  ],
  'statement-settled': [
    { side: 'debit', account: 'bank', amount: 'net' },
    { side: 'debit', account: 'fees', amount: 'fee' },
    { side: 'credit', account: 'clearing', amount: 'amount' },
  ],
} as const satisfies Record<string, readonly PostingRule[]>;

export type EntryKind = keyof typeof POSTING_RULES | 'reversal' | 'manual';

export interface EntryLine {
  readonly account: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** Names an account that is not in the chart, when it is first posted to. */
  readonly label?: AccountName;
}

/** One entry to be booked. `key` names the event for ever: the same key is booked once per institution. */
export interface EntryDraft {
  readonly key: string;
  readonly kind: EntryKind;
  readonly at: Instant;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly memo: string | null;
  readonly lines: readonly EntryLine[];
}

export interface MoneyEvent {
  readonly key: string;
  readonly kind: keyof typeof POSTING_RULES;
  readonly at: Instant;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly currency: Currency;
  /** Gross amount, never negative. */
  readonly amountMinor: bigint;
  /** What the channel kept; only `statement-settled` has one. */
  readonly feeMinor?: bigint;
  /** Needed where a rule names clearing or bank. */
  readonly channel?: string;
  /** The other side, per account, where a rule says `lines`; adds up to `amountMinor`. */
  readonly lines?: readonly { readonly account: string; readonly amountMinor: bigint; readonly label?: AccountName }[];
  readonly memo?: string;
}

function accountOf(rule: PostingRule, event: MoneyEvent): string {
  if (rule.account === 'clearing' || rule.account === 'bank') {
    assert(event.channel, `${event.kind} needs a channel`);
    return ACCOUNTS[rule.account](event.channel);
  }
  assert(rule.account !== 'lines', 'lines have their own accounts');
  return ACCOUNTS[rule.account];
}

/** The balanced entry of an event. Pure. */
export function entryOf(event: MoneyEvent): EntryDraft {
  const { currency, amountMinor } = event;
  const feeMinor = event.feeMinor ?? 0n;
  const figures = { amount: amountMinor, fee: feeMinor, net: amountMinor - feeMinor };
  const rules: readonly PostingRule[] = POSTING_RULES[event.kind];
  const lines = rules.flatMap((rule): EntryLine[] => {
    const sign = rule.side === 'debit' ? 1n : -1n;
    if (rule.account !== 'lines') return [{ account: accountOf(rule, event), amountMinor: sign * figures[rule.amount], currency }];
    return (event.lines ?? []).map((l) => ({
      account: l.account,
      amountMinor: sign * l.amountMinor,
      currency,
      ...(l.label && { label: l.label }),
    }));
  });
  return draft(
    event,
    event.kind,
    lines.filter((l) => l.amountMinor !== 0n),
  );
}

/** What undoes an entry: the same accounts with the signs turned. Books are corrected by adding, never by editing. */
export function reversalOf(entry: EntryDraft, at: Instant, memo: string): EntryDraft {
  const lines = entry.lines.map((l) => ({ ...l, amountMinor: -l.amountMinor }));
  return draft({ ...entry, key: `reversal:${entry.key}`, at, memo }, 'reversal', lines);
}

type DraftHead = Pick<MoneyEvent, 'key' | 'at' | 'subjectKind' | 'subjectId'> & { readonly memo?: string | null };
function draft(head: DraftHead, kind: EntryKind, lines: readonly EntryLine[]): EntryDraft {
  const entry = {
    key: head.key,
    kind,
    at: head.at,
    subjectKind: head.subjectKind,
    subjectId: head.subjectId,
    memo: head.memo ?? null,
    lines,
  };
  assert(isBalanced(entry), `entry ${head.key} does not balance`);
  return entry;
}

export function isBalanced(entry: EntryDraft): boolean {
  const sums = new Map<string, bigint>();
  for (const line of entry.lines) sums.set(line.currency, (sums.get(line.currency) ?? 0n) + line.amountMinor);
  return entry.lines.length >= 2 && entry.lines.every((l) => l.amountMinor !== 0n) && [...sums.values()].every((s) => s === 0n);
}
