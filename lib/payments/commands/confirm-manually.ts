/** "Bank debited, platform not updated": a person with the bank's proof confirms a payment. It takes the same way as a callback would. */
import { authorize, type AccessFailure } from '@/lib/identity';
import { keepFile } from '@/lib/platform/files';
import { addProof, proofOf } from '../proof';
import type { PaymentId } from '@/lib/kernel/ids';
import { money } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Instant } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { PaymentDeps } from '../deps';
import { addEffects, noEffects } from '../effects';
import type { OutcomeResult } from '../evidence';
import type { PaymentFailure } from '../errors';
import { decideOutcome } from '../rules/decide-outcome';
import { CONFIRMED_BY_HAND } from '../rules/decide-paid';
import { decisionEnv } from '../rules/decision';

export interface ConfirmInput {
  readonly paymentId: PaymentId;
  /** The bank's own number of the money, from its statement or portal. */
  readonly bankReference: string;
  readonly amountMinor: bigint;
  readonly paidAt: Instant;
  readonly reason: string;
  /** The bank's own paper: its statement, a page of its portal, its letter. */
  readonly proof: { readonly name: string; readonly bytes: Uint8Array } | File;
}

/** Confirms the payment's newest order; the proof is kept, sealed, in the same commit. When the bank's own word comes later, it completes this one instead of counting twice. */
export async function confirmManually(
  deps: PaymentDeps,
  ctx: Ctx,
  input: ConfirmInput,
): Promise<Result<OutcomeResult, PaymentFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'payment.confirm');
  if (!allowed.ok) return allowed;
  const { proof: paper } = input;
  const bytes = paper instanceof File ? new Uint8Array(await paper.arrayBuffer()) : paper.bytes;
  const proof = proofOf(ctx, input, bytes);
  if (!proof) return err('payments.proof-kind', {}, { proof: 'payments.proof-kind' });
  await keepFile(bytes);
  return deps.store.transaction(ctx.institutionId, async (tx): Promise<Result<OutcomeResult, PaymentFailure>> => {
    const view = await tx.viewByPayments([input.paymentId]);
    const file = view.files.get(input.paymentId);
    if (!file) return err('payments.not-found');
    const attempt = [...file.attempts].sort((a, b) => b.seq - a.seq)[0];
    if (file.payment.status === 'succeeded' || file.payment.status === 'reversed') return err('payments.already-paid');
    if (!attempt) return err('payments.cannot-confirm');
    if (input.amountMinor !== attempt.amountMinor) return err('payments.amount-differs', { expected: attempt.amountMinor.toString() });
    const { effects, result } = decideOutcome(
      view,
      {
        source: 'manual',
        reference: input.bankReference,
        channel: attempt.channel,
        orderNo: attempt.orderNo,
        actor: actorName(ctx.actor),
        fact: {
          state: 'paid',
          amount: money(input.amountMinor, attempt.currency),
          channelTradeNo: input.bankReference,
          paidAt: input.paidAt,
        },
      },
      decisionEnv(deps),
    );
    // A confirmation that cannot be booked to its payment is refused, not held: no bank said that this money exists.
    if (result.outcome !== 'credited') return err('payments.cannot-confirm');
    const all = noEffects();
    addEffects(all, effects);
    const succeeded = all.attempts.findLast((a) => a.id === attempt.id);
    if (succeeded) all.attempts.push({ ...succeeded, lastCode: CONFIRMED_BY_HAND });
    await tx.apply(all);
    if (tx.tx) await addProof(tx.tx, proof);
    await tx.audit(ctx, [
      {
        action: 'payment.confirm',
        subjectKind: 'payment',
        subjectId: file.payment.id,
        outcome: 'done',
        before: { status: file.payment.status },
        after: { status: 'succeeded', bankReference: input.bankReference, amountMinor: input.amountMinor.toString(), reason: input.reason, proof: proof.file_hash },
      },
    ]);
    return ok(result);
  });
}
