/** What the rules see: lines of a file that the exact key left over, and facts of ours they may mean. Plain data. */
import type { SideKind } from '../model';
import type { RestRule } from './rule-set';

export interface RestLine {
  readonly id: bigint;
  readonly type: string;
  readonly direction: 'credit' | 'debit';
  readonly amountMinor: bigint;
  readonly feeMinor: bigint | null;
  readonly netMinor: bigint | null;
  readonly currency: string;
  readonly number: string | null;
  readonly origNumber: string | null;
  readonly channelNo: string | null;
  /** Milliseconds; null where the bank prints no time of day. */
  readonly at: number | null;
  readonly day: string | null;
  /** Memo and counterparty as the bank wrote them. */
  readonly texts: readonly string[];
}

export interface RestFact {
  readonly id: string;
  readonly kind: SideKind;
  readonly direction: 'credit' | 'debit';
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Order or refund number at the bank. */
  readonly number: string;
  readonly channelNo: string | null;
  /** Our own number of the payment. */
  readonly paymentNumber: string | null;
  /** Of a refund: the order it gives back. */
  readonly origNumber: string | null;
  readonly paymentCode: string | null;
  readonly at: number;
  readonly day: string;
  /** Its money has moved by our books, and no line is matched with it. */
  readonly open: boolean;
}

/** Why two belong together, beyond the rule's own name. */
export const EVIDENCE = [
  'number-cleaned', 'bank-number', 'number-in-memo', 'payment-code', 'order-of-refund', 'amount', 'time', 'only-one', 'nearest', 'only-assignment',
  'sum', 'fee-declared', 'fee-by-contract', 'taken-back',
] as const;
export type Evidence = (typeof EVIDENCE)[number];

export interface Pair {
  readonly lineId: bigint;
  readonly factId: string;
  readonly rule: RestRule;
  readonly evidence: readonly Evidence[];
}

export interface Group {
  readonly lineIds: readonly bigint[];
  readonly factIds: readonly string[];
  readonly rule: RestRule;
  readonly evidence: readonly Evidence[];
}

/** What a line that stays over is known to mean. */
export interface Hint {
  readonly lineId: bigint;
  /** The fact's number, where the line names exactly one. */
  readonly number: string | null;
  /** `several-fit`: more than one fact would do, so a person decides. `batch`: it declares a batch that does not add up. */
  readonly kind: 'named' | 'several-fit' | 'batch' | 'taken-back' | 'payer-known';
}

export interface RestResult {
  readonly pairs: readonly Pair[];
  readonly groups: readonly Group[];
  readonly hints: readonly Hint[];
}
