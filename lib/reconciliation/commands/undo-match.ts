/** Takes a pair apart that a rule made. Both halves become cases, and no rule puts this pair together again. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { assert } from '@/lib/kernel/assert';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { post, reversalOf } from '@/lib/ledger';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { ReconciliationFailure } from '../errors';
import { groupEntry, loadLines, type GroupLine } from '../match-group';
import { insertCases, type NewCase } from '../write-cases';

export const undoMatchInput = z.object({ lineId: z.string().regex(/^\d{1,19}$/) });

/** Errors: `reconciliation.nothing-to-undo` (no such pair, or it is part of a group: undo its case). */
export async function undoMatch(
  ctx: Ctx, input: z.output<typeof undoMatchInput>,
): Promise<Result<{ readonly lineId: string }, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ lineId: string }, ReconciliationFailure>> => {
    const lineId = BigInt(input.lineId);
    const [pair] = await tx.$queryRaw<{ id: bigint; side_kind: string; side_id: string; day: Date | null }[]>`
      UPDATE recon_match m SET undone_at = ${toDate(ctx.clock.now())}, undone_by = ${actorName(ctx.actor)} FROM statement_line l
      WHERE m.line_id = ${lineId} AND l.id = m.line_id AND m.undone_at IS NULL AND m.group_id IS NULL AND m.side_id IS NOT NULL
      RETURNING m.id, m.side_kind, m.side_id, l.day`;
    if (!pair) return err('reconciliation.nothing-to-undo');
    const [line] = await loadLines(tx, [lineId]);
    assert(line, 'a matched line is there');
    const entry = groupEntry(ctx, `settled:pair-${pair.id}`, [line]);
    if (entry) await post(tx, ctx, [reversalOf(entry, ctx.clock.now(), 'undo')]);
    await openHalves(tx, ctx, line, { kind: pair.side_kind, id: pair.side_id, day: (pair.day ?? toDate(ctx.clock.now())).toISOString().slice(0, 10) });
    await audit(tx, ctx, {
      action: 'recon-match.undo', subjectKind: 'statement-line', subjectId: input.lineId, outcome: 'done', before: { sideId: pair.side_id },
    });
    return ok({ lineId: input.lineId });
  });
}

async function openHalves(tx: Tx, ctx: Ctx, line: GroupLine, side: { readonly kind: string; readonly id: string; readonly day: string }): Promise<void> {
  const half = { cause: 'taken-apart', direction: line.direction, day: side.day, currency: line.currency } as const;
  const cases: NewCase[] = [
    { ...half, reason: 'missing-here', lineId: line.id, sideKind: null, sideId: null, bankMinor: line.amount_minor, ourMinor: null },
    { ...half, reason: 'missing-at-bank', lineId: null, sideKind: side.kind, sideId: side.id, bankMinor: null, ourMinor: line.amount_minor },
  ];
  // A half that was a case before is that case again.
  await tx.$executeRaw`UPDATE recon_case SET status = 'open', decided_at = NULL, decided_by = NULL, probable_cause = 'taken-apart'
    WHERE status = 'matched' AND ((line_id = ${line.id} AND reason = 'missing-here') OR (line_id IS NULL AND side_id = ${side.id} AND reason = 'missing-at-bank'))`;
  await insertCases(tx, ctx, { runId: null, channel: line.channel }, cases);
}
