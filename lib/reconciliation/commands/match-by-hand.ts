/** Puts lines and facts together that no rule could: any number on either side, as long as their sums agree. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { post } from '@/lib/ledger';
import { audit } from '@/lib/audit';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { lockCase, moveCase } from '../case-file';
import type { ReconciliationFailure } from '../errors';
import { checkGroup, groupEntry, loadLines, loadSides, writeGroup } from '../match-group';
import { GROUP_MAX } from '../model';

const lineId = z.string().regex(/^\d{1,19}$/);
export const matchByHandInput = z.object({ lineIds: z.array(lineId).max(GROUP_MAX), sideIds: z.array(z.string().max(40)).max(GROUP_MAX) });

export interface HandMatched {
  readonly groupId: string;
  /** Cases that this closed. */
  readonly caseIds: readonly string[];
}

/** Errors: `reconciliation.not-found`, `one-sided`, `different-channels`, `amounts-differ` {differenceMinor}, `already-matched`. */
export async function matchByHand(
  ctx: Ctx, input: z.output<typeof matchByHandInput>,
): Promise<Result<HandMatched, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, (tx) => matchIn(tx, ctx, [...new Set(input.lineIds)].map(BigInt), [...new Set(input.sideIds)]));
}

async function matchIn(tx: Tx, ctx: Ctx, lineIds: readonly bigint[], sideIds: readonly string[]): Promise<Result<HandMatched, ReconciliationFailure>> {
  const [lines, sides] = [await loadLines(tx, lineIds), await loadSides(tx, sideIds)];
  if (lines.length !== lineIds.length || sides.length !== sideIds.length) return err('reconciliation.not-found');
  const fits = checkGroup(lines, sides);
  if (!fits.ok) return fits;
  // Cases first, in id order: two people working on the same ones meet here and not in a deadlock.
  const cases = await tx.$queryRaw<{ id: string; status: string }[]>`
    SELECT id, status FROM recon_case WHERE status <> 'matched'
      AND (line_id = ANY(${lineIds.map(String)}::bigint[]) OR (line_id IS NULL AND side_id = ANY(${[...sideIds]}))) ORDER BY id FOR UPDATE`;
  if (cases.some((c) => c.status === 'confirmed' || c.status === 'written-off')) return err('reconciliation.already-decided');
  const groupId = newId('match', ctx);
  if (!(await writeGroup(tx, ctx, groupId, lines, sides))) return err('reconciliation.already-matched');
  const entry = groupEntry(ctx, `settled:${groupId}`, lines, sides);
  if (entry) await post(tx, ctx, [entry]);
  for (const { id } of cases) {
    const locked = await lockCase(tx, id);
    if (!locked.ok) return locked;
    await moveCase(tx, ctx, locked.value, { kind: 'match', to: 'matched', note: null, groupId, entryKey: null });
  }
  await audit(tx, ctx, {
    action: 'recon-match.by-hand', subjectKind: 'recon-match', subjectId: groupId, outcome: 'done', after: { lines: lineIds.map(String), sides: [...sideIds] },
  });
  return ok({ groupId, caseIds: cases.map((c) => c.id) });
}
