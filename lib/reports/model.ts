/** Browser-safe door of reports: what desks show that no single module knows alone. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';
import type { VoucherView } from '@/lib/ledger/model';
import type { RefundState } from '@/lib/refunds/model';
import type { PaymentRowView, PaymentTotals, SuspenseView } from '@/lib/payments/model';

export interface PayerBrief {
  readonly number: string;
  /** Masked unless the reader may read personal data. */
  readonly name: string;
}

export interface PaymentDeskRow extends PaymentRowView {
  readonly payer: PayerBrief | null;
}

export interface PaymentDesk {
  readonly rows: readonly PaymentDeskRow[];
  readonly nextCursor: string | null;
  /** Of the whole filter, per currency. */
  readonly totals: readonly PaymentTotals[];
}

/** An order at a bank whose outcome we do not know yet. */
export interface UnknownOrderView {
  readonly paymentId: string;
  readonly paymentNumber: string;
  readonly amount: MoneyWire;
  readonly channel: string;
  readonly orderNo: string;
  readonly payer: PayerBrief | null;
  /** When we lost sight of it. */
  readonly since: string;
  readonly nextInquiryAt: string | null;
  readonly inquiries: number;
  /** `bank`: we ask by ourselves. `person`: asking leads nowhere any more, or a person must decide about its money. */
  readonly owner: 'bank' | 'person';
  /** By when it must have its end: until then the machine asks, after it a person has failed to. */
  readonly deadline: string;
  readonly overdue: boolean;
}

/** A bill that held money could be credited to. */
export interface OpenBillChoice {
  readonly billId: string;
  readonly number: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly payer: PayerBrief | null;
  readonly open: MoneyWire;
  readonly dueDate: string;
}

export interface SuspenseDeskRow extends SuspenseView {
  readonly paymentNumber: string | null;
  readonly payer: PayerBrief | null;
  readonly decidedByName: string | null;
  readonly ownerName: string | null;
  /** The consent to give it back that was asked for last, while it waits or once it is given. */
  readonly returning: { readonly approvalId: string; readonly agreed: boolean } | null;
}

export interface SearchResult {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly href: string;
}

export const WAITING_KINDS = ['approvals', 'refunds', 'unknown', 'suspense', 'reconciliation', 'disputes'] as const;
export type WaitingKind = (typeof WAITING_KINDS)[number];
/** What waits for somebody at a desk; absent where the reader may not enter that desk. */
export interface Waiting {
  readonly kind: WaitingKind;
  readonly count: number;
  /** There are more than `count`; nobody counted how many. */
  readonly more: boolean;
  readonly oldestAt: string | null;
}

export const ALARM_KINDS = ['breaker', 'callback', 'refund-returned', 'certificate', 'books'] as const;
export interface AlarmBrief {
  readonly id: string;
  readonly kind: (typeof ALARM_KINDS)[number];
  readonly channel: string;
  /** Breaker: `timeouts:3`; callback: the reason it was refused; certificate: the day it ends; books: how much was found. */
  readonly cause: string;
  readonly at: string;
}

export interface TodayView {
  readonly day: string;
  readonly at: string;
  /** Money we can dispose of by the books; null where the reader may not see the ledger. */
  readonly balance: { readonly total: MoneyWire; readonly bank: MoneyWire; readonly clearing: MoneyWire } | null;
  readonly collected: { readonly amount: MoneyWire; readonly count: number; readonly refunded: MoneyWire };
  /** What was collected per hour of the day so far, 0…23. */
  readonly hours: readonly { readonly hour: number; readonly amount: MoneyWire; readonly count: number }[];
  /** Bills: due up to today and not paid. */
  readonly due: { readonly open: MoneyWire; readonly count: number };
}

/** Refunds that somebody or some bank still has to act on, in one state. */
export interface RefundStage {
  readonly status: RefundState;
  readonly count: number;
  /** Per currency. */
  readonly amounts: readonly MoneyWire[];
  /** Since when the oldest has been in this state. */
  readonly oldestAt: string | null;
  /** How many have stood there for less than a day, for one to three, for longer. */
  readonly ages: { readonly day: number; readonly three: number; readonly older: number };
}

/** Columns of the report of exceptions, in their usual order. */
export const EXCEPTION_COLUMNS = ['day', 'channel', 'reason', 'cause', 'number', 'time', 'bank', 'ours', 'difference', 'currency', 'status', 'followUp'] as const;
export type ExceptionColumn = (typeof EXCEPTION_COLUMNS)[number];

/** Columns of the daily report: one row for a channel's day. */
export const DAILY_COLUMNS = ['day', 'channel', 'state', 'matched', 'open', 'notYet', 'difference', 'currency', 'closed'] as const;
export type DailyColumn = (typeof DAILY_COLUMNS)[number];

export const REPORTS = ['daily', 'exceptions'] as const;
export type ReportKind = (typeof REPORTS)[number];
export const COLUMNS_OF = { daily: DAILY_COLUMNS, exceptions: EXCEPTION_COLUMNS } as const satisfies Record<ReportKind, readonly string[]>;

export const saveTemplateInput = z.object({ report: z.enum(REPORTS), name: z.string().trim().min(1).max(60), columns: z.array(z.string().max(20)).min(1).max(20) });
export const removeTemplateInput = z.object({ templateId: z.string().max(40) });
export interface TemplateView { readonly id: string; readonly report: ReportKind; readonly name: string; readonly columns: readonly string[] }

/** Text stays text in every spreadsheet; only what is a decimal here becomes a number there. */
export type SheetCell = string | { readonly decimal: string };

export interface ReportWords {
  readonly column: (name: string) => string;
  readonly code: (kind: 'channel' | 'reason' | 'cause' | 'status' | 'overview', code: string) => string;
}

export const PAST_KINDS = ['payment', 'bill', 'refund', 'account'] as const;
export type PastKind = (typeof PAST_KINDS)[number];
export const PAST_FACTS = ['amount', 'captured', 'refunded', 'refundPending', 'refundable', 'total', 'paid', 'open', 'debit', 'credit', 'balance'] as const;
export interface PastFact {
  readonly name: (typeof PAST_FACTS)[number];
  readonly amount: MoneyWire;
}
export interface PastStep {
  readonly noun: 'payment' | 'attempt' | 'bill' | 'refund';
  readonly id: string;
  readonly event: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
  /** `user:usr_…`, `channel:ccb`, `system:…`. */
  readonly actor: string;
  /** Of a person. */
  readonly name: string | null;
}
/** What belonged to it then: orders at banks and refunds of a payment, money given to a bill and taken back. */
export interface PastOther {
  readonly noun: 'payment' | 'attempt' | 'refund';
  readonly id: string;
  readonly number: string;
  readonly status: string | null;
  readonly amount: MoneyWire;
}
export interface PastState {
  readonly kind: PastKind;
  readonly id: string;
  readonly number: string;
  readonly href: string;
  readonly at: string;
  /** False: not there yet at that moment. */
  readonly existed: boolean;
  readonly status: string | null;
  readonly facts: readonly PastFact[];
  readonly others: readonly PastOther[];
  /** Everything that had happened by then, oldest first. */
  readonly steps: readonly PastStep[];
  readonly vouchers: readonly VoucherView[];
  /** Of an account: its last lines by then, newest first. */
  readonly lines: readonly { readonly entryId: string; readonly at: string; readonly kind: string; readonly subjectId: string; readonly amount: MoneyWire }[];
}

/** Something to look at twice before signing a refund. `count`: refunds, payers, minutes or days, as the words of the code say. */
export interface RefundSignal {
  readonly code: 'account-shared' | 'other-holder' | 'split' | 'just-below' | 'same-amount' | 'payer-often' | 'clerk-often' | 'soon' | 'late' | 'no-document';
  readonly count: number | null;
  readonly amount: MoneyWire | null;
}
