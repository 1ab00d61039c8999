/** One payment: everything for the console, the little that is the payer's for the payer, and a receipt for whoever holds its code. */
import { hasPermission, requirePermission } from '@/lib/identity';
import type { InstitutionId, PayerId, PaymentId } from '@/lib/kernel/ids';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { vouchersOf } from '@/lib/ledger';
import type { VoucherView } from '@/lib/ledger/model';
import type { Ctx } from '@/lib/platform/ctx';
import type { payment_attempt as AttemptRow, receipt as ReceiptRow } from '@/lib/platform/prisma/client';
import { withPlatformTx, withTx, type Tx } from '@/lib/platform/tx';
import { isLive, isOpen, type AttemptState } from './machine';
import type { AttemptView, PaymentRowView, PaymentStatusView, ReceiptView, SuspenseView, TransitionView } from './model';
import { toAttempt, toPayment } from './pg-read';
import { paymentView, suspenseView } from './queries';

export interface PaymentDetail {
  readonly payment: PaymentRowView;
  readonly captured: { minor: string; currency: Currency };
  readonly refundPending: { minor: string; currency: Currency };
  readonly bills: readonly {
    readonly billId: string;
    readonly number: string;
    readonly titleZh: string;
    readonly titleEn: string;
    readonly amount: { minor: string; currency: Currency };
  }[];
  readonly transitions: readonly TransitionView[];
  readonly attempts: readonly AttemptView[];
  readonly allocations: readonly {
    readonly billId: string;
    readonly refundId: string | null;
    readonly amount: { minor: string; currency: Currency };
    readonly at: string;
  }[];
  readonly vouchers: readonly VoucherView[];
  readonly suspense: readonly SuspenseView[];
  readonly receipt: ReceiptView | null;
}

interface StepRow {
  from_state: string;
  event: string;
  to_state: string;
  at: Date;
  actor: string;
  evidence: string | null;
}
const stepView = (t: StepRow): TransitionView => ({
  from: t.from_state,
  event: t.event,
  to: t.to_state,
  at: t.at.toISOString(),
  actor: t.actor,
  evidence: t.evidence,
});
const receiptView = (r: ReceiptRow): ReceiptView => ({
  id: r.id,
  number: r.number,
  paymentId: r.payment_id,
  amount: toWire(money(r.amount_minor, r.currency as Currency)),
  verifyCode: r.verify_code,
  issuedAt: r.issued_at.toISOString(),
});

/** Null when this institution has no such payment. */
export async function paymentDetail(ctx: Ctx, paymentId: string): Promise<PaymentDetail | null> {
  requirePermission(ctx, 'payment.read');
  return withTx(ctx, async (tx) => {
    const row = await tx.payment.findUnique({ where: { id: paymentId } });
    if (!row) return null;
    const currency = row.currency as Currency;
    const wire = (minor: bigint) => toWire(money(minor, currency));
    const bills = await tx.$queryRaw<{ bill_id: string; amount_minor: bigint; number: string; title_zh: string; title_en: string }[]>`
      SELECT pb.bill_id, pb.amount_minor, b.number, b.title_zh, b.title_en
      FROM payment_bill pb JOIN bill b ON b.id = pb.bill_id WHERE pb.payment_id = ${paymentId} ORDER BY b.number`;
    const steps = await tx.payment_transition.findMany({ where: { payment_id: paymentId }, orderBy: { id: 'asc' } });
    const allocations = await tx.bill_allocation.findMany({ where: { payment_id: paymentId }, orderBy: { id: 'asc' } });
    const suspense = await tx.suspense_item.findMany({ where: { payment_id: paymentId }, orderBy: { created_at: 'asc' } });
    const receipt = await tx.receipt.findUnique({ where: { payment_id: paymentId } });
    const refunds = [...new Set(allocations.flatMap((a) => (a.refund_id === null ? [] : [a.refund_id])))];
    return {
      payment: paymentView(row),
      captured: wire(row.captured_minor),
      refundPending: wire(row.refund_pending_minor),
      bills: bills.map((b) => ({
        billId: b.bill_id,
        number: b.number,
        titleZh: b.title_zh,
        titleEn: b.title_en,
        amount: wire(b.amount_minor),
      })),
      transitions: steps.map(stepView),
      attempts: await attemptViews(tx, paymentId),
      allocations: allocations.map((a) => ({
        billId: a.bill_id,
        refundId: a.refund_id,
        amount: wire(a.amount_minor),
        at: a.at.toISOString(),
      })),
      vouchers: await vouchersOf(tx, [paymentId, ...refunds, ...suspense.map((s) => s.id)]),
      suspense: suspense.map(suspenseView),
      receipt: receipt && receiptView(receipt),
    };
  });
}

async function attemptViews(tx: Tx, paymentId: string): Promise<AttemptView[]> {
  const attempts = await tx.payment_attempt.findMany({ where: { payment_id: paymentId }, orderBy: { seq: 'asc' } });
  const ids = attempts.map((a) => a.id);
  const steps = await tx.attempt_transition.findMany({ where: { attempt_id: { in: ids } }, orderBy: { id: 'asc' } });
  const routes = await tx.routing_decision.findMany({ where: { attempt_id: { in: ids } } });
  const due = await tx.inquiry_due.findMany({ where: { subject_id: { in: ids } } });
  return attempts.map((row: AttemptRow) => {
    const a = toAttempt(row);
    return {
      id: a.id,
      seq: a.seq,
      channel: a.channel,
      orderNo: a.orderNo,
      status: a.status,
      channelTradeNo: a.channelTradeNo,
      createdAt: row.created_at.toISOString(),
      submittedAt: row.submitted_at?.toISOString() ?? null,
      expiresAt: row.expires_at.toISOString(),
      paidAt: row.paid_at?.toISOString() ?? null,
      settleDate: a.settleDate,
      code: a.lastCode,
      cause: a.cause,
      nextInquiryAt: due.find((d) => d.subject_id === a.id)?.due_at.toISOString() ?? null,
      transitions: steps.filter((s) => s.attempt_id === a.id).map(stepView),
      routing: routes.find((r) => r.attempt_id === a.id)?.document ?? null,
    };
  });
}

/** For the payer's page: a payer sees payments of their own, and those by which somebody of the family pays their bills; staff with `payment.read` see what the payer sees. */
export async function getPaymentStatus(ctx: Ctx, paymentId: PaymentId): Promise<PaymentStatusView | null> {
  const { actor } = ctx;
  if (actor.kind !== 'payer' && !hasPermission(actor, 'payment.read')) return null;
  return withTx(ctx, async (tx) => {
    const row = await tx.payment.findUnique({ where: { id: paymentId } });
    if (!row || (actor.kind === 'payer' && row.payer_id !== actor.payerId && !(await paysBillOf(tx, paymentId, actor.payerId)))) return null;
    const payment = toPayment(row);
    const attempts = (await tx.payment_attempt.findMany({ where: { payment_id: paymentId }, orderBy: { seq: 'desc' } })).map(toAttempt);
    const bills = await tx.payment_bill.findMany({ where: { payment_id: paymentId } });
    const receipt = payment.capturedMinor > 0n ? await tx.receipt.findUnique({ where: { payment_id: paymentId } }) : null;
    const held =
      payment.status === 'unknown'
        ? await tx.suspense_item.count({ where: { payment_id: paymentId, status: 'held', kind: 'amount-differs' } })
        : 0;
    const last = attempts[0];
    const live = last && isLive(last.status) ? last : undefined;
    const step = stepOf(payment.capturedMinor > 0n, isOpen(payment.status), held > 0, live?.status);
    return {
      paymentId,
      number: payment.number,
      amount: toWire(money(payment.amountMinor, payment.currency)),
      status: payment.status,
      step,
      method: payment.method,
      channel: payment.channel,
      present: step === 'waiting' ? (live?.presentation ?? null) : null,
      cause: live ? null : (last?.cause ?? null),
      expiresAt: row.expires_at.toISOString(),
      succeededAt: row.succeeded_at?.toISOString() ?? null,
      bills: bills.map((b) => ({ billId: b.bill_id, amount: toWire(money(b.amount_minor, payment.currency)) })),
      receipt: receipt && { number: receipt.number, verifyCode: receipt.verify_code },
    };
  });
}

async function paysBillOf(tx: Tx, paymentId: PaymentId, payerId: PayerId): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM payment_bill p JOIN bill b ON b.id = p.bill_id WHERE p.payment_id = ${paymentId} AND b.payer_id = ${payerId} LIMIT 1`;
  return rows.length > 0;
}

function stepOf(paid: boolean, open: boolean, held: boolean, live: AttemptState | undefined): PaymentStatusView['step'] {
  if (paid) return 'paid';
  if (!open) return 'ended';
  if (held) return 'held';
  if (!live) return 'choose-another';
  return live === 'accepted' ? 'waiting' : 'confirming';
}

export interface VerifiedReceipt extends ReceiptView {
  readonly institutionId: InstitutionId;
  readonly paymentNumber: string;
  readonly status: string;
  readonly refunded: { minor: string; currency: Currency };
  readonly subject: string;
  readonly paidAt: string | null;
}

/** Anybody who holds the code may check a receipt; nothing about the payer is said. */
export async function findReceipt(verifyCode: string): Promise<VerifiedReceipt | null> {
  if (!/^[0-9A-HJKMNP-TV-Z]{25}$/.test(verifyCode)) return null;
  const place = await withPlatformTx((tx) => tx.receipt_locator.findUnique({ where: { verify_code: verifyCode } }));
  if (!place) return null;
  const institutionId = place.institution_id as InstitutionId;
  return withTx({ institutionId }, async (tx) => {
    const receipt = await tx.receipt.findUnique({ where: { verify_code: verifyCode } });
    const payment = receipt && (await tx.payment.findUnique({ where: { id: receipt.payment_id } }));
    if (!receipt || !payment) return null;
    return {
      ...receiptView(receipt),
      institutionId,
      paymentNumber: payment.number,
      status: payment.status,
      subject: payment.subject,
      refunded: toWire(money(payment.refunded_minor, payment.currency as Currency)),
      paidAt: payment.succeeded_at?.toISOString() ?? null,
    };
  });
}
