import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { PayerFailure } from '../errors';
import type { SaveGroupInput } from '../model';

/** Levels of a tree: campus, school, year, class. Deeper ones nobody finds again. */
const DEPTH_MAX = 6;

/** Makes a group, or gives the one with this code another name or place. A plan that bills a group bills everybody below it. */
export async function saveGroup(ctx: Ctx, input: SaveGroupInput): Promise<Result<{ code: string }, PayerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'payer.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ code: string }, PayerFailure>> => {
    // Two people who hang two groups below each other at once would close a circle.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`payer-groups:${ctx.institutionId}`}, 0))`;
    const before = await tx.payer_group.findFirst({ where: { institution_id: ctx.institutionId, code: input.code } });
    const parent = input.parent === null ? null : await tx.payer_group.findFirst({ where: { institution_id: ctx.institutionId, code: input.parent } });
    if (input.parent !== null && !parent) return err('payers.group-not-found');
    if (parent) {
      const above = await ancestors(tx, parent.id);
      if (before && above.includes(before.id)) return err('payers.group-circle');
      if (above.length >= DEPTH_MAX) return err('payers.group-too-deep', { max: DEPTH_MAX });
    }
    const data = { name: input.name, parent_id: parent?.id ?? null };
    if (before) await tx.payer_group.update({ where: { id: before.id }, data });
    else await tx.payer_group.create({ data: { id: newId('payerGroup', ctx), institution_id: ctx.institutionId, code: input.code, ...data } });
    await audit(tx, ctx, {
      action: 'payer.save-group', subjectKind: 'institution', subjectId: ctx.institutionId, outcome: 'done', after: { code: input.code, name: input.name, parent: input.parent },
    });
    return ok({ code: input.code });
  });
}

/** The group itself and everything above it. */
async function ancestors(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE up AS (SELECT id, parent_id FROM payer_group WHERE id = ${id} UNION SELECT g.id, g.parent_id FROM payer_group g JOIN up ON g.id = up.parent_id)
    SELECT id FROM up`;
  return rows.map((row) => row.id);
}
