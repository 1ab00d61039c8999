/** What would go out on a day, and what went out. */
import { requirePermission } from '@/lib/identity';
import { money, toWire } from '@/lib/kernel/money';
import { addDays, instantOfDate, toIso } from '@/lib/kernel/time';
import { institutionTerms, payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { candidatesOf } from './candidates';
import type { NoticeChannel, NoticeState, NoticeView, PlannedNotice, Schedule } from './model';

const PREVIEW_MAX = 200;
const LOG_MAX = 100;

/** Who would be told tomorrow by this schedule, saved or not. A bill paid until then is not told about: that is looked at again before sending. */
export async function previewReminders(ctx: Ctx, { schedule, daysAhead = 1 }: { schedule: Schedule; daysAhead?: number }): Promise<{ date: string; notices: PlannedNotice[] }> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const date = addDays((await institutionTerms(tx, ctx)).today, daysAhead);
    const found = [];
    for (const rule of schedule.rules) found.push(...(await candidatesOf(tx, rule, date, PREVIEW_MAX, false, ctx.clock.now())).map((bill) => ({ rule, bill })));
    const names = await payerNames(tx, ctx, found.map((f) => f.bill.payer_id));
    const notices = found.slice(0, PREVIEW_MAX).map(({ rule, bill }): PlannedNotice => ({
      billId: bill.bill_id, billNumber: bill.number, payerNumber: names.get(bill.payer_id)?.number ?? '', payerName: names.get(bill.payer_id)?.name ?? '',
      titleZh: bill.title_zh, titleEn: bill.title_en, open: toWire(money(bill.open_minor, bill.currency)), dueDate: bill.due_date.toISOString().slice(0, 10), rule,
      blocked: bill.told ? 'sent-already' : bill.known ? null : 'no-address',
    }));
    return { date, notices };
  });
}

export async function listNotices(ctx: Ctx): Promise<NoticeView[]> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.notice.findMany({ where: { institution_id: ctx.institutionId }, orderBy: { created_at: 'desc' }, take: LOG_MAX });
    const names = await payerNames(tx, ctx, rows.map((r) => r.payer_id));
    return rows.map((r) => ({
      id: r.id, billId: r.bill_id, payerName: names.get(r.payer_id)?.name ?? '', rule: r.rule_code, channel: r.channel as NoticeChannel, status: r.status as NoticeState,
      reason: r.reason, sentTo: r.sent_to, at: toIso(instantOfDate(r.sent_at ?? r.created_at)),
    }));
  });
}
