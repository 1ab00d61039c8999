/** What a change does, and does not do, to what is billed already. Said before it is saved, from the bills themselves. */
import type { Currency } from '@/lib/kernel/money';
import { money, toWire } from '@/lib/kernel/money';
import { addDays, type BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { currentIssue, upcomingIssues } from './cycle';
import type { FeePlanDocument, PlanImpact } from './model';

const AHEAD = 24;

/** Bills are owned by the module above; they are only counted here. */
export async function impactOf(
  tx: Tx, ctx: Ctx, input: { readonly planId: string; readonly plan: FeePlanDocument; readonly from: BusinessDate; readonly today: BusinessDate; readonly currency: Currency },
): Promise<PlanImpact> {
  const { planId, plan, from, currency } = input;
  const [bills] = await tx.$queryRaw<{ count: bigint; open: string }[]>`
    SELECT count(*) FILTER (WHERE status IN ('issued', 'part-paid', 'overdue')) AS count,
      coalesce(sum(total_minor - paid_minor) FILTER (WHERE status IN ('issued', 'part-paid', 'overdue')), 0)::text AS open
    FROM bill WHERE institution_id = ${ctx.institutionId} AND plan_id = ${planId}`;
  const runs = await tx.$queryRaw<{ cycle_key: string; unfinished: boolean }[]>`
    SELECT cycle_key, status <> 'done' AS unfinished FROM bill_run WHERE institution_id = ${ctx.institutionId} AND plan_id = ${planId}`;
  const issued = new Set(runs.map((run) => run.cycle_key));
  // Cycles whose day has come by then bill under this version only when nobody has issued them yet.
  const day = from < input.today ? input.today : from;
  const now = currentIssue(plan.cycle, day);
  const coming = [...(now && now.plannedDate <= day ? [now] : []), ...upcomingIssues(plan.cycle, addDays(day, 1), AHEAD)];
  const first = coming.find((issue) => !issued.has(issue.cycleKey)) ?? null;
  return {
    openBills: Number(bills!.count), open: toWire(money(BigInt(bills!.open), currency)),
    issuedAlready: coming.filter((issue) => issued.has(issue.cycleKey)).map((issue) => issue.cycleKey),
    running: runs.filter((run) => run.unfinished).map((run) => run.cycle_key),
    first: first && { cycleKey: first.cycleKey, issueDate: first.issueDate < day ? day : first.issueDate },
  };
}
