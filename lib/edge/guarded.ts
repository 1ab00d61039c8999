/** Runs a command or query so that whatever happens ends in a `Result` with a safe code; refusals and failures leave their trace. */
import { audit } from '@/lib/audit';
import { AccessDenied } from '@/lib/identity';
import { err, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';

export interface Act {
  /** Noun, then verb: `refund.request`. What the audit calls a refused try. */
  readonly action: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
}

/** `isControlFlow` lets the framework's own throws (redirect, not found) pass. */
export async function guarded<T>(
  ctx: Ctx, act: Act, work: () => Promise<Result<T>>, isControlFlow: (error: unknown) => void,
): Promise<Result<T>> {
  let result: Result<T, Failure>;
  try {
    result = await work();
  } catch (error) {
    isControlFlow(error);
    if (!(error instanceof AccessDenied)) ctx.log.error('edge.unexpected', { action: act.action, error: errorText(error) });
    result = error instanceof AccessDenied ? err('access.denied', { permission: error.permission }) : err('edge.unexpected');
  }
  if (!result.ok) await auditRefusal(ctx, act, result.error);
  return result;
}

/** In a transaction of its own, because the act's was rolled back. That it cannot be written must not hide the answer. */
async function auditRefusal(ctx: Ctx, act: Act, failure: Failure): Promise<void> {
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
