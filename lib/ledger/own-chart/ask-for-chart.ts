/** Asks other people to put the draft into force, and carries out what they decided. */
import { hasConsent, requestApproval } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { LedgerFailure } from '../errors';
import { chartContent, chartTrouble } from './content';
import { chartOperation, chartSubject } from './operation';

/** A day of a closed month is told as it was told then. */
async function dayIsOpen(tx: Tx, institutionId: string, day: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ open_from: Date | null }[]>`SELECT books_open_from AS open_from FROM institution WHERE id = ${institutionId} FOR UPDATE`;
  return !row?.open_from || day >= row.open_from;
}

export async function askForChart(ctx: Ctx): Promise<Result<{ readonly approvalId: string }, LedgerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'ledger.close');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, LedgerFailure>> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`chart ${ctx.institutionId}`}, 0))`;
    const row = await tx.chart_version.findFirst({ where: { institution_id: ctx.institutionId, status: 'draft' } });
    if (!row) return err('ledger.no-chart-draft');
    const trouble = chartTrouble(chartContent.parse(row.content));
    if (trouble) return err(trouble.code, { account: trouble.account });
    if (!(await dayIsOpen(tx, ctx.institutionId, row.effective_from))) return err('ledger.chart-day-closed', { day: row.effective_from.toISOString().slice(0, 10) });
    await tx.chart_version.update({ where: { institution_id_version: { institution_id: ctx.institutionId, version: row.version } }, data: { status: 'asked', asked_by: actorName(ctx.actor) } });
    const { approvalId } = await requestApproval(tx, ctx, chartOperation(row));
    await audit(tx, ctx, { action: 'chart.ask', subjectKind: 'chart', subjectId: chartSubject(row.version), outcome: 'done', after: { approval: approvalId } });
    return ok({ approvalId });
  });
}

/** Consumer of `approval.approved` and `approval.rejected`; may meet either again. Answers whether the chart came into force. */
export async function settleChart(institutionId: InstitutionId, version: number, approvalId: string, decision: 'approved' | 'rejected', ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<boolean> {
  const ctx = systemCtx('approvals', institutionId, ports);
  return withTx(ctx, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`chart ${institutionId}`}, 0))`;
    const row = await tx.chart_version.findFirst({ where: { institution_id: institutionId, version, status: 'asked' } });
    if (!row) return false;
    // The month may have been closed while they decided.
    const agreed = decision === 'approved' && (await hasConsent(tx, ctx, approvalId, chartOperation(row))) && (await dayIsOpen(tx, institutionId, row.effective_from));
    await tx.chart_version.update({
      where: { institution_id_version: { institution_id: institutionId, version } }, data: { status: agreed ? 'active' : 'rejected', decided_by: `approval:${approvalId}`, decided_at: toDate(ctx.clock.now()) },
    });
    await audit(tx, ctx, { action: agreed ? 'chart.activate' : 'chart.reject', subjectKind: 'chart', subjectId: chartSubject(version), outcome: 'done', after: { approval: approvalId } });
    return agreed;
  });
}
