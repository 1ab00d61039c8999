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
import { withTx } from '@/lib/platform/tx';
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
    await moveRefund(tx, ctx, refund, event, { evidence: refund.approvalId ?? '' });
    if (decision === 'approved') {
      await post(tx, ctx, [entryFor(refund, 'approved', ctx.clock.now())]);
      await planInquiry(tx, ctx, { subjectId: refund.id, kind: 'refund', dueAt: plusMs(ctx.clock.now(), SAFETY_MS), tries: 0 });
      await enqueue(tx, EXECUTE_JOB, { institutionId, refundId: refund.id }, { key: `${EXECUTE_JOB}:${refund.id}` });
    } else {
      await finishRefund(tx, ctx, { paymentId: refund.paymentId, amountMinor: refund.amountMinor, succeeded: false, evidence: refund.id });
    }
    await audit(tx, ctx, { action: `refund.${event}`, subjectKind: 'refund', subjectId: refund.id, outcome: 'done' });
    await emit(tx, ctx, [{ type: `refund.${decision}`, subjectId: refund.id, payload: { paymentId: refund.paymentId, amountMinor: refund.amountMinor.toString() } }]);
  });
}
