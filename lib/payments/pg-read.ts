/** Reads locked views of the money path from PostgreSQL: a fixed handful of statements, however many payments. */
import { lockBills } from '@/lib/bills';
import type { Cause, ChannelCode, Method, Presentation } from '@/lib/channels/port';
import type { AttemptId, BillId, ChannelAccountId, Id, InstitutionId, PayerId, PaymentId } from '@/lib/kernel/ids';
import type { Currency } from '@/lib/kernel/money';
import { businessDate, instantOfDate, type Instant } from '@/lib/kernel/time';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type {
  payment_attemptModel as AttemptRow,
  paymentModel as PaymentRow,
  suspense_itemModel as SuspenseRow,
} from '@/lib/platform/prisma/models';
import type { AttemptState, PaymentState } from './machine';
import {
  orderKey,
  type Attempt,
  type MoneyView,
  type Payment,
  type PaymentFile,
  type PaymentPart,
  type Suspense,
  type SuspenseKind,
} from './rows';
import type { OrderName } from './store';

export const emptyView = (): MoneyView => ({ files: new Map(), orders: new Map(), bills: new Map(), suspense: new Map() });
const at = (date: Date | null): Instant | null => (date === null ? null : instantOfDate(date));

export const toPayment = (r: PaymentRow): Payment => ({
  id: r.id as PaymentId,
  institutionId: r.institution_id as InstitutionId,
  number: r.number,
  payerId: r.payer_id as PayerId,
  currency: r.currency as Currency,
  amountMinor: r.amount_minor,
  capturedMinor: r.captured_minor,
  status: r.status as PaymentState,
  method: r.method as Method,
  channel: r.channel as ChannelCode | null,
  subject: r.subject,
  payerIp: r.payer_ip,
  idempotencyKey: r.idempotency_key,
  createdAt: instantOfDate(r.created_at),
  expiresAt: instantOfDate(r.expires_at),
  succeededAt: at(r.succeeded_at),
  updatedAt: instantOfDate(r.updated_at),
});

export const toAttempt = (r: AttemptRow): Attempt => ({
  id: r.id as AttemptId,
  paymentId: r.payment_id as PaymentId,
  seq: r.seq,
  accountId: r.account_id as ChannelAccountId,
  channel: r.channel as ChannelCode,
  orderNo: r.order_no,
  amountMinor: r.amount_minor,
  currency: r.currency as Currency,
  status: r.status as AttemptState,
  presentation: r.presentation as Presentation | null,
  channelTradeNo: r.channel_trade_no,
  createdAt: instantOfDate(r.created_at),
  submittedAt: at(r.submitted_at),
  expiresAt: instantOfDate(r.expires_at),
  paidAt: at(r.paid_at),
  settleDate: r.settle_date === null ? null : businessDate(r.settle_date.toISOString().slice(0, 10)),
  lastCode: r.last_code,
  cause: r.cause as Cause | null,
  queryCount: r.query_count,
  updatedAt: instantOfDate(r.updated_at),
});

export const toSuspense = (r: SuspenseRow): Suspense => ({
  id: r.id as Id<'suspense'>,
  kind: r.kind as SuspenseKind,
  channel: r.channel as ChannelCode,
  paymentId: r.payment_id as PaymentId | null,
  attemptId: r.attempt_id as AttemptId | null,
  orderNo: r.order_no,
  amountMinor: r.amount_minor,
  currency: r.currency as Currency,
  status: r.status as Suspense['status'],
  evidence: r.evidence,
  createdAt: instantOfDate(r.created_at),
  decidedBy: r.decided_by,
  decidedAt: at(r.decided_at),
  note: r.note,
});

interface PartRow {
  readonly payment_id: string;
  readonly bill_id: string;
  readonly amount_minor: bigint;
}

/**
 * The files of these payments. With `lock` the payments, then their bills, are locked in id order first: everything else that changes is read by
 * later statements, which see what was committed while this one waited. What a payment is for never changes, so it may be read before.
 */
export async function readFiles(tx: SqlTx, paymentIds: readonly PaymentId[], lock: boolean, withBills = lock): Promise<MoneyView> {
  if (paymentIds.length === 0) return emptyView();
  const ids = [...new Set(paymentIds)];
  const parts = tx.$queryRaw<PartRow[]>`SELECT payment_id, bill_id, amount_minor FROM payment_bill WHERE payment_id = ANY(${ids})`;
  return withBills ? readLocked(tx, ids, await parts) : readTogether(parts, lock ? lockPayments(tx, ids) : readPayments(tx, ids), readAttempts(tx, ids));
}

const readPayments = (tx: SqlTx, ids: readonly string[]) => tx.$queryRaw<PaymentRow[]>`SELECT * FROM payment WHERE id = ANY(${ids})`;
const lockPayments = (tx: SqlTx, ids: readonly string[]) =>
  tx.$queryRaw<PaymentRow[]>`SELECT * FROM payment WHERE id = ANY(${ids}) ORDER BY id FOR NO KEY UPDATE`;
const readAttempts = (tx: SqlTx, ids: readonly string[]) =>
  tx.$queryRaw<AttemptRow[]>`SELECT * FROM payment_attempt WHERE payment_id = ANY(${ids}) ORDER BY payment_id, seq`;

async function readTogether(...rows: [Promise<PartRow[]>, Promise<PaymentRow[]>, Promise<AttemptRow[]>]): Promise<MoneyView> {
  const [parts, payments, attempts] = await Promise.all(rows);
  const view = emptyView();
  fill(view, payments, parts, attempts);
  return view;
}

/** One trip: the statements run in the order they stand here. `also` is issued behind the locks. */
async function readLocked(tx: SqlTx, ids: readonly PaymentId[], parts: readonly PartRow[], also?: (view: MoneyView) => Promise<void>): Promise<MoneyView> {
  const view = emptyView();
  const [payments, attempts, bills] = await Promise.all([
    lockPayments(tx, ids),
    readAttempts(tx, ids),
    lockBills(
      tx,
      parts.map((p) => p.bill_id as BillId),
    ),
    also?.(view),
  ]);
  for (const bill of bills) view.bills.set(bill.id, bill);
  fill(view, payments, parts, attempts);
  return view;
}

function fill(
  view: MoneyView,
  payments: readonly PaymentRow[],
  parts: readonly PartRow[],
  attempts: readonly AttemptRow[],
): void {
  const files = new Map<string, { payment: Payment; parts: PaymentPart[]; attempts: Attempt[] }>();
  for (const p of payments) files.set(p.id, { payment: toPayment(p), parts: [], attempts: [] });
  for (const p of parts) {
    files.get(p.payment_id)?.parts.push({ paymentId: p.payment_id as PaymentId, billId: p.bill_id as BillId, amountMinor: p.amount_minor });
  }
  for (const row of attempts) {
    const attempt = toAttempt(row);
    files.get(row.payment_id)?.attempts.push(attempt);
    view.orders.set(orderKey(attempt.channel, attempt.orderNo), { paymentId: attempt.paymentId, attemptId: attempt.id });
  }
  for (const [id, file] of files) view.files.set(id as PaymentId, file satisfies PaymentFile);
}

export async function readByOrders(tx: SqlTx, orders: readonly OrderName[]): Promise<MoneyView> {
  const names = orders.map((o) => orderKey(o.channel, o.orderNo));
  const channels = orders.map((o) => o.channel);
  const numbers = orders.map((o) => o.orderNo);
  const found = await tx.$queryRaw<PartRow[]>`
    SELECT DISTINCT p.payment_id, p.bill_id, p.amount_minor FROM unnest(${channels}::text[], ${numbers}::text[]) AS o(channel, order_no)
    JOIN payment_attempt a ON a.channel = o.channel AND a.order_no = o.order_no
    JOIN payment_bill p ON p.payment_id = a.payment_id`;
  const ids = [...new Set(found.map((f) => f.payment_id as PaymentId))];
  const view = await readLocked(tx, ids, found, (into) => readHeld(tx, numbers, into));
  const unknown = [...new Set(names)].filter((name) => !view.orders.has(name)).sort();
  if (unknown.length === 0) return view;
  // No payment to lock: two messages about one unknown order must still see each other.
  for (const name of unknown) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 7))`;
  await readHeld(tx, numbers, view);
  return view;
}

async function readHeld(tx: SqlTx, numbers: readonly string[], into: MoneyView): Promise<void> {
  const held = await tx.$queryRaw<SuspenseRow[]>`SELECT * FROM suspense_item WHERE order_no = ANY(${numbers})`;
  into.suspense.clear();
  for (const row of held) {
    const key = orderKey(row.channel, row.order_no);
    into.suspense.set(key, [...(into.suspense.get(key) ?? []), toSuspense(row)]);
  }
}

export async function readByAttempts(tx: SqlTx, attemptIds: readonly AttemptId[], lock: boolean): Promise<MoneyView> {
  if (attemptIds.length === 0) return emptyView();
  const rows = await tx.$queryRaw<{ payment_id: string }[]>`SELECT payment_id FROM payment_attempt WHERE id = ANY(${[...attemptIds]})`;
  return readFiles(
    tx,
    rows.map((r) => r.payment_id as PaymentId),
    lock,
  );
}

/** Bills locked; then, by statements of their own, who holds them and which of the keys are taken. */
export async function readForStart(tx: SqlTx, billIds: readonly BillId[], keys: readonly string[]): Promise<MoneyView> {
  const [bills, taken] = await Promise.all([
    lockBills(tx, billIds),
    tx.$queryRaw<{ id: string }[]>`SELECT id FROM payment WHERE idempotency_key = ANY(${[...keys]})`,
  ]);
  const ids = [...taken.map((t) => t.id as PaymentId), ...bills.flatMap((b) => (b.heldBy === null ? [] : [b.heldBy]))];
  const view = await readFiles(tx, ids, false);
  for (const bill of bills) view.bills.set(bill.id, bill);
  return view;
}
