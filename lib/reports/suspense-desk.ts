/** Held money with what a person needs to decide about it, and the bills it could belong to. */
import { listFinancePeople, namesOf, requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { listSuspense } from '@/lib/payments';
import type { AgeBucket, SuspenseView } from '@/lib/payments/model';
import { payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { OpenBillChoice, SuspenseDeskRow } from './model';

export interface SuspenseDesk {
  readonly rows: readonly SuspenseDeskRow[];
  readonly nextCursor: string | null;
}

export async function suspenseDesk(
  ctx: Ctx, filter: { readonly status: SuspenseView['status']; readonly age?: AgeBucket; readonly cursor?: string | null },
): Promise<SuspenseDesk> {
  const page = await listSuspense(ctx, filter);
  return withTx(ctx, async (tx) => {
    const paymentIds = page.rows.flatMap((row) => row.paymentId ?? []);
    const payments = await tx.payment.findMany({ where: { id: { in: paymentIds } }, select: { id: true, number: true, payer_id: true } });
    const byId = new Map(payments.map((p) => [p.id, p]));
    const payers = await payerNames(tx, ctx, payments.map((p) => p.payer_id));
    const people = await namesOf(tx, page.rows.flatMap((row) => [...(userOf(row.decidedBy) ? [userOf(row.decidedBy)!] : []), ...(row.handling ? [row.handling.owner] : [])]));
    const asked = await tx.approval.findMany({
      where: { institution_id: ctx.institutionId, kind: 'suspense-return', subject_id: { in: page.rows.map((row) => row.id) }, status: { in: ['pending', 'approved'] } },
      select: { id: true, subject_id: true, status: true }, orderBy: { id: 'asc' },
    });
    const returning = new Map(asked.map((a) => [a.subject_id, { approvalId: a.id, agreed: a.status === 'approved' }]));
    const rows = page.rows.map((row): SuspenseDeskRow => {
      const payment = row.paymentId === null ? undefined : byId.get(row.paymentId);
      return {
        ...row, paymentNumber: payment?.number ?? null, payer: (payment && payers.get(payment.payer_id)) ?? null,
        decidedByName: people.get(userOf(row.decidedBy) ?? '') ?? null, ownerName: (row.handling && people.get(row.handling.owner)) ?? null,
        returning: returning.get(row.id) ?? null,
      };
    });
    return { rows, nextCursor: page.nextCursor };
  });
}

const userOf = (actor: string | null): string | null => (actor?.startsWith('user:') ? actor.slice('user:'.length) : null);

/** Who may look after held money: colleagues in finance. */
export async function suspenseOwners(ctx: Ctx): Promise<readonly { readonly id: string; readonly name: string }[]> {
  requirePermission(ctx, 'suspense.decide');
  return withTx(ctx, async (tx) => (await listFinancePeople(tx, ctx)).map((one) => ({ id: one.userId, name: one.name })));
}

const CHOICES_MAX = 12;

/**
 * Open bills this money may belong to: first those of the payer whose order it came for, then those of exactly this amount. With `text` instead: by
 * bill or payer number, from its beginning. Null when there is no such item.
 */
export async function openBillChoices(ctx: Ctx, input: { readonly suspenseId: string; readonly text: string }): Promise<OpenBillChoice[] | null> {
  requirePermission(ctx, 'suspense.decide');
  const text = input.text.normalize('NFKC').trim().slice(0, 40);
  const prefix = `${text.replace(/[\\%_]/g, '\\$&')}%`;
  return withTx(ctx, async (tx) => {
    const item = await tx.suspense_item.findUnique({ where: { id: input.suspenseId } });
    if (!item) return null;
    const payment = item.payment_id === null ? null : await tx.payment.findUnique({ where: { id: item.payment_id }, select: { payer_id: true } });
    const payerId = payment?.payer_id ?? '';
    const rows = await tx.$queryRaw<{ id: string; number: string; title_zh: string; title_en: string; payer_id: string; open: bigint; due_date: Date }[]>`
      SELECT b.id, b.number, b.title_zh, b.title_en, b.payer_id, b.total_minor - b.paid_minor AS open, b.due_date
      FROM bill b LEFT JOIN payer p ON p.id = b.payer_id
      WHERE b.institution_id = ${ctx.institutionId} AND b.status IN ('issued', 'part-paid', 'overdue') AND b.currency = ${item.currency}
        AND NOT EXISTS (SELECT FROM bill_hold h WHERE h.bill_id = b.id AND h.payment_id IS DISTINCT FROM ${item.payment_id ?? ''})
        AND CASE WHEN ${text} = '' THEN b.payer_id = ${payerId} OR b.total_minor - b.paid_minor = ${item.amount_minor}
          ELSE b.number LIKE ${prefix} OR p.number LIKE ${prefix} END
      ORDER BY b.payer_id = ${payerId} DESC, b.total_minor - b.paid_minor = ${item.amount_minor} DESC, b.due_date, b.number LIMIT ${CHOICES_MAX}`;
    const payers = await payerNames(tx, ctx, rows.map((r) => r.payer_id));
    return rows.map((r) => ({
      billId: r.id, number: r.number, titleZh: r.title_zh, titleEn: r.title_en, payer: payers.get(r.payer_id) ?? null,
      open: toWire(money(r.open, item.currency as Currency)), dueDate: r.due_date.toISOString().slice(0, 10),
    }));
  });
}
