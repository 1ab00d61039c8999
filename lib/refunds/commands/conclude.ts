/** Carries out what a decision says, in the caller's transaction: machine, books, bills, promise, inquiry, event. Used by every way a refund's end is learnt. */
import { audit } from '@/lib/audit';
import { refundBills } from '@/lib/bills';
import { plusMs } from '@/lib/kernel/time';
import { post } from '@/lib/ledger';
import { endInquiry, finishRefund, planInquiry } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import type { Tx } from '@/lib/platform/tx';
import type { RefundState } from '../machine';
import { entryFor } from '../postings';
import { moveRefund, type LockedRefund } from '../row';
import { refundInquiryDelayMs, type RefundDecision } from '../rules';

export async function conclude(tx: Tx, ctx: Ctx, refund: LockedRefund, decision: RefundDecision, info: { readonly evidence: string; readonly tries: number }): Promise<RefundState> {
  const change = { code: decision.code, cause: decision.cause, channelRefundNo: decision.channelRefundNo, evidence: info.evidence };
  const status = decision.event ? await moveRefund(tx, ctx, refund, decision.event, change) : refund.status;
  const at = ctx.clock.now();
  if (decision.event === 'succeed') {
    await post(tx, ctx, [entryFor(refund, refund.route === 'transfer' ? 'transferred' : 'succeeded', at)]);
    // What a refund that came back had taken from bills and payment stays taken: this one pays the same money by another way.
    if (!refund.replacesReturned) {
      await refundBills(tx, ctx, refund.parts.map((p) => ({ ...p, paymentId: refund.paymentId, refundId: refund.id, at, actor: actorName(ctx.actor) })));
      await finishRefund(tx, ctx, { paymentId: refund.paymentId, amountMinor: refund.amountMinor, succeeded: true, evidence: refund.id });
    }
  }
  if (decision.event === 'fail' && !refund.replacesReturned) {
    await post(tx, ctx, [entryFor(refund, 'failed', at)]);
    await finishRefund(tx, ctx, { paymentId: refund.paymentId, amountMinor: refund.amountMinor, succeeded: false, evidence: refund.id });
  }
  // It had reached the payer and came back: owed again, and a person finds another way.
  if (decision.event === 'return') await post(tx, ctx, [entryFor(refund, 'returned', at)]);
  if (decision.askAgain) {
    await planInquiry(tx, ctx, { subjectId: refund.id, kind: 'refund', dueAt: plusMs(at, refundInquiryDelayMs(info.tries)), tries: info.tries + 1 });
  } else if (status !== 'requested') await endInquiry(tx, ctx, refund.id);
  if (decision.event && decision.event !== 'not-send' && decision.event !== 'send') await tell(tx, ctx, refund, status, info.evidence, decision.code);
  return status;
}

async function tell(tx: Tx, ctx: Ctx, refund: LockedRefund, status: RefundState, evidence: string, code: string | null): Promise<void> {
  await audit(tx, ctx, {
    action: `refund.${status}`, subjectKind: 'refund', subjectId: refund.id, outcome: 'done', before: { status: refund.status }, after: { status, evidence, code },
  });
  await emit(tx, ctx, [{
    type: `refund.${status}`, subjectId: refund.id, payload: { paymentId: refund.paymentId, amountMinor: refund.amountMinor.toString(), currency: refund.currency, code },
  }]);
}
