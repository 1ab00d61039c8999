/**
 * Tells the bank. Marked and committed first, then the call outside any transaction, then the answer recorded. Dying anywhere in between leaves
 * an inquiry; the same number is used every time, and where a bank would refund twice for a repeated call it is asked before it is told again.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import { plusMs } from '@/lib/kernel/time';
import { planInquiry } from '@/lib/payments';
import { crashPoint } from '@/lib/platform/crash';
import { systemCtx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { RefundDeps } from '../deps';
import type { RefundState } from '../machine';
import { consentFor } from '../consent';
import { lockRefund, moveRefund, type LockedRefund } from '../row';
import { decideFact, decideSent } from '../rules';
import { conclude } from './conclude';

/** Longer than the call may take, so that the sweeper does not ask about one still under way. */
const SENDING_PATIENCE_MS = 20_000;
const ONE_AT_A_TIME_MS = 3_000;

/** Null when there was nothing to send: not approved (any more), or another process is sending it. `tries`: how often it was tried before. */
export async function executeRefund(deps: RefundDeps, institutionId: InstitutionId, refundId: string, tries = 0): Promise<RefundState | null> {
  const ctx = systemCtx('refunds', institutionId, deps);
  const marked = await withTx(ctx, async (tx) => {
    const refund = await lockRefund(tx, { id: refundId });
    if (!refund || refund.status !== 'approved' || refund.route !== 'original') return null;
    if (!(await consentFor(tx, ctx, refund))) {
      deps.log.error('refunds.no-consent', { refund: refund.id });
      return null;
    }
    if (await mustWaitForAnother(tx, deps, refund)) {
      await planInquiry(tx, ctx, { subjectId: refund.id, kind: 'refund', dueAt: plusMs(ctx.clock.now(), ONE_AT_A_TIME_MS), tries });
      return null;
    }
    const told = refund.executedAt !== null;
    await moveRefund(tx, ctx, refund, 'send');
    await planInquiry(tx, ctx, { subjectId: refund.id, kind: 'refund', dueAt: plusMs(ctx.clock.now(), SENDING_PATIENCE_MS), tries });
    return { refund: { ...refund, status: 'executing' as const }, told };
  });
  if (!marked) return null;
  crashPoint('refunds.execute.marked');
  return send(deps, institutionId, marked.refund, marked.told, tries);
}

/** A bank without refund numbers is told apart by amounts alone: one refund of an order at a time. */
async function mustWaitForAnother(tx: Tx, deps: RefundDeps, refund: LockedRefund): Promise<boolean> {
  if (deps.gateway.capabilities(refund.channel).refund.onUnknown !== 'query-first') return false;
  // The attempt's row is the lock, so that two refunds of one order cannot both find the way free.
  await tx.$queryRaw`SELECT 1 AS locked FROM payment_attempt WHERE id = ${refund.attemptId} FOR UPDATE`;
  return (await tx.refund.count({ where: { attempt_id: refund.attemptId, id: { not: refund.id }, status: { in: ['executing', 'unknown'] } } })) > 0;
}

/** For a refund that this very call committed as `executing`. `toldBefore`: the bank may already have been told under this number. */
export async function send(deps: RefundDeps, institutionId: InstitutionId, refund: LockedRefund, toldBefore: boolean, tries: number): Promise<RefundState> {
  const ctx = systemCtx('refunds', institutionId, deps);
  const contract = { institutionId, accountId: refund.accountId, channel: refund.channel };
  const lookFirst = toldBefore && deps.gateway.capabilities(refund.channel).refund.onUnknown === 'query-first';
  const seen = lookFirst ? await deps.gateway.queryRefund(contract, refund.order) : null;
  // Anything but a clear "nothing here" is taken as it is; only then may such a bank be told again.
  const outcome = seen && seen.state !== 'not-found' ? null : await deps.gateway.refund(contract, refund.order);
  crashPoint('refunds.execute.called');
  const status = await withTx(ctx, async (tx) => {
    const now = await lockRefund(tx, { id: refund.id });
    if (!now) return refund.status;
    const decision = outcome ? decideSent(now.status, outcome) : decideFact(now, seen!, ctx.clock.now());
    return conclude(tx, ctx, now, decision, { evidence: outcome ? `answer:${outcome.certainty}` : `query:${seen!.state}`, tries });
  });
  crashPoint('refunds.execute.recorded');
  return status;
}
