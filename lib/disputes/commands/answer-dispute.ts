/** What the institution says to the payer. Final; it moves no money. */
import type { z } from 'zod';
import { authorize, hasPermission, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { keepFile } from '@/lib/platform/files';
import { withTx } from '@/lib/platform/tx';
import type { DisputeFailure } from '../errors';
import type { answerDisputeInput } from '../model';
import { isOpen, lockDispute, tell, type Document } from '../row';

/** Errors: `disputes.not-found`, `already-closed`, `escalated` (only who may decide about held money answers now). */
export async function answerDispute(ctx: Ctx, input: z.output<typeof answerDisputeInput>): Promise<Result<{ readonly disputeId: string }, AccessFailure | DisputeFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  const document = input.evidence && input.evidence.size > 0 ? await keep(input.evidence) : undefined;
  return withTx(ctx, async (tx): Promise<Result<{ disputeId: string }, DisputeFailure>> => {
    const dispute = await lockDispute(tx, input.disputeId);
    if (!dispute) return err('disputes.not-found');
    if (!isOpen(dispute)) return err('disputes.already-closed');
    if (dispute.status === 'escalated' && !hasPermission(ctx.actor, 'suspense.decide')) return err('disputes.escalated');
    await tx.payer_dispute.update({
      where: { id: dispute.id }, data: { status: 'answered', answered_at: toDate(ctx.clock.now()), answered_by: actorName(ctx.actor), answer: input.answer },
    });
    await tell(tx, ctx, dispute, 'answer', input.answer, document);
    return ok({ disputeId: dispute.id });
  });
}

const keep = async (file: File): Promise<Document> => ({ sha256: await keepFile(new Uint8Array(await file.arrayBuffer())), name: file.name.slice(0, 200), bytes: file.size });
