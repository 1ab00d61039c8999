/** What a payer's page says about one payment, and the few queries around it. Nothing about anybody else can be asked here. */
import { isChannelCode } from '@/lib/channels/model';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { toIso, type Instant } from '@/lib/kernel/time';
import { getPaymentStatus, paymentDeps } from '@/lib/payments';
import type { PaymentStatusView } from '@/lib/payments/model';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { decideFor } from './cascade';
import { institutionBrief } from './institution-brief';
import { nextWay } from './intake';
import type { PaidView, PayerStatus } from './model';
import { triedChannels } from './tried-channels';

/** Changes whenever the page would say something else. */
export const revisionOf = (s: PaymentStatusView, now: Instant): string =>
  [s.step, s.status, s.channel ?? '', s.present ? s.present.kind : '', s.receipt ? s.receipt.number : '', s.expiresAt, isLate(s, now) ? 'late' : ''].join('.');

/** The bank has said nothing until the time that was promised: the promise is not repeated. */
export const isLate = (s: PaymentStatusView, now: Instant): boolean => s.step === 'confirming' && Date.parse(s.expiresAt) <= now;

/** Null when this payer has no such payment. */
export async function paymentStatus(ctx: Ctx, paymentId: PaymentId): Promise<PayerStatus | null> {
  if (ctx.actor.kind !== 'payer') return null;
  const status = await getPaymentStatus(ctx, paymentId);
  if (!status) return null;
  const [institution, tried] = await Promise.all([institutionBrief(ctx), triedChannels(ctx, paymentId)]);
  const next = status.step === 'choose-another' ? await proposal(ctx, paymentId, status, tried) : null;
  return { ...status, revision: revisionOf(status, ctx.clock.now()), late: isLate(status, ctx.clock.now()), tried, next, institution };
}

async function proposal(ctx: Ctx, paymentId: PaymentId, status: PaymentStatusView, tried: readonly string[]) {
  const payment = { paymentId, billIds: status.bills.map((b) => b.billId as BillId), amountMinor: BigInt(status.amount.minor) };
  const { document } = await decideFor(ctx, paymentDeps(), payment, 'any', []);
  return nextWay(document, tried);
}

/** For the feed that pages poll: the revision, and nothing a stranger's browser extension would like. */
export async function paymentPulse(
  ctx: Ctx,
  paymentId: PaymentId,
): Promise<{ readonly step: string; readonly status: string; readonly revision: string } | null> {
  if (ctx.actor.kind !== 'payer') return null;
  const status = await getPaymentStatus(ctx, paymentId);
  return status && { step: status.step, status: status.status, revision: revisionOf(status, ctx.clock.now()) };
}

/**
 * The payer's payment that holds one of these bills right now, or paid it since then, so that a desktop follows what a phone began: a phone may be
 * done between two looks.
 */
export async function paymentBegun(ctx: Ctx, billIds: readonly BillId[], since: Instant): Promise<string | null> {
  if (ctx.actor.kind !== 'payer') return null;
  const { payerId } = ctx.actor;
  const rows = await withTx(
    ctx,
    (tx) => tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM payment_bill b JOIN payment p ON p.id = b.payment_id LEFT JOIN bill_hold h ON h.bill_id = b.bill_id AND h.payment_id = p.id
    WHERE b.bill_id = ANY(${[...billIds]}) AND p.payer_id = ${payerId} AND (h.bill_id IS NOT NULL OR p.succeeded_at >= ${toIso(since)}::timestamptz)
    ORDER BY p.created_at DESC LIMIT 1`,
  );
  return rows[0]?.id ?? null;
}

/** The payer's newest payment for one of these bills, whatever became of it. */
export async function paymentOfBills(ctx: Ctx, billIds: readonly BillId[]): Promise<string | null> {
  if (ctx.actor.kind !== 'payer') return null;
  const { payerId } = ctx.actor;
  const rows = await withTx(
    ctx,
    (tx) => tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM payment p JOIN payment_bill b ON b.payment_id = p.id
    WHERE b.bill_id = ANY(${[...billIds]}) AND p.payer_id = ${payerId} ORDER BY p.created_at DESC LIMIT 1`,
  );
  return rows[0]?.id ?? null;
}

const HISTORY_MAX = 50;

/** The payer's own payments that brought money, newest first, with their receipts. */
export async function paidBefore(ctx: Ctx): Promise<PaidView[]> {
  if (ctx.actor.kind !== 'payer') return [];
  const { payerId } = ctx.actor;
  return withTx(ctx, async (tx) => {
    const rows = await tx.payment.findMany({
      where: { institution_id: ctx.institutionId, payer_id: payerId, status: { in: ['succeeded', 'reversed'] } },
      orderBy: [{ succeeded_at: 'desc' }, { id: 'desc' }],
      take: HISTORY_MAX,
    });
    const receipts = await tx.receipt.findMany({
      where: { payment_id: { in: rows.map((r) => r.id) } },
      select: { payment_id: true, verify_code: true },
    });
    const bills = await tx.$queryRaw<{ payment_id: string; title_zh: string; title_en: string; count: bigint }[]>`
      SELECT DISTINCT ON (p.payment_id) p.payment_id, b.title_zh, b.title_en, count(*) OVER (PARTITION BY p.payment_id) AS count
      FROM payment_bill p JOIN bill b ON b.id = p.bill_id WHERE p.payment_id = ANY(${rows.map((r) => r.id)}) ORDER BY p.payment_id, b.id`;
    const billOf = new Map(bills.map((bill) => [bill.payment_id, bill]));
    return rows.map((r) => ({
      paymentId: r.id,
      number: r.number,
      titleZh: billOf.get(r.id)?.title_zh ?? r.subject,
      titleEn: billOf.get(r.id)?.title_en ?? r.subject,
      bills: Number(billOf.get(r.id)?.count ?? 1n),
      status: r.status,
      amount: toWire(money(r.amount_minor, r.currency as Currency)),
      refunded: toWire(money(r.refunded_minor, r.currency as Currency)),
      channel: r.channel && isChannelCode(r.channel) ? r.channel : null,
      at: (r.succeeded_at ?? r.created_at).toISOString(),
      verifyCode: receipts.find((c) => c.payment_id === r.id)?.verify_code ?? null,
    }));
  });
}
