/** Issuing runs: how far they are, whom they left out, and what could be issued next. */
import { issueOf, currentIssue, upcomingIssues, versionInForce } from '@/lib/bill-items';
import { requirePermission } from '@/lib/identity';
import { addDays, instantOfDate, toIso } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { countAudience } from './audience';
import type { EventPlan, IssuableCycle, RunState, RunView, SkippedPayer } from './model';

interface Row {
  id: string;
  plan_id: string;
  name_zh: string;
  name_en: string;
  plan_version: number;
  cycle_key: string;
  issue_date: Date;
  due_date: Date;
  status: RunState;
  total: number;
  done: number;
  issued: number;
  skipped_count: number;
  skipped: SkippedPayer[] | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

const iso = (at: Date | null): string | null => (at === null ? null : toIso(instantOfDate(at)));
const view = (row: Row): RunView => ({
  id: row.id,
  planId: row.plan_id,
  planNameZh: row.name_zh,
  planNameEn: row.name_en,
  planVersion: row.plan_version,
  cycleKey: row.cycle_key,
  issueDate: row.issue_date.toISOString().slice(0, 10),
  dueDate: row.due_date.toISOString().slice(0, 10),
  status: row.status,
  total: row.total,
  done: row.done,
  issued: row.issued,
  skippedCount: row.skipped_count,
  skipped: row.skipped ?? [],
  createdAt: toIso(instantOfDate(row.created_at)),
  startedAt: iso(row.started_at),
  finishedAt: iso(row.finished_at),
});

/** The newest runs, with the first skipped payers of each. */
export async function listRuns(ctx: Ctx, limit = 10): Promise<RunView[]> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT r.id, r.plan_id, p.name_zh, p.name_en, r.plan_version, r.cycle_key, r.issue_date, r.due_date, r.status, r.total, r.done, r.issued,
        r.skipped_count, jsonb_path_query_array(coalesce(r.skipped, '[]'), '$[0 to 49]') AS skipped, r.created_at, r.started_at, r.finished_at
      FROM bill_run r JOIN fee_plan p ON p.id = r.plan_id ORDER BY r.id DESC LIMIT ${Math.min(limit, 50)}`;
    return rows.map(view);
  });
}

export async function getRun(ctx: Ctx, runId: string): Promise<RunView | null> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT r.id, r.plan_id, p.name_zh, p.name_en, r.plan_version, r.cycle_key, r.issue_date, r.due_date, r.status, r.total, r.done, r.issued,
        r.skipped_count, r.skipped, r.created_at, r.started_at, r.finished_at
      FROM bill_run r JOIN fee_plan p ON p.id = r.plan_id WHERE r.id = ${runId}`;
    return row ? view(row) : null;
  });
}

const AHEAD_DAYS = 45;

/** Cycles that can be issued now and have not been: the current one and those of the next weeks, per live plan. */
export async function listIssuableCycles(ctx: Ctx): Promise<IssuableCycle[]> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const { today } = await institutionTerms(tx, ctx);
    const plans = await tx.fee_plan.findMany({
      where: { institution_id: ctx.institutionId, status: 'live' },
      orderBy: { id: 'asc' },
      take: 100,
    });
    const runs = await tx.bill_run.findMany({ where: { institution_id: ctx.institutionId }, select: { plan_id: true, cycle_key: true } });
    const taken = new Set(runs.map((r) => `${r.plan_id}|${r.cycle_key}`));
    const found: IssuableCycle[] = [];
    for (const plan of plans) {
      const version = await versionInForce(tx, ctx.institutionId, plan.id, addDays(today, AHEAD_DAYS));
      if (!version) continue;
      const { cycle, groupCodes } = version.plan;
      const keys = new Set([currentIssue(cycle, today), ...upcomingIssues(cycle, today, 3)].flatMap((i) => (i ? [i.cycleKey] : [])));
      const payers = await countAudience(tx, { groupCodes });
      for (const key of keys) {
        const issue = issueOf(cycle, key, today);
        if (!issue || taken.has(`${plan.id}|${key}`) || issue.issueDate > addDays(today, AHEAD_DAYS)) continue;
        found.push({
          planId: plan.id,
          planCode: plan.code,
          planNameZh: plan.name_zh,
          planNameEn: plan.name_en,
          planVersion: version.version,
          cycleKey: key,
          issueDate: issue.issueDate,
          dueDate: issue.dueDate,
          payers,
        });
      }
    }
    return found;
  });
}

/** Live plans that bill when something happens, with the version of today. */
export async function listEventPlans(ctx: Ctx): Promise<EventPlan[]> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const { today } = await institutionTerms(tx, ctx);
    const plans = await tx.fee_plan.findMany({ where: { institution_id: ctx.institutionId, status: 'live' }, orderBy: { id: 'asc' }, take: 100 });
    const found: EventPlan[] = [];
    for (const plan of plans) {
      const version = await versionInForce(tx, ctx.institutionId, plan.id, today);
      if (version?.plan.cycle.kind === 'event') found.push({ planId: plan.id, planCode: plan.code, planNameZh: plan.name_zh, planNameEn: plan.name_en, planVersion: version.version });
    }
    return found;
  });
}
