/** One act on many cases: each is decided on its own, with its own entry and history, so that each can be taken back on its own. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import type { CaseDecided } from '../decide-case';
import type { ReconciliationFailure } from '../errors';
import { BULK_MAX, CASE_COMMENT_MAX, type CaseState } from '../model';
import { confirmCase } from './confirm-case';
import { noteCase } from './note-case';
import { undoCase } from './undo-case';
import { writeOffCase } from './write-off-case';

const BULK_ACTS = ['confirm', 'write-off', 'dispute', 'follow-up', 'suspend', 'undo'] as const;
export const decideManyInput = z.object({
  caseIds: z.array(z.string().max(40)).min(1).max(BULK_MAX), act: z.enum(BULK_ACTS), note: z.string().trim().max(CASE_COMMENT_MAX).default(''),
});

export interface ManyDecided {
  readonly done: readonly { readonly caseId: string; readonly status: CaseState }[];
  readonly refused: readonly { readonly caseId: string; readonly code: string }[];
}

/** Errors: `access.denied`; what a single case refuses is told per case. */
export async function decideMany(ctx: Ctx, input: z.output<typeof decideManyInput>): Promise<Result<ManyDecided, AccessFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  const done: { caseId: string; status: CaseState }[] = [];
  const refused: { caseId: string; code: string }[] = [];
  for (const caseId of new Set(input.caseIds)) {
    const answer = await actOn(ctx, caseId, input);
    if (answer.ok) done.push(answer.value);
    else refused.push({ caseId, code: answer.error.code });
  }
  return ok({ done, refused });
}

function actOn(ctx: Ctx, caseId: string, input: z.output<typeof decideManyInput>): Promise<Result<CaseDecided, AccessFailure | ReconciliationFailure>> {
  const note = input.note || '—';
  switch (input.act) {
    case 'confirm': return confirmCase(ctx, { caseId, reason: note });
    case 'write-off': return writeOffCase(ctx, { caseId });
    case 'undo': return undoCase(ctx, { caseId });
    default: return noteCase(ctx, { caseId, kind: input.act, note });
  }
}
