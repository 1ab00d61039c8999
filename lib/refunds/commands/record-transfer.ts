/** A person made the transfer at the bank, or the bank refused it: what they saw there ends the refund. Neither who asked nor without consent. */
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { consentFor } from '../consent';
import type { RefundFailure } from '../errors';
import type { RefundState } from '../machine';
import { lockRefund } from '../row';
import { conclude } from './conclude';

export interface RecordTransferInput {
  readonly refundId: string;
  readonly outcome: 'paid' | 'refused';
  /** Number of the transfer at the bank, or what it said. */
  readonly reference: string;
}

export async function recordTransfer(ctx: Ctx, input: RecordTransferInput): Promise<Result<{ readonly refundId: string; readonly status: RefundState }, RefundFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'refund.transfer');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ refundId: string; status: RefundState }, RefundFailure>> => {
    const refund = await lockRefund(tx, { id: input.refundId });
    if (!refund) return err('refunds.not-found');
    if (refund.route !== 'transfer' || refund.status !== 'approved' || !(await consentFor(tx, ctx, refund))) return err('refunds.not-a-transfer');
    if (await askedBySame(tx, ctx, refund.requestedBy)) return err('refunds.own-transfer');
    await tx.refund.update({ where: { id: refund.id }, data: { bank_reference: input.reference } });
    const paid = input.outcome === 'paid';
    const status = await conclude(tx, ctx, refund, {
      event: paid ? 'succeed' : 'fail', askAgain: false, code: paid ? null : 'transfer-refused', cause: paid ? null : 'other', channelRefundNo: null,
    }, { evidence: `transfer:${input.reference}`, tries: 0 });
    return ok({ refundId: refund.id, status });
  });
}

/** Also by a second account of theirs (same_person, prisma/sql/20_approvals.sql). */
async function askedBySame(tx: Tx, ctx: Ctx, requestedBy: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ same: boolean }[]>`SELECT same_person(${requestedBy.replace(/^user:/, '')}, ${actorName(ctx.actor).replace(/^user:/, '')}) AS same`;
  return row?.same !== false;
}
