/** A refused act leaves its trace too, in a transaction of its own, because the act's was rolled back. */
import type { Failure } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import { audit } from './write-entry';

export interface Act {
  /** Noun, then verb: `refund.request`. What the audit calls a refused try. */
  readonly action: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
}

/** That it cannot be written must not hide the answer. */
export async function auditRefusal(ctx: Ctx, act: Act, failure: Failure): Promise<void> {
  try {
    await withTx(ctx, (tx) =>
      audit(tx, ctx, {
        action: act.action, subjectKind: act.subjectKind ?? '', subjectId: act.subjectId ?? '', outcome: failure.code,
        ...(failure.details && { after: { ...failure.details } }),
      }),
    );
  } catch (error) {
    ctx.log.error('edge.audit-failed', { action: act.action, code: failure.code, error: errorText(error) });
  }
}
