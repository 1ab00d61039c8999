/** Grades from the bills themselves: nothing is kept, so nothing can disagree with what happened. */
import { requirePermission } from '@/lib/identity';
import { addDays, type BusinessDate } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { GRADES, type Grade, type Standing } from './model';
import { standingOf } from './standing';

const PERIOD_DAYS = 730;

export async function payerStanding(ctx: Ctx, payerId: string): Promise<Standing & { readonly restricted: boolean }> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const standing = await standingIn(tx, ctx, payerId, (await institutionTerms(tx, ctx)).today);
    return { ...standing, restricted: await restricts(tx, ctx, standing.grade) };
  });
}

export async function standingIn(tx: Tx, ctx: Ctx, payerId: string, today: BusinessDate): Promise<Standing> {
  const since = addDays(today, -PERIOD_DAYS);
  const [row] = await tx.$queryRaw<{ late: bigint; oldest: number | null; written_off: bigint }[]>`
    SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM bill_transition t WHERE t.bill_id = b.id AND t.event = 'fall-due')) AS late,
      max(CASE WHEN b.status = 'overdue' THEN ${today}::date - b.due_date END)::int AS oldest, count(*) FILTER (WHERE b.status = 'written-off') AS written_off
    FROM bill b WHERE b.institution_id = ${ctx.institutionId} AND b.payer_id = ${payerId} AND (b.issue_date >= ${since}::date OR b.status = 'overdue')`;
  return standingOf({ lateBills: Number(row!.late), oldestDays: Math.max(0, row!.oldest ?? 0), writtenOff: Number(row!.written_off) });
}

/** The institution's own line, kept with its reminders: from this grade on nobody is given instalments without a manager's word. */
export async function restricts(tx: Tx, ctx: Ctx, grade: Grade): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ restrict_from: string | null }[]>`SELECT restrict_from FROM reminder_schedule WHERE institution_id = ${ctx.institutionId}`;
  const from = GRADES.findIndex((g) => g === row?.restrict_from);
  return from >= 0 && GRADES.indexOf(grade) >= from;
}
