/** How far an institution has come, read from what is there. */
import { currentIssue, versionInForce } from '@/lib/bill-items';
import { requirePermission } from '@/lib/identity';
import { institutionTerms } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { withTx, type Tx } from '@/lib/platform/tx';
import { templateOf, type FirstRun } from './model';

export async function firstRun(ctx: Ctx): Promise<FirstRun> {
  requirePermission(ctx, 'fee-plan.write');
  return withTx(ctx, async (tx) => {
    const { kind } = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId }, select: { kind: true } });
    const [facts] = await tx.$queryRaw<{ channels: bigint; payers: bigint; bills: bigint; paid: bigint; payer: string | null }[]>`
      SELECT (SELECT count(*) FROM channel_account WHERE status = 'active') AS channels, (SELECT count(*) FROM payer WHERE status = 'active') AS payers,
        (SELECT count(*) FROM bill) AS bills, (SELECT count(*) FROM bill WHERE status = 'paid') AS paid,
        (SELECT payer_id FROM bill WHERE status IN ('issued', 'overdue') ORDER BY number LIMIT 1) AS payer`;
    const run = await tx.bill_run.findFirst({ where: { institution_id: ctx.institutionId }, orderBy: { created_at: 'desc' } });
    return {
      template: templateOf(kind), channels: Number(facts!.channels), sandbox: env().SANDBOX_BANK_URL !== undefined, plan: await planOf(tx, ctx),
      payers: Number(facts!.payers), bills: Number(facts!.bills), paid: Number(facts!.paid), payerId: facts!.payer,
      run: run && { status: run.status, done: run.done, total: run.total, skipped: run.skipped_count },
    };
  });
}

/** The first plan that is in force today. */
async function planOf(tx: Tx, ctx: Ctx): Promise<FirstRun['plan']> {
  const { today } = await institutionTerms(tx, ctx);
  const plans = await tx.fee_plan.findMany({ where: { institution_id: ctx.institutionId, status: 'live' }, orderBy: { id: 'asc' }, take: 20 });
  for (const plan of plans) {
    const version = await versionInForce(tx, ctx.institutionId, plan.id, today);
    if (version) return { id: plan.id, nameZh: plan.name_zh, nameEn: plan.name_en, cycleKey: currentIssue(version.plan.cycle, today)?.cycleKey ?? null };
  }
  return null;
}
