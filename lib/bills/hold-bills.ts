/**
 * Bills while money is on its way. A hold is a row whose primary key is the bill: as long as one payment holds a bill, no second one can
 * start. Set-based, inside the payment's own transaction; bills are always locked in id order, so that two batches cannot wait for each other.
 */
import type { BillId, PayerId, PaymentId } from '@/lib/kernel/ids';
import { step } from '@/lib/kernel/machine';
import type { Currency } from '@/lib/kernel/money';
import { must } from '@/lib/kernel/result';
import { toIso, type Instant } from '@/lib/kernel/time';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { Scope } from '@/lib/platform/tx';
import { billMachine, isPayable, type BillEvent, type BillState } from './machine';

/** A bill as the money path sees it. */
export interface PayableBill {
  readonly id: BillId;
  readonly payerId: PayerId;
  readonly number: string;
  readonly title: string;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  /** All money ever given to it; what refunds took back is counted apart and does not make a debt again. */
  readonly paidMinor: bigint;
  readonly status: BillState;
  /** The least that may be paid now when it is not all: the instalment that is next, or the plan's smallest part; null = only the whole. */
  readonly partMinMinor?: bigint | null;
  /** Ways of paying the plan allows. */
  readonly methods: readonly string[];
  readonly heldBy: PaymentId | null;
}

export interface BillHold {
  readonly billId: BillId;
  readonly paymentId: PaymentId;
  readonly at: Instant;
}
export interface BillCredit {
  readonly billId: BillId;
  readonly paymentId: PaymentId;
  readonly amountMinor: bigint;
  readonly at: Instant;
  readonly actor: string;
}

export const openMinor = (bill: Pick<PayableBill, 'totalMinor' | 'paidMinor'>): bigint => bill.totalMinor - bill.paidMinor;
/** Whether the bill can be given this much more. */
export const canTake = (bill: PayableBill, amountMinor: bigint): boolean =>
  isPayable(bill.status) && amountMinor > 0n && amountMinor <= openMinor(bill);
/** Whether a payer may pay this much now: all that is open, or at least the smallest part. Money that came by itself is taken in any part. */
export const mayPay = (bill: PayableBill, amountMinor: bigint): boolean =>
  canTake(bill, amountMinor) && (amountMinor === openMinor(bill) || (bill.partMinMinor != null && amountMinor >= bill.partMinMinor));
export const allowsMethod = (bill: PayableBill, method: string): boolean => bill.methods.includes(method);

/** Which step of the bill's machine a credit is, and where it leads. Pure. */
export function creditedState(bill: PayableBill, amountMinor: bigint): { event: BillEvent; to: 'part-paid' | 'paid' | 'overdue' } {
  const event: BillEvent = amountMinor === openMinor(bill) ? 'pay-full' : 'pay-part';
  return { event, to: must(step(billMachine, bill.status, event)) as 'part-paid' | 'paid' | 'overdue' };
}

interface BillRow {
  id: string;
  payer_id: string;
  number: string;
  title_zh: string;
  currency: string;
  total_minor: bigint;
  paid_minor: bigint;
  status: string;
  methods: unknown;
  part_min: bigint | null;
}

/** Locks these bills in id order until the transaction ends and reads them with their holds. Ids of other institutions are not found. */
export async function lockBills(tx: SqlTx, billIds: readonly BillId[]): Promise<PayableBill[]> {
  if (billIds.length === 0) return [];
  const ids = [...new Set(billIds)];
  // A second statement behind the first: a row lock shows the newest bill, but only a new statement shows holds committed while we waited for it.
  const [rows, holds] = await Promise.all([
    tx.$queryRaw<BillRow[]>`
      SELECT id, payer_id, number, title_zh, currency, total_minor, paid_minor, status, methods, coalesce(next_part_minor, partial_min_minor) AS part_min
      FROM bill WHERE id = ANY(${ids}) ORDER BY id FOR NO KEY UPDATE`,
    tx.$queryRaw<{ bill_id: string; payment_id: string }[]>`
      SELECT bill_id, payment_id FROM bill_hold WHERE bill_id = ANY(${ids})`,
  ]);
  const heldBy = new Map(holds.map((h) => [h.bill_id, h.payment_id as PaymentId]));
  return rows.map((r) => ({
    id: r.id as BillId,
    payerId: r.payer_id as PayerId,
    number: r.number,
    title: r.title_zh,
    currency: r.currency as Currency,
    totalMinor: r.total_minor,
    paidMinor: r.paid_minor,
    status: r.status as BillState,
    partMinMinor: r.part_min,
    methods: Array.isArray(r.methods) ? r.methods.map(String) : [],
    heldBy: heldBy.get(r.id) ?? null,
  }));
}

export async function holdBills(tx: SqlTx, scope: Scope, holds: readonly BillHold[]): Promise<void> {
  if (holds.length === 0) return;
  const rows = JSON.stringify(holds.map((h) => ({ bill: h.billId, payment: h.paymentId, at: toIso(h.at) })));
  await tx.$executeRaw`
    INSERT INTO bill_hold (bill_id, institution_id, payment_id, created_at)
    SELECT h.bill, ${scope.institutionId}, h.payment, h.at
    FROM json_to_recordset(${rows}::json) AS h(bill text, payment text, at timestamptz) ORDER BY h.bill`;
}

/** Frees every bill these payments hold. */
export async function releaseHolds(tx: SqlTx, paymentIds: readonly PaymentId[]): Promise<void> {
  if (paymentIds.length === 0) return;
  await tx.$executeRaw`DELETE FROM bill_hold WHERE payment_id = ANY(${[...paymentIds]})`;
}
