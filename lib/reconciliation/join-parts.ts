/** Takes a split back: the parts go, the whole is one difference again. Only while nobody has decided about a part. */
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate, toIso } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { lockCase, moveCase, type LockedCase } from './case-file';
import type { ReconciliationFailure } from './errors';
import { linesOfFile } from './line-ids';
import { asideId } from './match-ids';
import { UNDECIDED, type CaseState } from './model';

/** Null when the case's group is no split. Errors: `reconciliation.part-decided`. */
export async function joinParts(tx: Tx, ctx: Ctx, found: LockedCase): Promise<Result<true, ReconciliationFailure> | null> {
  const [split] = await tx.$queryRaw<{ id: string; seq: bigint }[]>`
    SELECT s.id, f.seq FROM recon_split s JOIN statement_file f ON f.id = s.file_id WHERE s.id = ${found.groupId} AND s.undone_at IS NULL FOR UPDATE OF s`;
  if (!split) return null;
  const { from, to } = linesOfFile(split.seq);
  const parts = await tx.$queryRaw<{ id: string; status: string }[]>`
    SELECT id, status FROM recon_case WHERE line_id >= ${from} AND line_id < ${to} ORDER BY id FOR UPDATE`;
  if (parts.some((p) => !UNDECIDED.includes(p.status as CaseState))) return err('reconciliation.part-decided');
  for (const { id } of parts) {
    const part = await lockCase(tx, id);
    if (part.ok) await moveCase(tx, ctx, part.value, { kind: 'join', to: 'joined', note: null, proposedBy: null });
  }
  // The parts' lines stay, marked as money that did not move, so that nothing can be matched with them.
  await tx.$executeRaw`UPDATE statement_line SET settled = false WHERE id >= ${from} AND id < ${to}`;
  await tx.recon_split.update({ where: { id: split.id }, data: { undone_at: toDate(ctx.clock.now()), undone_by: actorName(ctx.actor) } });
  await tx.$executeRaw`UPDATE recon_match SET ${asideId}, undone_at = ${toIso(ctx.clock.now())}::timestamptz, undone_by = ${actorName(ctx.actor)}
    WHERE group_id = ${split.id} AND undone_at IS NULL`;
  await takeBackFact(tx, ctx, found);
  await moveCase(tx, ctx, found, { kind: 'undo', to: 'open', note: null, groupId: null });
  return ok(true);
}

/** The fact that the split had put aside stands in the whole's case again: one case is enough. */
async function takeBackFact(tx: Tx, ctx: Ctx, found: LockedCase): Promise<void> {
  if (found.sideId === null) return;
  const [aside] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM recon_case WHERE line_id IS NULL AND side_id = ${found.sideId} AND reason = 'missing-at-bank' AND status = ANY(${[...UNDECIDED]}) FOR UPDATE`;
  if (!aside) return;
  const locked = await lockCase(tx, aside.id);
  if (locked.ok) await moveCase(tx, ctx, locked.value, { kind: 'join', to: 'joined', note: null, proposedBy: null });
}
