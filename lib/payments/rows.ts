/** The rows of the money path as rules and stores see them: instants and bigints, no database types. They never leave this module. */
import type { PayableBill } from '@/lib/bills';
import type { Cause, ChannelCode, Method, Presentation } from '@/lib/channels/port';
import type { AttemptId, BillId, ChannelAccountId, Id, InstitutionId, PayerId, PaymentId } from '@/lib/kernel/ids';
import type { Currency } from '@/lib/kernel/money';
import type { BusinessDate, Instant } from '@/lib/kernel/time';
import type { AttemptState, PaymentState } from './machine';

export interface Payment {
  readonly id: PaymentId;
  readonly institutionId: InstitutionId;
  readonly number: string;
  readonly payerId: PayerId;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly capturedMinor: bigint;
  readonly status: PaymentState;
  readonly method: Method;
  /** Channel of the newest attempt; of the successful one once it succeeded. */
  readonly channel: ChannelCode | null;
  readonly subject: string;
  readonly payerIp: string;
  readonly idempotencyKey: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly succeededAt: Instant | null;
  readonly updatedAt: Instant;
}

export interface PaymentPart {
  readonly paymentId: PaymentId;
  readonly billId: BillId;
  readonly amountMinor: bigint;
}

export interface Attempt {
  readonly id: AttemptId;
  readonly paymentId: PaymentId;
  readonly seq: number;
  readonly accountId: ChannelAccountId;
  readonly channel: ChannelCode;
  readonly orderNo: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly status: AttemptState;
  readonly presentation: Presentation | null;
  readonly channelTradeNo: string | null;
  readonly createdAt: Instant;
  readonly submittedAt: Instant | null;
  readonly expiresAt: Instant;
  readonly paidAt: Instant | null;
  readonly settleDate: BusinessDate | null;
  readonly lastCode: string | null;
  readonly cause: Cause | null;
  readonly queryCount: number;
  readonly updatedAt: Instant;
}

export const SUSPENSE_KINDS = ['late', 'over', 'duplicate', 'amount-differs', 'unknown-order'] as const;
export type SuspenseKind = (typeof SUSPENSE_KINDS)[number];
export interface Suspense {
  readonly id: Id<'suspense'>;
  readonly kind: SuspenseKind;
  readonly channel: ChannelCode;
  readonly paymentId: PaymentId | null;
  readonly attemptId: AttemptId | null;
  readonly orderNo: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly status: 'held' | 'credited' | 'returned';
  /** `trade:<the bank's number>`: identifies the money, so that it is held once whatever tells us about it. */
  readonly evidence: string;
  readonly createdAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly note: string | null;
}

/** Who is asked next. `attempt`: the bank about an order; `payment`: whether anybody chose another way; `refund`: the refunds module's. */
export type InquiryKind = 'attempt' | 'payment' | 'refund';
export interface Inquiry {
  readonly subjectId: string;
  readonly kind: InquiryKind;
  /** Null ends the inquiries about this subject. Of several changes in one batch the last counts. */
  readonly dueAt: Instant | null;
  readonly tries: number;
}

/** Everything about one payment that a decision may need. */
export interface PaymentFile {
  readonly payment: Payment;
  readonly parts: readonly PaymentPart[];
  readonly attempts: readonly Attempt[];
}

/** What a decision sees: locked and read in one transaction, kept up to date while a batch is decided item by item. */
export interface MoneyView {
  readonly files: Map<PaymentId, PaymentFile>;
  /** `orderKey(channel, orderNo)` → its payment and attempt. */
  readonly orders: Map<string, { readonly paymentId: PaymentId; readonly attemptId: AttemptId }>;
  readonly bills: Map<BillId, PayableBill>;
  /** Suspense items by `orderKey`. */
  readonly suspense: Map<string, readonly Suspense[]>;
}

export const orderKey = (channel: string, orderNo: string): string => `${channel} ${orderNo}`;
export const liveAttemptOf = (file: PaymentFile): Attempt | undefined => file.attempts.find((a) => LIVE.has(a.status));
export const attemptOf = (file: PaymentFile, id: AttemptId): Attempt | undefined => file.attempts.find((a) => a.id === id);
const LIVE: ReadonlySet<AttemptState> = new Set<AttemptState>(['created', 'submitting', 'accepted', 'unknown']);
