/** One line of the bank that stands for several things: its parts become differences of their own, each matched, suspended or decided apart. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { audit } from '@/lib/audit';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { lockCase, moveCase, type LockedCase } from '../case-file';
import { caseColumns, caseRowView, type CaseRow } from '../case-queue';
import type { ReconciliationFailure } from '../errors';
import { loadLines, loadSides, type GroupLine } from '../match-group';
import { CASE_COMMENT_MAX, PARTS_MAX, type CaseRowView } from '../model';
import { maySplit } from '../rules';
import { markSplit, wholeOf, writeParts } from '../split-parts';
import { insertCases, type NewCase } from '../write-cases';

export const splitLineInput = z.object({
  caseId: z.string().max(40), partsMinor: z.array(z.string().regex(/^[1-9]\d{0,15}$/)).min(2).max(PARTS_MAX), note: z.string().trim().min(1).max(CASE_COMMENT_MAX),
});

export interface SplitDone {
  readonly caseId: string;
  /** The parts as they stand in the queue now, in the order they were given; with what the line had been compared to, if anything. */
  readonly opened: readonly CaseRowView[];
}

/** Errors: `reconciliation.not-found`, `not-splittable`, `parts-differ` {differenceMinor}, `already-matched`. Taken back by undoing the case, while no part is decided. */
export async function splitLine(ctx: Ctx, input: z.output<typeof splitLineInput>): Promise<Result<SplitDone, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  const parts = input.partsMinor.map(BigInt);
  return withTx(ctx, async (tx): Promise<Result<SplitDone, ReconciliationFailure>> => {
    const locked = await lockCase(tx, input.caseId);
    if (!locked.ok) return locked;
    const found = locked.value;
    const [line] = found.lineId === null ? [] : await loadLines(tx, [found.lineId]);
    // A part is not cut again: take the split back and cut the whole otherwise.
    if (!line || !maySplit(found) || (await wholeOf(tx, line.id, found.id)) !== null) return err('reconciliation.not-splittable');
    const difference = parts.reduce((sum, minor) => sum + minor, 0n) - line.amount_minor;
    if (difference !== 0n) return err('reconciliation.parts-differ', { differenceMinor: difference.toString() });
    const splitId = newId('reconSplit', ctx);
    if (!(await markSplit(tx, ctx, splitId, line.id))) return err('reconciliation.already-matched');
    const written = await writeParts(tx, ctx, splitId, line, parts, input.note);
    await moveCase(tx, ctx, found, { kind: 'split', to: 'matched', note: input.note, groupId: splitId, proposedBy: null });
    const opened = await openParts(tx, ctx, found, line, written);
    await audit(tx, ctx, {
      action: 'recon-line.split', subjectKind: 'statement-line', subjectId: line.id.toString(), outcome: 'done', after: { split: splitId, partsMinor: parts.map(String) },
    });
    return ok({ caseId: found.id, opened });
  });
}

async function openParts(tx: Tx, ctx: Ctx, found: LockedCase, line: GroupLine, parts: Awaited<ReturnType<typeof writeParts>>): Promise<CaseRowView[]> {
  const common = { cause: 'line-split', direction: found.direction, day: found.day, currency: line.currency } as const;
  // What the line was compared with stands alone now, unless the bank and we disagreed about its state.
  const sides = found.sideId === null ? [] : await loadSides(tx, [found.sideId]);
  const cases: NewCase[] = [
    ...parts.map((p): NewCase => ({ ...common, reason: 'missing-here', lineId: p.lineId, sideKind: null, sideId: null, bankMinor: p.minor, ourMinor: null })),
    ...sides.map((s): NewCase => ({ ...common, reason: 'missing-at-bank', lineId: null, sideKind: s.kind, sideId: s.id, bankMinor: null, ourMinor: s.amount_minor })),
  ];
  // A fact that was a case of its own before is that case again.
  await tx.$executeRaw`UPDATE recon_case SET status = 'open', decided_at = NULL, decided_by = NULL, group_id = NULL, probable_cause = 'line-split'
    WHERE line_id IS NULL AND side_id = ANY(${sides.map((s) => s.id)}) AND reason = 'missing-at-bank' AND status IN ('matched', 'joined')`;
  await insertCases(tx, ctx, { runId: null, channel: found.channel }, cases);
  const rows = await tx.$queryRaw<CaseRow[]>`
    SELECT ${caseColumns}, coalesce(l.merchant_no, l.orig_merchant_no, l.channel_no, a.order_no, r.refund_no) AS number, substr(l.trade_time, 12, 5) AS time
    FROM recon_case c LEFT JOIN statement_line l ON l.id = c.line_id LEFT JOIN payment_attempt a ON a.id = c.side_id LEFT JOIN refund r ON r.id = c.side_id
    WHERE c.line_id = ANY(${parts.map((p) => p.lineId.toString())}::bigint[]) OR (c.line_id IS NULL AND c.side_id = ANY(${sides.map((s) => s.id)}) AND c.reason = 'missing-at-bank')
    ORDER BY c.line_id NULLS LAST`;
  return rows.map(caseRowView);
}
