/** Disputes a case with the bank, follows it up, or only comments. None of these books anything: the difference stays open. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { lockCase, moveCase } from '../case-file';
import type { CaseDecided } from '../decide-case';
import type { ReconciliationFailure } from '../errors';
import { CASE_COMMENT_MAX, UNDECIDED, type CaseState } from '../model';

export const noteCaseInput = z.object({
  caseId: z.string().max(40), kind: z.enum(['dispute', 'follow-up', 'comment']), note: z.string().trim().min(1).max(CASE_COMMENT_MAX),
});

const TO: Readonly<Record<'dispute' | 'follow-up', CaseState>> = { dispute: 'disputed', 'follow-up': 'following' };

/** Errors: `reconciliation.not-found`, `already-decided` (a decided case can still be commented). */
export async function noteCase(ctx: Ctx, input: z.output<typeof noteCaseInput>): Promise<Result<CaseDecided, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<CaseDecided, ReconciliationFailure>> => {
    const locked = await lockCase(tx, input.caseId);
    if (!locked.ok) return locked;
    const found = locked.value;
    if (input.kind !== 'comment' && !UNDECIDED.includes(found.status)) return err('reconciliation.already-decided');
    const to = input.kind === 'comment' ? found.status : TO[input.kind];
    await moveCase(tx, ctx, found, { kind: input.kind, to, note: input.note });
    return ok({ caseId: found.id, status: to });
  });
}
