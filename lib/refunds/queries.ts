/** Refund board, one refund, and what of a payment can still go back. */
import { secondSignatureFrom } from '@/lib/approvals';
import { hasPermission, namesOf, requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { DAY_MS, instantOfDate, plusMs, toIso, zoned } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { RefundState } from './machine';
import type { RefundabilityView, RefundRowView, RefundView } from './model';
import { itemsLeft, itemsOfRefund } from './items';
import { openPayee } from './payee';
import { policyOf } from './policy';
import { checkPolicy } from './rules';

interface Row {
  id: string; number: string; payment_id: string; payment_number: string; channel: string; amount_minor: bigint; currency: string; status: string; reason: string;
  requested_by: string; requested_at: Date; updated_at: Date; last_code: string | null; cause: string | null; route: string;
}

const ROW = Prisma.sql`r.id, r.number, r.payment_id, p.number AS payment_number, r.channel, r.amount_minor, r.currency, r.status, r.reason, r.requested_by,
  r.requested_at, r.updated_at, r.last_code, r.cause, r.route`;

const rowView = (r: Row, names: ReadonlyMap<string, string>): RefundRowView => ({
  id: r.id, number: r.number, paymentId: r.payment_id, paymentNumber: r.payment_number, channel: r.channel,
  amount: toWire(money(r.amount_minor, r.currency as Currency)), status: r.status as RefundState, reason: r.reason,
  requestedBy: names.get(userOf(r.requested_by)) ?? r.requested_by, requestedAt: r.requested_at.toISOString(), updatedAt: r.updated_at.toISOString(),
  code: r.last_code, cause: r.cause, route: r.route as RefundRowView['route'],
});
const userOf = (actor: string): string => actor.replace(/^user:/, '');

export interface RefundFilter {
  /** `open`: somebody or some bank still has to act. */
  readonly view: 'open' | 'done' | 'all';
  /** One state alone: what has stood there longest comes first. */
  readonly state?: RefundState;
  readonly cursor?: string;
  readonly limit?: number;
}

const OPEN = Prisma.sql`r.status IN ('requested', 'approved', 'executing', 'unknown', 'returned')`;

/** Newest first, of one state oldest first; ids sort by time of birth, so the id is the cursor. */
export async function listRefunds(ctx: Ctx, filter: RefundFilter): Promise<Page<RefundRowView>> {
  requirePermission(ctx, 'refund.read');
  const limit = pageSize(filter.limit);
  const { state } = filter;
  const where = state ? Prisma.sql`r.status = ${state}` : filter.view === 'all' ? Prisma.sql`true` : filter.view === 'open' ? OPEN : Prisma.sql`NOT (${OPEN})`;
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`SELECT ${ROW} FROM refund r JOIN payment p ON p.id = r.payment_id
      WHERE ${where} ${filter.cursor ? Prisma.sql`AND r.id ${state ? Prisma.sql`>` : Prisma.sql`<`} ${filter.cursor}` : Prisma.empty} ORDER BY r.id ${state ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${limit + 1}`;
    const names = await namesOf(tx, rows.map((r) => userOf(r.requested_by)));
    return toPage(rows.map((r) => rowView(r, names)), limit, (r) => r.id);
  });
}

/** Null when this institution has no such refund. */
export async function getRefund(ctx: Ctx, id: string): Promise<RefundView | null> {
  requirePermission(ctx, 'refund.read');
  return withTx(ctx, (tx) => readRefund(tx, ctx, id));
}

async function readRefund(tx: Tx, ctx: Ctx, id: string): Promise<RefundView | null> {
  const [row] = await tx.$queryRaw<(Row & {
    approval_id: string | null; note: string | null; refund_no: string; channel_refund_no: string | null; order_no: string; approved_at: Date | null;
    executed_at: Date | null; succeeded_at: Date | null; due_at: Date | null; replaces: string | null; replaced_by: string | null; batch_id: string | null;
    payee_sealed: Uint8Array | null; payee_hint: string | null; bank_reference: string | null; captured_minor: bigint; paid_at: Date | null; before_minor: bigint;
  })[]>`SELECT ${ROW}, r.replaces, r.batch_id, r.payee_sealed, r.payee_hint, r.bank_reference,
      (SELECT o.id FROM refund o WHERE o.replaces = r.id AND o.status NOT IN ('rejected', 'failed')) AS replaced_by, r.approval_id, r.note, r.refund_no, r.channel_refund_no, a.order_no, r.approved_at, r.executed_at, r.succeeded_at,
      (SELECT i.due_at FROM inquiry_due i WHERE i.subject_id = r.id) AS due_at, p.captured_minor, a.paid_at,
      (SELECT coalesce(sum(o.amount_minor), 0)::bigint FROM refund o WHERE o.payment_id = r.payment_id AND o.status = 'succeeded' AND o.id <> r.id) AS before_minor
    FROM refund r JOIN payment p ON p.id = r.payment_id JOIN payment_attempt a ON a.id = r.attempt_id WHERE r.id = ${id}`;
  if (!row) return null;
  const wire = (minor: bigint) => toWire(money(minor, row.currency as Currency));
  const bills = await tx.$queryRaw<{ bill_id: string; number: string; title_zh: string; title_en: string; amount_minor: bigint }[]>`
    SELECT rb.bill_id, b.number, b.title_zh, b.title_en, rb.amount_minor FROM refund_bill rb JOIN bill b ON b.id = rb.bill_id WHERE rb.refund_id = ${id} ORDER BY b.number`;
  const steps = await tx.refund_transition.findMany({ where: { refund_id: id }, orderBy: { id: 'asc' } });
  const names = await namesOf(tx, [row.requested_by, ...steps.map((s) => s.actor)].map(userOf));
  const files = await tx.refund_evidence.findMany({ where: { refund_id: id }, orderBy: { id: 'asc' } });
  const sees = hasPermission(ctx.actor, 'approval.decide') || hasPermission(ctx.actor, 'refund.transfer');
  return {
    ...rowView(row, names), replaces: row.replaces, replacedBy: row.replaced_by, batchId: row.batch_id, payeeHint: row.payee_hint, bankReference: row.bank_reference,
    payee: row.payee_sealed && sees ? openPayee(id, row.payee_sealed) : null,
    evidence: files.map((f) => ({ id: f.id, name: f.name, mediaType: f.media_type, bytes: f.bytes, addedAt: f.added_at.toISOString() })),
    approvalId: row.approval_id, note: row.note, refundNo: row.refund_no, channelRefundNo: row.channel_refund_no, orderNo: row.order_no,
    approvedAt: row.approved_at?.toISOString() ?? null, executedAt: row.executed_at?.toISOString() ?? null, succeededAt: row.succeeded_at?.toISOString() ?? null,
    nextInquiryAt: row.due_at?.toISOString() ?? null, paid: wire(row.captured_minor), paidAt: row.paid_at?.toISOString() ?? null, refundedBefore: wire(row.before_minor),
    bills: bills.map((b) => ({ billId: b.bill_id, number: b.number, titleZh: b.title_zh, titleEn: b.title_en, amount: wire(b.amount_minor) })),
    items: await itemsOfRefund(tx, id, row.currency as Currency),
    transitions: steps.map((s) => ({
      from: s.from_state, event: s.event, to: s.to_state, at: s.at.toISOString(), actor: names.get(userOf(s.actor)) ?? s.actor, evidence: s.evidence,
    })),
  };
}

/** The parts of a batch, for who decides about it: as many as there are (at most BATCH_MAX). */
export async function refundsOfBatch(ctx: Ctx, batchId: string): Promise<RefundRowView[]> {
  requirePermission(ctx, 'refund.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`SELECT ${ROW} FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.batch_id = ${batchId} ORDER BY r.id`;
    const names = await namesOf(tx, rows.map((r) => userOf(r.requested_by)));
    return rows.map((r) => rowView(r, names));
  });
}

/** Of one payment, for its page and its payer; newest first. A payer sees only their own payment's. */
export async function refundsOfPayment(ctx: Ctx, paymentId: string): Promise<RefundRowView[]> {
  if (ctx.actor.kind !== 'payer') requirePermission(ctx, 'refund.read');
  const mine = ctx.actor.kind === 'payer' ? Prisma.sql`AND p.payer_id = ${ctx.actor.payerId}` : Prisma.empty;
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`SELECT ${ROW} FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.payment_id = ${paymentId} ${mine} ORDER BY r.id DESC LIMIT 60`;
    const names = ctx.actor.kind === 'payer' ? new Map<string, string>() : await namesOf(tx, rows.map((r) => userOf(r.requested_by)));
    return rows.map((r) => rowView(r, names));
  });
}

/** Null when there is no such payment, or it is not the payer's own. */
export async function refundability(ctx: Ctx, paymentId: string): Promise<RefundabilityView | null> {
  if (ctx.actor.kind !== 'payer') requirePermission(ctx, 'refund.read');
  const mine = ctx.actor.kind === 'payer' ? ctx.actor.payerId : null;
  return withTx(ctx, async (tx) => {
    const payment = await tx.payment.findUnique({ where: { id: paymentId } });
    if (!payment || (mine && payment.payer_id !== mine)) return null;
    const attempt = await tx.payment_attempt.findFirst({ where: { payment_id: paymentId, status: 'succeeded' } });
    const earlier = await tx.refund.findMany({ where: { payment_id: paymentId }, select: { status: true, requested_at: true } });
    const leftMinor = payment.captured_minor - payment.refunded_minor - payment.refund_pending_minor;
    const left = toWire(money(leftMinor, payment.currency as Currency));
    const policy = await policyOf(tx, ctx, attempt?.channel ?? '');
    const { time_zone } = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId } });
    const items = (await itemsLeft(tx, paymentId)).map(({ leftMinor: minor, billLeftMinor: _bill, ...item }) => ({ ...item, amount: toWire(money(minor, payment.currency as Currency)) }));
    const rows = earlier.map((e) => ({ status: e.status as RefundState, requestedAt: instantOfDate(e.requested_at) }));
    const base = {
      left, items, twoSignaturesFrom: await secondSignatureFrom(tx, ctx, 'refund', payment.currency as Currency), windowDays: policy.windowDays, partial: policy.partial, maxCount: policy.maxCount, asynchronous: policy.asynchronous,
      sameDayFullOnly: policy.sameDayFullOnly, needsSettleDate: policy.needsSettleDate, minIntervalSeconds: policy.minIntervalMs / 1_000,
      used: rows.filter((r) => r.status !== 'rejected' && r.status !== 'failed').length,
      windowEndsAt: attempt?.paid_at ? toIso(plusMs(instantOfDate(attempt.paid_at), policy.windowDays * DAY_MS)) : null,
    };
    if (payment.status !== 'succeeded' || !attempt?.paid_at) return { ...base, refusal: 'refunds.not-refundable' };
    if (leftMinor <= 0n) return { ...base, refusal: 'refunds.too-much' };
    const asked = { amountMinor: leftMinor, paidMinor: payment.captured_minor, leftMinor, paidAt: instantOfDate(attempt.paid_at), now: ctx.clock.now(), earlier: rows, settled: attempt.settle_date !== null,
      sameDay: zoned(instantOfDate(attempt.paid_at), time_zone).date === zoned(ctx.clock.now(), time_zone).date,
    };
    const allowed = checkPolicy(policy, asked);
    return { ...base, refusal: allowed.ok ? null : allowed.error.code };
  });
}
