/**
 * Waivers (A2): what one payer need not pay of a plan, for a time, because somebody asked for it with a reason and somebody else signed. Pricing takes them
 * off behind the plan's own discounts, each as a step of the line it is taken from.
 */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import type { SqlTx } from '@/lib/platform/sql-tx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { WaivablePlan, Waiver, WaiverView } from './model';
import { dateOf, documentOf } from './plan-store';

const WAIVERS_SHOWN = 50;
const PLANS_MAX = 50;

/** Those that hold on a day, by payer; the oldest first, so that the order on the bill is the order they were signed in. */
export async function waiversOf(tx: SqlTx, institutionId: string, planId: string, on: string, payerIds: readonly string[]): Promise<ReadonlyMap<string, readonly Waiver[]>> {
  const rows = await tx.$queryRaw<{ payer_id: string; item_codes: string[]; bps: number; reason: string }[]>`
    SELECT payer_id, item_codes, bps, reason FROM fee_waiver
    WHERE institution_id = ${institutionId} AND plan_id = ${planId} AND payer_id = ANY(${[...payerIds]}) AND ended_at IS NULL
      AND from_date <= ${on}::date AND (until_date IS NULL OR until_date >= ${on}::date) ORDER BY id`;
  return Map.groupBy(rows.map((row) => ({ payerId: row.payer_id, itemCodes: row.item_codes, bps: row.bps, reason: row.reason })), (row) => row.payerId);
}

/** Whether anybody is waived anything of the plan: a run asks once, and most need not ask again for each of its chunks. */
export const hasWaivers = async (tx: Tx, planId: string): Promise<boolean> => (await tx.fee_waiver.findFirst({ where: { plan_id: planId, ended_at: null }, select: { id: true } })) !== null;

/** All of a payer, the newest first, ended ones too. */
export async function listWaivers(ctx: Ctx, payerId: string): Promise<WaiverView[]> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.fee_waiver.findMany({ where: { institution_id: ctx.institutionId, payer_id: payerId }, orderBy: { id: 'desc' }, take: WAIVERS_SHOWN });
    const plans = await tx.fee_plan.findMany({ where: { id: { in: rows.map((row) => row.plan_id) } }, select: { id: true, name_zh: true, name_en: true } });
    const planOf = new Map(plans.map((plan) => [plan.id, plan]));
    return rows.map((row): WaiverView => ({
      id: row.id, planZh: planOf.get(row.plan_id)?.name_zh ?? '', planEn: planOf.get(row.plan_id)?.name_en ?? '', itemCodes: row.item_codes, bps: row.bps, reason: row.reason,
      from: dateOf(row.from_date), until: row.until_date && dateOf(row.until_date), approvalId: row.approval_id, ended: row.ended_at !== null,
    }));
  });
}

/** Plans in force with their items, for the form. */
export async function waivablePlans(ctx: Ctx): Promise<WaivablePlan[]> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const versions = await tx.fee_plan_version.findMany({ where: { institution_id: ctx.institutionId, state: 'active' }, orderBy: { version: 'desc' }, take: PLANS_MAX });
    const plans = await tx.fee_plan.findMany({ where: { id: { in: versions.map((v) => v.plan_id) }, status: { not: 'archived' } }, orderBy: { id: 'asc' } });
    return plans.flatMap((plan): WaivablePlan[] => {
      const version = versions.find((v) => v.plan_id === plan.id);
      if (!version) return [];
      return [{ planId: plan.id, nameZh: plan.name_zh, nameEn: plan.name_en, items: documentOf(version).items.map(({ code, name }) => ({ code, ...name })) }];
    });
  });
}
