/** The one command through which a bank's word about a refund counts: callback, inquiry or statement. Repeating it changes nothing. */
import type { ChannelCode, RefundFact } from '@/lib/channels';
import type { InstitutionId, RefundId } from '@/lib/kernel/ids';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { RefundDeps } from '../deps';
import type { RefundState } from '../machine';
import { lockRefund, type LockedRefund } from '../row';
import { decideFact } from '../rules';
import { conclude } from './conclude';

export interface RefundEvidence {
  readonly source: 'callback' | 'query' | 'statement';
  /** Inbound message id, statement line id, …: kept in the transition. */
  readonly reference: string;
  readonly channel: ChannelCode;
  readonly refundNo: string;
  readonly fact: RefundFact;
  /** Inquiries made so far, by the sweeper. */
  readonly tries?: number;
}

export interface RefundResult {
  readonly outcome: 'unknown-refund' | 'unchanged' | RefundState;
  readonly refundId: RefundId | null;
  /** Set when the bank certainly has nothing under this number and it was marked to be sent again by the caller. */
  readonly resend: LockedRefund | null;
}

/** One result per item, in order; each item is a transaction of its own, because refunds are few and their banks slow. */
export async function applyRefundEvidence(
  deps: Partial<Pick<RefundDeps, 'clock' | 'random'>>, institutionId: InstitutionId, evidences: readonly RefundEvidence[],
): Promise<RefundResult[]> {
  const results: RefundResult[] = [];
  for (const evidence of evidences) {
    const actor: Ctx['actor'] = evidence.source === 'callback' ? { kind: 'channel', channel: evidence.channel } : { kind: 'system', name: evidence.source };
    const ctx = makeCtx(actor, institutionId, { clock: deps.clock ?? systemClock, random: deps.random ?? systemRandom });
    results.push(await applyOne(ctx, evidence));
  }
  return results;
}

function applyOne(ctx: Ctx, evidence: RefundEvidence): Promise<RefundResult> {
  return withTx(ctx, async (tx): Promise<RefundResult> => {
    const refund = await lockRefund(tx, { channel: evidence.channel, refundNo: evidence.refundNo });
    if (!refund) return { outcome: 'unknown-refund', refundId: null, resend: null };
    const decision = decideFact(refund, evidence.fact, ctx.clock.now());
    // Only an inquiry of ours may lead to telling the bank again; a callback that says "not found" is not a reason to pay.
    const safe = decision.event === 'send' && evidence.source !== 'query' ? { ...decision, event: null } : decision;
    const status = await conclude(tx, ctx, refund, safe, { evidence: evidence.reference, tries: evidence.tries ?? 0 });
    return { outcome: safe.event ? status : 'unchanged', refundId: refund.id, resend: safe.event === 'send' ? { ...refund, status } : null };
  });
}
