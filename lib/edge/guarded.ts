/** Runs a command or query so that whatever happens ends in a `Result` with a safe code; refusals and failures leave their trace. */
import { auditRefusal, type Act } from '@/lib/audit';
import { AccessDenied } from '@/lib/identity';
import { err, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { errorText } from '@/lib/platform/log';

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
