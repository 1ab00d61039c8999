/** Disputes a case with the bank, follows it up, suspends it, or only comments. None of these books anything: the difference stays open. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { isBusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { keepFile } from '@/lib/platform/files';
import { withTx } from '@/lib/platform/tx';
import { lockCase, moveCase, type Evidence } from '../case-file';
import type { CaseDecided } from '../decide-case';
import type { ReconciliationFailure } from '../errors';
import { CASE_COMMENT_MAX, EVIDENCE_BYTES_MAX, UNDECIDED, type CaseState } from '../model';

export const noteCaseInput = z.object({
  caseId: z.string().max(40), kind: z.enum(['dispute', 'follow-up', 'suspend', 'comment']), note: z.string().trim().min(1).max(CASE_COMMENT_MAX),
  /** When it is to be looked at again. */
  followUpOn: z.string().refine(isBusinessDate).optional(),
  evidence: z.instanceof(File).refine((file) => file.size <= EVIDENCE_BYTES_MAX).optional(),
});

const TO: Readonly<Record<'dispute' | 'follow-up' | 'suspend', CaseState>> = { dispute: 'disputed', 'follow-up': 'following', suspend: 'suspended' };

/** Errors: `reconciliation.not-found`, `already-decided` (a decided case can still be commented). */
export async function noteCase(ctx: Ctx, input: z.output<typeof noteCaseInput>): Promise<Result<CaseDecided, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  const evidence = input.evidence && input.evidence.size > 0 ? await keepEvidence(input.evidence) : null;
  return withTx(ctx, async (tx): Promise<Result<CaseDecided, ReconciliationFailure>> => {
    const locked = await lockCase(tx, input.caseId);
    if (!locked.ok) return locked;
    const found = locked.value;
    if (input.kind !== 'comment' && !UNDECIDED.includes(found.status)) return err('reconciliation.already-decided');
    const to = input.kind === 'comment' ? found.status : TO[input.kind];
    await moveCase(tx, ctx, found, { kind: input.kind, to, note: input.note, ...(evidence && { evidence }), ...(input.followUpOn && { followUpOn: input.followUpOn }) });
    return ok({ caseId: found.id, status: to });
  });
}

/** Kept sealed as it came; the history says its name, size and fingerprint. */
async function keepEvidence(file: File): Promise<Evidence> {
  return { sha256: await keepFile(new Uint8Array(await file.arrayBuffer())), name: file.name.slice(0, 200), bytes: file.size };
}
