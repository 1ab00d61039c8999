/** What others decided about a rule version takes effect: the version they agreed to replaces the active one, or it is set aside. */
import { hasConsent } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import type { InstitutionId } from '@/lib/kernel/ids';
import { toDate } from '@/lib/kernel/time';
import { systemCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { rulesOperation } from '../rules-operation';

/** May be told twice: only what is still asked for changes. */
export async function settleRules(institutionId: InstitutionId, version: number, approvalId: string, decision: 'approved' | 'rejected'): Promise<void> {
  const ctx = systemCtx('approvals', institutionId);
  await withTx(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<{ version: number; rules: unknown; tested: unknown; note: string | null }[]>`
      SELECT version, rules, tested, note FROM recon_rule_set WHERE version = ${version} AND status = 'asked' FOR UPDATE`;
    if (!row) return;
    const at = toDate(ctx.clock.now());
    const agreed = decision === 'approved' && (await hasConsent(tx, ctx, approvalId, rulesOperation(row)));
    if (agreed) await tx.recon_rule_set.updateMany({ where: { status: 'active' }, data: { status: 'retired' } });
    await tx.recon_rule_set.updateMany({ where: { version }, data: { status: agreed ? 'active' : 'rejected', decided_by: `approval:${approvalId}`, decided_at: at } });
    await audit(tx, ctx, {
      action: agreed ? 'recon-rules.activate' : 'recon-rules.reject', subjectKind: 'recon-rules', subjectId: `rules-${version}`, outcome: 'done', after: { approval: approvalId },
    });
  });
}
