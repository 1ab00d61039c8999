/** Everything about one payment on one screen: its life, who pays, who did what, and what of it went back or still can. */
import { hasPermission, namesOf } from '@/lib/identity';
import { paymentDetail, type PaymentDetail } from '@/lib/payments';
import { payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { refundability, refundsOfPayment } from '@/lib/refunds';
import type { RefundabilityView, RefundRowView } from '@/lib/refunds/model';
import type { PayerBrief } from './model';

export interface PaymentLife {
  readonly detail: PaymentDetail;
  readonly payer: PayerBrief | null;
  /** User id → name, for the people in its history. */
  readonly people: Readonly<Record<string, string>>;
  /** Null where the reader may not see refunds. */
  readonly refunds: { readonly rows: readonly RefundRowView[]; readonly ability: RefundabilityView } | null;
}

/** Null when this institution has no such payment. */
export async function paymentLife(ctx: Ctx, paymentId: string): Promise<PaymentLife | null> {
  const detail = await paymentDetail(ctx, paymentId);
  if (!detail) return null;
  const { payer, people } = await withTx(ctx, async (tx) => ({
    payer: (await payerNames(tx, ctx, [detail.payment.payerId])).get(detail.payment.payerId) ?? null,
    people: Object.fromEntries(await namesOf(tx, userIds(detail))),
  }));
  if (!hasPermission(ctx.actor, 'refund.read')) return { detail, payer, people, refunds: null };
  const [rows, ability] = await Promise.all([refundsOfPayment(ctx, paymentId), refundability(ctx, paymentId)]);
  return { detail, payer, people, refunds: ability && { rows, ability } };
}

function userIds({ transitions, attempts, suspense }: PaymentDetail): string[] {
  const actors = [...transitions, ...attempts.flatMap((a) => a.transitions)].map((t) => t.actor);
  const decided = suspense.flatMap((s) => s.decidedBy ?? []);
  return [...actors, ...decided].filter((actor) => actor.startsWith('user:')).map((actor) => actor.slice('user:'.length));
}
