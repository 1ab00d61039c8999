/** Follows every refund to its end: sends what a killed process left approved, asks about what is under way. Several processes may run it. */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { LeasedInquiry } from '@/lib/payments';
import { errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import type { RefundDeps } from '../deps';
import { lockRefund } from '../row';
import { endInquiry } from '@/lib/payments';
import { applyRefundEvidence } from './apply-refund-evidence';
import { executeRefund, send } from './execute-refund';

const LEASE_MS = 30_000;
const LANES = 8;

export async function sweepRefunds(deps: RefundDeps, options: { readonly limit: number; readonly lanes?: number } = { limit: 100 }): Promise<{ leased: number }> {
  const leased = await deps.leases.leaseInquiries(['refund'], deps.clock.now(), options.limit, LEASE_MS);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let due = leased[next++]; due !== undefined; due = leased[next++]) {
      // The lease runs out and the next round tries again.
      await followUp(deps, due).catch((error: unknown) => { deps.log.error('refunds.sweep-failed', { refund: due!.subjectId, error: errorText(error) }); });
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.lanes ?? LANES, leased.length) }, lane));
  return { leased: leased.length };
}

async function followUp(deps: RefundDeps, due: LeasedInquiry): Promise<void> {
  const { institutionId, tries } = due;
  const refund = await withTx({ institutionId }, (tx) => lockRefund(tx, { id: due.subjectId }));
  if (refund?.status === 'approved' && refund.route === 'original') return void await executeRefund(deps, institutionId, refund.id, tries + 1);
  if (!refund || (refund.status !== 'executing' && refund.status !== 'unknown')) return drop(institutionId, due.subjectId);
  const fact = await deps.gateway.queryRefund({ institutionId, accountId: refund.accountId, channel: refund.channel }, refund.order);
  const evidence = { source: 'query' as const, reference: `query:${fact.state}`, channel: refund.channel, refundNo: refund.refundNo, fact, tries };
  const [result] = await applyRefundEvidence(deps, institutionId, [evidence]);
  if (result?.resend) await send(deps, institutionId, result.resend, false, tries);
}

const drop = (institutionId: InstitutionId, subjectId: string): Promise<void> => withTx({ institutionId }, (tx) => endInquiry(tx, { institutionId }, subjectId));
