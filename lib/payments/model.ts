/** Browser-safe door of payments: state names and views. */
import type { MoneyWire } from '@/lib/kernel/money';
import type { Presentation } from '@/lib/channels/port';
import type { AttemptState, PaymentState } from './machine';
import type { SuspenseKind } from './rows';

export { paymentMachine, type AttemptState, type PaymentState } from './machine';
export type { SuspenseKind } from './rows';
export { askReturnSchema, confirmPaymentSchema, creditSuspenseSchema, holdSuspenseSchema, returnSuspenseSchema } from './input';
export { AGE_BUCKETS, ageDays, type AgeBucket, type SuspenseAgeing } from './suspense-age';
export type { PaymentErrorCode } from './errors';

/** The bank's paper behind a confirmation by hand. */
export interface ProofView {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly addedAt: string;
}

export interface PaymentRowView {
  readonly id: string;
  readonly number: string;
  readonly payerId: string;
  readonly amount: MoneyWire;
  readonly refunded: MoneyWire;
  readonly status: PaymentState;
  readonly method: string;
  readonly channel: string | null;
  readonly subject: string;
  readonly createdAt: string;
  readonly succeededAt: string | null;
}

export interface PaymentTotals {
  readonly count: number;
  readonly captured: MoneyWire;
  readonly refunded: MoneyWire;
}

export interface TransitionView {
  readonly from: string;
  readonly event: string;
  readonly to: string;
  readonly at: string;
  readonly actor: string;
  readonly evidence: string | null;
}

export interface AttemptView {
  readonly id: string;
  readonly seq: number;
  readonly channel: string;
  readonly orderNo: string;
  readonly status: AttemptState;
  readonly channelTradeNo: string | null;
  readonly createdAt: string;
  readonly submittedAt: string | null;
  readonly expiresAt: string;
  readonly paidAt: string | null;
  readonly settleDate: string | null;
  readonly code: string | null;
  readonly cause: string | null;
  readonly nextInquiryAt: string | null;
  readonly transitions: readonly TransitionView[];
  /** Routing's stored decision (lib/routing/model.ts, DecisionDocument). */
  readonly routing: unknown;
}

export interface SuspenseView {
  readonly id: string;
  readonly kind: SuspenseKind;
  readonly channel: string;
  readonly orderNo: string;
  readonly amount: MoneyWire;
  readonly status: 'held' | 'credited' | 'returned';
  readonly evidence: string;
  readonly paymentId: string | null;
  readonly createdAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  /** Who looks after it and until when it may stay held; null while nobody was named. */
  readonly handling: { readonly owner: string; readonly until: string | null; readonly reason: string; readonly at: string } | null;
}

export interface ReceiptView {
  readonly id: string;
  readonly number: string;
  readonly paymentId: string;
  readonly amount: MoneyWire;
  readonly verifyCode: string;
  readonly issuedAt: string;
}

/** What the payer's page needs to know, and nothing about anybody else. */
export interface PaymentStatusView {
  readonly paymentId: string;
  readonly number: string;
  readonly amount: MoneyWire;
  readonly status: PaymentState;
  /**
   * `waiting`: the payer pays at the bank (with `present`). `confirming`: we are asking the bank. `choose-another`: this way failed
   * certainly, another may be chosen. `paid`, `ended`: over. `held`: the bank's amount differs, a person looks at it.
   */
  readonly step: 'waiting' | 'confirming' | 'choose-another' | 'paid' | 'ended' | 'held';
  readonly method: string;
  readonly channel: string | null;
  readonly present: Presentation | null;
  readonly cause: string | null;
  readonly expiresAt: string;
  readonly succeededAt: string | null;
  readonly bills: readonly { readonly billId: string; readonly amount: MoneyWire }[];
  readonly receipt: { readonly number: string; readonly verifyCode: string } | null;
}
