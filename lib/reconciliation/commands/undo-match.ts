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
import { groupEntry, loadLines, loadSides, type GroupLine, type GroupSide } from '../match-group';
import { asideId } from '../match-ids';
import { insertCases, type NewCase } from '../write-cases';

export const undoMatchInput = z.object({ lineId: z.string().regex(/^\d{1,19}$/) });

interface Undone { readonly id: bigint; readonly line_id: bigint | null; readonly side_kind: string | null; readonly side_id: string | null }

/** Errors: `reconciliation.nothing-to-undo` (no such match, or a person put it together: undo its case). */
export async function undoMatch(
  ctx: Ctx, input: z.output<typeof undoMatchInput>,
): Promise<Result<{ readonly lineId: string }, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ lineId: string }, ReconciliationFailure>> => {
    const lineId = BigInt(input.lineId);
    const found = await tx.recon_match.findFirst({ where: { id: lineId }, select: { id: true, group_id: true, run_id: true } });
    if (!found || (found.group_id !== null && found.run_id === null)) return err('reconciliation.nothing-to-undo');
    // A group that a rule made comes apart whole: half of it would not add up.
    const rows = await tx.$queryRaw<Undone[]>`
      UPDATE recon_match SET ${asideId}, undone_at = ${toDate(ctx.clock.now())}, undone_by = ${actorName(ctx.actor)}
      WHERE undone_at IS NULL AND (id = ${found.id} OR (group_id IS NOT NULL AND group_id = ${found.group_id})) RETURNING id, line_id, side_kind, side_id`;
    if (rows.length === 0) return err('reconciliation.nothing-to-undo');
    const lines = await loadLines(tx, rows.flatMap((r) => r.line_id ?? []));
    const sides = await loadSides(tx, rows.flatMap((r) => r.side_id ?? []));
    const entry = found.group_id === null ? groupEntry(ctx, `settled:pair-${rows[0]!.id}`, lines, []) : groupEntry(ctx, `settled:${found.group_id}`, lines, sides);
    if (entry) await post(tx, ctx, [reversalOf(entry, ctx.clock.now(), 'undo')]);
    await openHalves(tx, ctx, lines, sides);
    await audit(tx, ctx, {
      action: 'recon-match.undo', subjectKind: 'statement-line', subjectId: input.lineId, outcome: 'done', before: { sideIds: sides.map((s) => s.id).join(' ') },
    });
    return ok({ lineId: input.lineId });
  });
}

/** Every line and every fact is a case of its own again. */
async function openHalves(tx: Tx, ctx: Ctx, lines: readonly GroupLine[], sides: readonly GroupSide[]): Promise<void> {
  const [first] = lines;
  assert(first, 'a match has a line');
  const day = (first.day ?? toDate(ctx.clock.now())).toISOString().slice(0, 10);
  const half = { cause: 'taken-apart', day } as const;
  const cases: NewCase[] = [
    ...lines.map((l): NewCase => ({
      ...half, reason: 'missing-here', direction: l.direction, lineId: l.id, sideKind: null, sideId: null, bankMinor: l.amount_minor, ourMinor: null, currency: l.currency,
    })),
    ...sides.map((s): NewCase => ({
      ...half, reason: 'missing-at-bank', direction: s.direction, lineId: null, sideKind: s.kind, sideId: s.id, bankMinor: null, ourMinor: s.amount_minor, currency: s.currency,
    })),
  ];
  // A half that was a case before is that case again.
  await tx.$executeRaw`UPDATE recon_case SET status = 'open', decided_at = NULL, decided_by = NULL, probable_cause = 'taken-apart'
    WHERE status IN ('matched', 'joined') AND ((line_id = ANY(${lines.map((l) => l.id.toString())}::bigint[]) AND reason = 'missing-here')
      OR (line_id IS NULL AND side_id = ANY(${sides.map((s) => s.id)}) AND reason = 'missing-at-bank'))`;
  await insertCases(tx, ctx, { runId: null, channel: first.channel }, cases);
}
