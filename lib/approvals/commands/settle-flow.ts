/** What was decided about a proposed flow: it takes the old one's place, or is laid aside. May meet a decision again. */
import { audit } from '@/lib/audit';
import type { InstitutionId } from '@/lib/kernel/ids';
import { toDate } from '@/lib/kernel/time';
import { systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { hasConsent } from '../approval-row';
import { isApprovalKind } from '../kinds';
import { flowOperation, readFlow } from './propose-flow';

/** `subjectId`: `<kind>:<version>`. */
export async function settleFlow(institutionId: InstitutionId, subjectId: string, decision: 'approved' | 'rejected', ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<void> {
  const [kind = '', version = ''] = subjectId.split(':');
  if (!isApprovalKind(kind) || !/^\d{1,6}$/.test(version)) return;
  const ctx = systemCtx('approvals', institutionId, ports);
  await withTx(ctx, async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM institution WHERE id = ${institutionId} FOR UPDATE`;
    const row = await tx.approval_flow.findFirst({ where: { institution_id: institutionId, kind, version: Number.parseInt(version, 10), status: 'proposed' } });
    if (!row) return;
    const consent = decision === 'approved' && await hasConsent(tx, ctx, row.approval_id ?? '', flowOperation(kind, row.version, readFlow(row.bands)));
    const decided_at = toDate(ctx.clock.now());
    if (consent) await tx.approval_flow.updateMany({ where: { institution_id: institutionId, kind, status: 'active' }, data: { status: 'replaced', decided_at } });
    const status = consent ? 'active' : 'rejected';
    await tx.approval_flow.updateMany({ where: { institution_id: institutionId, kind, version: row.version }, data: { status, decided_at } });
    await audit(tx, ctx, { action: `approval-flow.${consent ? 'activate' : 'reject'}`, subjectKind: 'approval-flow', subjectId, outcome: 'done', before: { status: 'proposed' }, after: { status } });
  });
}
