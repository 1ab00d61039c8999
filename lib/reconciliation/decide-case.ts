/** Carries out a decision that takes the bank's figure: books, state, history. Shared by confirming and writing off. */
import type { Ctx } from '@/lib/platform/ctx';
import { actorName } from '@/lib/platform/ctx';
import { err, ok, type Result } from '@/lib/kernel/result';
import { post } from '@/lib/ledger';
import type { Tx } from '@/lib/platform/tx';
import { lockCase, moveCase, type LockedCase } from './case-file';
import type { ReconciliationFailure } from './errors';
import type { CaseState } from './model';
import { decidedEntry } from './postings';
import type { Decision } from './rules';

export interface CaseDecided {
  readonly caseId: string;
  readonly status: CaseState;
}

export async function decideCase(
  tx: Tx, ctx: Ctx, input: { readonly caseId: string; readonly note: string | null; readonly kind: 'confirm' | 'write-off' },
  decide: (found: LockedCase) => Result<Decision, ReconciliationFailure>,
): Promise<Result<CaseDecided, ReconciliationFailure>> {
  const locked = await lockCase(tx, input.caseId);
  if (!locked.ok) return locked;
  const found = locked.value;
  const decision = decide(found);
  if (!decision.ok) return decision;
  if (decision.value.kind === 'proposed') {
    await moveCase(tx, ctx, found, { kind: 'propose', to: 'proposed', note: input.note, proposedBy: actorName(ctx.actor) });
    return ok({ caseId: found.id, status: 'proposed' });
  }
  // A line and a fact that a rule has meanwhile put together are not booked a second time.
  if (found.reason !== 'fee-differs' && (await isMatched(tx, found))) return err('reconciliation.already-matched');
  const entry = BOOKS_NOTHING.has(found.reason) ? null : decidedEntry(headOf(ctx, found, `case:${found.id}:${found.events}`), found);
  if (entry) await post(tx, ctx, [entry]);
  await moveCase(tx, ctx, found, { kind: input.kind, to: decision.value.status, note: input.note, entryKey: entry?.key ?? null });
  return ok({ caseId: found.id, status: decision.value.status });
}

/** The second line of one amount, and a fee that is booked as the bank printed it: deciding them moves no money. */
const BOOKS_NOTHING: ReadonlySet<string> = new Set(['duplicate', 'fee-differs']);

export const headOf = (ctx: Ctx, found: Pick<LockedCase, 'id' | 'channel'>, key: string) =>
  ({ key, at: ctx.clock.now(), subjectKind: 'recon-case', subjectId: found.id, channel: found.channel, memo: '' });

async function isMatched(tx: Tx, found: LockedCase): Promise<boolean> {
  const side = found.reason === 'duplicate' ? null : found.sideId;
  const [row] = await tx.$queryRaw<{ matched: boolean }[]>`SELECT
    EXISTS (SELECT FROM recon_match WHERE id = ${found.lineId})
    OR EXISTS (SELECT FROM recon_match WHERE side_id = ${side} AND undone_at IS NULL) AS matched`;
  return row?.matched === true;
}
