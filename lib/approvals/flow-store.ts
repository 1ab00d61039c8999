/** The flow that counts for a kind of act: the active version of the institution's own, or the built-in one. */
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { defaultFlow, flowSchema, type Flow } from './flows';
import type { ApprovalKind } from './kinds';

export async function activeFlow(tx: Tx, ctx: Pick<Ctx, 'institutionId'>, kind: ApprovalKind): Promise<Flow> {
  const row = await tx.approval_flow.findFirst({ where: { institution_id: ctx.institutionId, kind, status: 'active' } });
  return row ? flowSchema.parse(row.bands) : defaultFlow(kind);
}
