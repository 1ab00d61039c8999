/** A payer says that something about a payment of theirs is not right. The hour by which it must be answered is fixed here. */
import type { z } from 'zod';
import { err, ok, type Result } from '@/lib/kernel/result';
import { newId } from '@/lib/kernel/ports';
import { HOUR_MS, plusMs, toDate } from '@/lib/kernel/time';
import { nextNumbers } from '@/lib/platform/counter';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { DisputeFailure } from '../errors';
import { ANSWER_WITHIN_HOURS, DISPUTES_PER_PAYMENT_MAX, type raiseDisputeInput } from '../model';
import { tell } from '../row';

export interface Raised { readonly disputeId: string; readonly number: string; readonly dueAt: string }

/** The same key answers the same dispute. Errors: `disputes.payment-not-found` (also somebody else's), `already-open`, `too-many`, `key-reused`. */
export async function raiseDispute(ctx: Ctx, input: z.output<typeof raiseDisputeInput>): Promise<Result<Raised, DisputeFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'payer') return err('disputes.payment-not-found');
  return withTx(ctx, async (tx): Promise<Result<Raised, DisputeFailure>> => {
    // The payment's lock: two questions at once meet here, and the second finds the first.
    const [payment] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM payment WHERE id = ${input.paymentId} AND payer_id = ${actor.payerId} FOR UPDATE`;
    if (!payment) return err('disputes.payment-not-found');
    const before = await tx.payer_dispute.findMany({ where: { payment_id: payment.id }, orderBy: { id: 'asc' } });
    const same = before.find((d) => d.idempotency_key === input.idempotencyKey);
    if (same) return ok({ disputeId: same.id, number: same.number, dueAt: same.due_at.toISOString() });
    if ((await tx.payer_dispute.count({ where: { idempotency_key: input.idempotencyKey } })) > 0) return err('disputes.key-reused');
    if (before.some((d) => d.status === 'open' || d.status === 'escalated')) return err('disputes.already-open');
    if (before.length >= DISPUTES_PER_PAYMENT_MAX) return err('disputes.too-many');
    const [id, dueAt] = [newId('dispute', ctx), toDate(plusMs(ctx.clock.now(), ANSWER_WITHIN_HOURS * HOUR_MS))];
    const number = `SS${String(await nextNumbers(tx, ctx, 'dispute', 1)).padStart(6, '0')}`;
    await tx.payer_dispute.create({
      data: {
        id, institution_id: ctx.institutionId, number, payment_id: payment.id, payer_id: actor.payerId, kind: input.kind, text: input.text, status: 'open',
        raised_at: toDate(ctx.clock.now()), due_at: dueAt, idempotency_key: input.idempotencyKey,
      },
    });
    await tell(tx, ctx, { id, paymentId: payment.id, dueAt }, 'raise', null);
    return ok({ disputeId: id, number, dueAt: dueAt.toISOString() });
  });
}
