/**
 * Where money is kept, as the commands see it. PostgreSQL is one implementation (pg-store.ts), memory the other (lib/testing/simulation): the
 * same commands and rules run over both. Every method works on sets, because one round trip per payment would cost more than the payment.
 */
import type { ChannelCode } from '@/lib/channels/port';
import type { AttemptId, BillId, Id, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import type { Instant } from '@/lib/kernel/time';
import type { AuditFact } from '@/lib/audit';
import type { Ctx } from '@/lib/platform/ctx';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { Effects } from './effects';
import type { InquiryKind, MoneyView, Suspense } from './rows';

export interface OrderName {
  readonly channel: ChannelCode;
  readonly orderNo: string;
}

export interface MoneyTx {
  /** The payments these orders belong to, locked in id order, with parts, attempts, bills (locked in id order), holds and suspense. */
  viewByOrders(orders: readonly OrderName[]): Promise<MoneyView>;
  /** `withoutBills` leaves the bills unlocked and unread: for decisions that cannot free or credit one. */
  viewByPayments(paymentIds: readonly PaymentId[], options?: { readonly withoutBills: boolean }): Promise<MoneyView>;
  viewByAttempts(attemptIds: readonly AttemptId[]): Promise<MoneyView>;
  /** For a start: the bills (locked in id order), the payments that hold them, and the payments that already have one of these keys. */
  viewForStart(billIds: readonly BillId[], keys: readonly string[]): Promise<MoneyView>;
  suspenseItem(id: Id<'suspense'>, options?: { readonly lock: boolean }): Promise<Suspense | null>;
  /** Adds bills to a view, locked. */
  addBills(view: MoneyView, billIds: readonly BillId[]): Promise<void>;
  apply(effects: Effects): Promise<void>;
  audit(ctx: Ctx, facts: readonly AuditFact[]): Promise<void>;
  /** The database transaction, where there is one: for callers that write their own tables in the same commit. */
  readonly tx: SqlTx | null;
}

export interface LeasedInquiry {
  readonly subjectId: string;
  readonly kind: InquiryKind;
  readonly institutionId: InstitutionId;
  readonly tries: number;
}

export interface MoneyStore {
  /** One transaction in one institution's scope; may be repeated as a whole when the database asks for it. A refused Result rolls back. */
  transaction<T>(institutionId: InstitutionId, work: (tx: MoneyTx) => Promise<T>): Promise<T>;
  /** The same without taking locks: what is read may be old by the time it is used. */
  read<T>(institutionId: InstitutionId, work: (tx: Pick<MoneyTx, 'viewByAttempts' | 'viewByPayments'>) => Promise<T>): Promise<T>;
  /** Due inquiries of all institutions, each given to one caller until `now + leaseMs`. */
  leaseInquiries(kinds: readonly InquiryKind[], now: Instant, limit: number, leaseMs: number): Promise<LeasedInquiry[]>;
  /** Human numbers, unique per institution and name; gaps are allowed, so that no payment waits for another's commit. */
  numbers(institutionId: InstitutionId, name: 'payment' | 'receipt', count: number): Promise<bigint[]>;
}
