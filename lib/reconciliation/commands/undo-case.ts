/** Takes the last decision about a case back: its entry is turned round, its group taken apart, and it is open again. History stays. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { assert } from '@/lib/kernel/assert';
import { err, ok, type Result } from '@/lib/kernel/result';
import { instantOfDate, toDate } from '@/lib/kernel/time';
import { post, reversalOf } from '@/lib/ledger';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { lockCase, moveCase, type LockedCase } from '../case-file';
import { headOf, type CaseDecided } from '../decide-case';
import type { ReconciliationFailure } from '../errors';
import { joinParts } from '../join-parts';
import { groupEntry, loadLines, loadSides } from '../match-group';
import { asideId } from '../match-ids';
import { decidedEntry } from '../postings';

export const undoCaseInput = z.object({ caseId: z.string().max(40) });

/** Errors: `reconciliation.not-found`, `nothing-to-undo`, `part-decided` (of a split line: undo the part first). */
export async function undoCase(ctx: Ctx, input: z.output<typeof undoCaseInput>): Promise<Result<CaseDecided, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<CaseDecided, ReconciliationFailure>> => {
    const locked = await lockCase(tx, input.caseId);
    if (!locked.ok) return locked;
    const found = locked.value;
    // A case that is open has nothing to undo; one that later evidence explained was not a person's decision.
    if (found.status === 'open' || found.status === 'joined' || (found.status === 'matched' && found.groupId === null)) return err('reconciliation.nothing-to-undo');
    const joined = found.groupId === null ? null : await joinParts(tx, ctx, found);
    if (joined !== null) return joined.ok ? ok({ caseId: found.id, status: 'open' }) : joined;
    if (found.groupId !== null) await takeApart(tx, ctx, found.groupId);
    else await reopen(tx, ctx, found);
    return ok({ caseId: found.id, status: 'open' });
  });
}

async function reopen(tx: Tx, ctx: Ctx, found: LockedCase): Promise<void> {
  if (found.entryKey !== null) {
    assert(found.decidedAt, 'a decided case has its moment');
    const entry = decidedEntry({ ...headOf(ctx, found, found.entryKey), at: instantOfDate(found.decidedAt) }, found);
    assert(entry, 'an entry that was booked can be made again');
    await post(tx, ctx, [reversalOf(entry, ctx.clock.now(), 'undo')]);
  }
  await moveCase(tx, ctx, found, { kind: 'undo', to: 'open', note: null, entryKey: null, proposedBy: null });
}

/** All cases of the group open again: half a group would not add up. */
async function takeApart(tx: Tx, ctx: Ctx, groupId: string): Promise<void> {
  const rows = await tx.$queryRaw<{ line_id: bigint | null; side_id: string | null }[]>`
    UPDATE recon_match SET ${asideId}, undone_at = ${toDate(ctx.clock.now())}, undone_by = ${actorName(ctx.actor)} WHERE group_id = ${groupId} AND undone_at IS NULL RETURNING line_id, side_id`;
  const lines = await loadLines(tx, rows.flatMap((r) => r.line_id ?? []));
  const entry = lines.length === 0 ? null : groupEntry(ctx, `settled:${groupId}`, lines, await loadSides(tx, rows.flatMap((r) => r.side_id ?? [])));
  if (entry) await post(tx, ctx, [reversalOf(entry, ctx.clock.now(), 'undo')]);
  const cases = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM recon_case WHERE group_id = ${groupId} ORDER BY id FOR UPDATE`;
  for (const { id } of cases) {
    const locked = await lockCase(tx, id);
    if (locked.ok) await moveCase(tx, ctx, locked.value, { kind: 'undo', to: 'open', note: null, groupId: null });
  }
}
