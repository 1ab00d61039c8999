/** What other people decided: the refund goes on or ends. Consumer of `approval.approved` and `approval.rejected`; may meet a decision again. */
import { audit } from '@/lib/audit';
import { can } from '@/lib/kernel/machine';
import type { InstitutionId } from '@/lib/kernel/ids';
import { plusMs } from '@/lib/kernel/time';
import { post } from '@/lib/ledger';
import { finishRefund, planInquiry } from '@/lib/payments';
import { systemCtx, type Ctx } from '@/lib/platform/ctx';
import { enqueue } from '@/lib/platform/jobs';
import { emit } from '@/lib/platform/outbox';
import { withTx, type Tx } from '@/lib/platform/tx';
import { consentFor } from '../consent';
import { refundMachine } from '../machine';
import { entryFor } from '../postings';
import { lockRefund, moveRefund } from '../row';

export const EXECUTE_JOB = 'execute-refund';
/** The job goes at once; should its worker die, the sweeper finds the refund after this long. */
const SAFETY_MS = 10_000;

export async function settleApproval(institutionId: InstitutionId, refundId: string, decision: 'approved' | 'rejected', ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<void> {
  const ctx = systemCtx('approvals', institutionId, ports);
  await withTx(ctx, async (tx) => {
    const refund = await lockRefund(tx, { id: refundId });
    const event = decision === 'approved' ? 'approve' : 'reject';
    if (!refund || !can(refundMachine, refund.status, event)) return;
    // The event only says that somebody should look: what counts is the consent itself. The database asks for it too (refund_has_consent).
    if (decision === 'approved' && !(await consentFor(tx, ctx, refund))) {
      ctx.log.warn('refunds.no-consent', { refund: refund.id });
      return;
    }
    await moveRefund(tx, ctx, refund, event, { evidence: refund.approvalId ?? '' });
    if (decision === 'approved') {
      // What came back is owed since then already.
      if (!refund.replacesReturned) await post(tx, ctx, [entryFor(refund, 'approved', ctx.clock.now())]);
      if (refund.route === 'original') await hurry(tx, ctx, refund.id);
    } else if (!refund.replacesReturned) {
      await finishRefund(tx, ctx, { paymentId: refund.paymentId, amountMinor: refund.amountMinor, succeeded: false, evidence: refund.id });
    }
    await audit(tx, ctx, { action: `refund.${event}`, subjectKind: 'refund', subjectId: refund.id, outcome: 'done' });
    await emit(tx, ctx, [{ type: `refund.${decision}`, subjectId: refund.id, payload: { paymentId: refund.paymentId, amountMinor: refund.amountMinor.toString() } }]);
  });
}

/** A transfer waits for a person; everything else goes to the bank at once. */
async function hurry(tx: Tx, ctx: Ctx, refundId: string): Promise<void> {
  await planInquiry(tx, ctx, { subjectId: refundId, kind: 'refund', dueAt: plusMs(ctx.clock.now(), SAFETY_MS), tries: 0 });
  await enqueue(tx, EXECUTE_JOB, { institutionId: ctx.institutionId, refundId }, { key: `${EXECUTE_JOB}:${refundId}` });
}

/** One consent for all of a batch: each of its refunds goes its own way from here. */
export async function settleBatch(institutionId: InstitutionId, batchId: string, decision: 'approved' | 'rejected', ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<void> {
  const refunds = await withTx({ institutionId }, (tx) => tx.refund.findMany({ where: { batch_id: batchId }, select: { id: true }, orderBy: { id: 'asc' } }));
  for (const { id } of refunds) await settleApproval(institutionId, id, decision, ports);
}
