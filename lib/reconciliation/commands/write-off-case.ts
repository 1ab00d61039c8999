/** Lets a small difference go (10.00 at most): the bank's figure is taken, the rest goes to the account of differences. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { decideCase, type CaseDecided } from '../decide-case';
import type { ReconciliationFailure } from '../errors';
import { decideWriteOff } from '../rules';

export const writeOffCaseInput = z.object({ caseId: z.string().max(40) });

/** Errors: `reconciliation.not-found`, `already-decided`, `already-matched`, `still-waiting`, `above-limit` {limitMinor}. */
export async function writeOffCase(
  ctx: Ctx, input: z.output<typeof writeOffCaseInput>,
): Promise<Result<CaseDecided, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, (tx) => decideCase(tx, ctx, { caseId: input.caseId, note: null, kind: 'write-off' }, decideWriteOff));
}
