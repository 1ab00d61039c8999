import { z } from 'zod';
import { audit } from '@/lib/audit';
import { issueOf, versionInForce, type PlanVersion } from '@/lib/bill-items';
import type { IssueDate } from '@/lib/bill-items/model';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { addDays, toDate } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { enqueue } from '@/lib/platform/jobs';
import { withTx, type Tx } from '@/lib/platform/tx';
import { countAudience } from '../audience';
import type { BillFailure } from '../errors';

/** A run may be asked for this long before its issue date; earlier is a slip of the year. */
const EARLIEST_DAYS = 45;
const EVENT_PAYERS_MAX = 2_000;
export const ISSUE_JOB = 'issue-bills';

export const requestBillRunInput = z.object({
  planId: z.string().min(1).max(40),
  /** Which cycle: `2026-12`, `2026-Q4`, … as the plan's preview names them. */
  cycleKey: z.string().min(1).max(48),
  /** Numbers of the payers something happened to; only for plans by event, absent = everybody the plan bills. */
  payers: z.array(z.string().trim().min(1).max(32)).min(1).max(EVENT_PAYERS_MAX).optional(),
});

export interface RequestedRun {
  readonly runId: string;
  readonly payers: number;
}

/** Writes the run and its job together: after the commit the bills will be issued, whatever dies in between. Once per plan and cycle. */
export async function requestBillRun(
  ctx: Ctx,
  input: z.infer<typeof requestBillRunInput>,
): Promise<Result<RequestedRun, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.issue');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const found = await planForCycle(tx, ctx, input.planId, input.cycleKey);
    if (!found.ok) return found;
    const { version, issue } = found.value;
    const only = input.payers ? [...new Set(input.payers)] : null;
    if (only && version.plan.cycle.kind !== 'event') return err('bills.not-by-event');
    const payers = await countAudience(tx, { groupCodes: version.plan.groupCodes, only });
    if (payers === 0) return err('bills.no-payers');
    // A number nobody has is a slip of the pen, and the bill somebody expects would not be there.
    if (only && payers < only.length) return err('bills.unknown-payers', { count: only.length - payers });
    const runId = newId('billRun', ctx);
    const made = await tx.bill_run.createMany({
      data: [
        {
          id: runId,
          institution_id: ctx.institutionId,
          plan_id: input.planId,
          plan_version: version.version,
          cycle_key: input.cycleKey,
          issue_date: new Date(`${issue.issueDate}T00:00:00Z`),
          due_date: new Date(`${issue.dueDate}T00:00:00Z`),
          status: 'queued',
          total: payers,
          ...(only && { audience: only }),
          requested_by: actorName(ctx.actor),
          created_at: toDate(ctx.clock.now()),
        },
      ],
      skipDuplicates: true,
    });
    if (made.count === 0) return err('bills.already-run', { cycle: input.cycleKey });
    await enqueue(tx, ISSUE_JOB, { institutionId: ctx.institutionId, runId }, { key: `issue:${runId}` });
    await audit(tx, ctx, {
      action: 'bill.request-run',
      subjectKind: 'bill-run',
      subjectId: runId,
      outcome: 'done',
      after: { planId: input.planId, version: version.version, cycleKey: input.cycleKey, payers },
    });
    return ok({ runId, payers });
  });
}

async function planForCycle(
  tx: Tx,
  ctx: Ctx,
  planId: string,
  cycleKey: string,
): Promise<Result<{ version: PlanVersion; issue: IssueDate }, BillFailure>> {
  const plan = await tx.fee_plan.findFirst({ where: { id: planId, institution_id: ctx.institutionId } });
  if (!plan) return err('bills.plan-not-found');
  if (plan.status === 'archived') return err('bills.plan-archived');
  const { today } = await institutionTerms(tx, ctx);
  // The cycle's day decides the version, and only a version's cycle knows the day: ask the newest that is in force by then.
  const latest = await versionInForce(tx, ctx.institutionId, planId, addDays(today, EARLIEST_DAYS));
  if (!latest) return err('bills.no-version-in-force');
  const planned = issueOf(latest.plan.cycle, cycleKey, today);
  if (!planned) return err('bills.unknown-cycle', { cycle: cycleKey });
  if (planned.issueDate > addDays(today, EARLIEST_DAYS)) return err('bills.too-early', { date: planned.issueDate });
  // A past cycle issued now is billed under the version of today.
  const on = planned.plannedDate < today ? today : planned.plannedDate;
  const version = (await versionInForce(tx, ctx.institutionId, planId, on)) ?? latest;
  const issue = issueOf(version.plan.cycle, cycleKey, today);
  return issue ? ok({ version, issue }) : err('bills.unknown-cycle', { cycle: cycleKey });
}
