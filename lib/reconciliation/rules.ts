/** What a line or a fact without its counterpart means, why it probably is so, and what a person may decide about it. Pure. */
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Hint } from './engine/facts';
import type { ReconciliationFailure } from './errors';
import { SECOND_PERSON_FROM_MINOR, UNDECIDED, WRITE_OFF_MAX_MINOR, type CaseState, type NextAction, type ProbableCause, type Reason } from './model';

/** A payment or refund line that no rule matched, with the fact of ours that has its number. */
export interface LeftLine {
  readonly amountMinor: bigint;
  readonly feeMinor: bigint | null;
  readonly currency: string;
  readonly number: string | null;
  readonly refund: boolean;
  /** What the rules found out about it although they could not match it. */
  readonly hint: Hint['kind'] | null;
  /** Of a refund: the order it gives back is ours. */
  readonly originalKnown: boolean;
  readonly side: {
    readonly amountMinor: bigint;
    readonly currency: string;
    readonly status: string;
    /** Where the fact is matched already: with a line of this file, or of an earlier one. */
    readonly matchedWith: 'this-file' | 'another-file' | null;
    readonly matchedAmountMinor: bigint | null;
  } | null;
}

export type LineVerdict =
  | { readonly kind: 'case'; readonly reason: Reason; readonly cause: ProbableCause }
  /** An earlier file settled the same money: nothing to do. */
  | { readonly kind: 'repeated' };

const asCase = (reason: Reason, cause: ProbableCause): LineVerdict => ({ kind: 'case', reason, cause });

export function classifyLine(line: LeftLine): LineVerdict {
  const { side } = line;
  if (line.hint === 'taken-back') return asCase('reversed', 'bank-took-back');
  if (line.hint === 'several-fit') return asCase('unclear', 'several-fit');
  if (side === null) return classifyAlone(line);
  if (side.matchedWith !== null) {
    if (side.matchedWith === 'another-file' && side.matchedAmountMinor === line.amountMinor) return { kind: 'repeated' };
    return asCase('duplicate', 'listed-twice');
  }
  if (side.status !== 'succeeded') {
    if (line.refund) return asCase('state-differs', 'refund-waits');
    return asCase('state-differs', ENDED.has(side.status) ? 'order-ended' : 'order-waits');
  }
  if (side.currency !== line.currency) return asCase('amount-differs', 'currency-differs');
  if (side.amountMinor !== line.amountMinor) return asCase('amount-differs', causeOfDifference(line.amountMinor, side.amountMinor, line.feeMinor));
  return asCase('state-differs', 'taken-apart');
}

/** No fact of ours has its number. */
function classifyAlone(line: LeftLine): LineVerdict {
  if (line.hint === 'batch') return asCase('batch-differs', 'batch-sum');
  if (line.refund) return line.originalKnown ? asCase('missing-here', 'refund-not-ours') : asCase('refund-without-original', 'no-original');
  if (line.hint === 'payer-known') return asCase('missing-here', 'payer-known');
  return asCase('missing-here', line.number === null ? 'no-number' : 'not-our-number');
}

const ENDED = new Set(['declined', 'closed', 'not-sent', 'failed', 'rejected', 'returned']);

/** Why two amounts of one order may differ. */
export function causeOfDifference(bankMinor: bigint, ourMinor: bigint, feeMinor: bigint | null): ProbableCause {
  const difference = bankMinor - ourMinor;
  if (feeMinor !== null && feeMinor !== 0n && difference === -feeMinor) return 'fee-kept-back';
  if (difference % 9n === 0n && sameDigits(bankMinor, ourMinor)) return 'digits-swapped';
  return difference > 0n ? 'bank-has-more' : 'bank-has-less';
}

const sameDigits = (a: bigint, b: bigint): boolean => [...a.toString()].sort().join('') === [...b.toString()].sort().join('');

/** A fact of ours that the file of its day does not have. */
export function classifySide(late: { readonly nearCut: boolean; readonly early: boolean }): { readonly reason: Reason; readonly cause: ProbableCause } {
  if (late.nearCut) return { reason: 'not-yet', cause: 'near-cut-off' };
  return late.early ? { reason: 'not-yet', cause: 'file-early' } : { reason: 'missing-at-bank', cause: 'not-in-file' };
}

export interface CaseFacts {
  readonly reason: Reason;
  readonly status: CaseState;
  readonly direction: 'credit' | 'debit';
  readonly bankMinor: bigint | null;
  readonly ourMinor: bigint | null;
  readonly proposedBy: string | null;
  /** Of a part of a split line: the whole line, and what of it is written off already. Limits look at the whole. */
  readonly whole?: { readonly minor: bigint; readonly writtenOffMinor: bigint } | null;
}

/** What the bank has more than our books (money in counts up, money out counts down). */
export function differenceOf(facts: Pick<CaseFacts, 'direction' | 'bankMinor' | 'ourMinor'>): bigint {
  const gross = (facts.bankMinor ?? 0n) - (facts.ourMinor ?? 0n);
  return facts.direction === 'credit' ? gross : -gross;
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

export type Decision = { readonly kind: 'done'; readonly status: 'confirmed' | 'written-off' } | { readonly kind: 'proposed' };

/** The bank's word is taken and the difference booked. From 5,000.00 two different people must say so. */
export function decideConfirm(facts: CaseFacts, isMine: (proposer: string) => boolean): Result<Decision, ReconciliationFailure> {
  const open = mayDecide(facts);
  if (!open.ok) return open;
  // Cutting a line into pieces does not get round the second person.
  if (size(differenceOf(facts)) < SECOND_PERSON_FROM_MINOR && (facts.whole?.minor ?? 0n) < SECOND_PERSON_FROM_MINOR) return ok({ kind: 'done', status: 'confirmed' });
  if (facts.status !== 'proposed') return ok({ kind: 'proposed' });
  return facts.proposedBy !== null && isMine(facts.proposedBy) ? err('reconciliation.second-person') : ok({ kind: 'done', status: 'confirmed' });
}

export function decideWriteOff(facts: CaseFacts): Result<Decision, ReconciliationFailure> {
  const open = mayDecide(facts);
  if (!open.ok) return open;
  if (size(differenceOf(facts)) + (facts.whole?.writtenOffMinor ?? 0n) > WRITE_OFF_MAX_MINOR) return err('reconciliation.above-limit', { limitMinor: WRITE_OFF_MAX_MINOR.toString() });
  return ok({ kind: 'done', status: 'written-off' });
}

/** Money that is only late is waited for, not decided about. */
function mayDecide(facts: CaseFacts): Result<true, ReconciliationFailure> {
  if (!UNDECIDED.includes(facts.status)) return err('reconciliation.already-decided');
  return facts.reason === 'not-yet' ? err('reconciliation.still-waiting') : ok(true);
}

const SPLITTABLE: ReadonlySet<Reason> = new Set(['amount-differs', 'missing-here', 'batch-differs', 'unclear', 'state-differs']);

/** A line of the bank that nobody has decided about and that may stand for several things. */
export const maySplit = (facts: Pick<CaseFacts, 'reason' | 'status' | 'bankMinor'>): boolean =>
  SPLITTABLE.has(facts.reason) && UNDECIDED.includes(facts.status) && facts.status !== 'proposed' && facts.bankMinor !== null && facts.bankMinor > 1n;

export function nextActionOf(facts: CaseFacts, nearMisses: number): NextAction {
  if (!UNDECIDED.includes(facts.status)) return 'none';
  if (facts.status === 'proposed') return 'second-person';
  if (facts.reason === 'not-yet') return 'wait';
  if (nearMisses > 0) return 'match';
  if (size(differenceOf(facts)) <= WRITE_OFF_MAX_MINOR) return 'write-off';
  return facts.reason === 'duplicate' ? 'confirm' : 'dispute';
}
