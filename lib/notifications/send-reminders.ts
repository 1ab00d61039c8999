/**
 * Sends what is due, for one institution. Each notice is claimed by a row of its own in the transaction that looks once more whether the bill is still
 * owed; then it goes out, then the row says how it went. A process that dies in between leaves `sending`: nobody is told twice.
 */
import { contactOf, institutionTerms } from '@/lib/payers';
import { money, toWire } from '@/lib/kernel/money';
import { newId } from '@/lib/kernel/ports';
import { toDate, toIso, zoned } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import { candidatesOf, type Candidate } from './candidates';
import { carriers, type Carriers } from './carriers';
import { TRIES_MAX, type Rule } from './model';
import { isQuiet } from './plan-notices';
import { scheduleOf } from './schedule';
import { reminderText } from './words';

/** Per rule and call; the next call goes on. */
const BATCH = 200;

export interface SentReminders {
  readonly sent: number;
  readonly skipped: number;
  readonly failed: number;
}

export async function sendReminders(ctx: Ctx, out: Carriers = carriers()): Promise<SentReminders> {
  const count = { sent: 0, skipped: 0, failed: 0 };
  const work = await withTx(ctx, async (tx) => {
    const schedule = await scheduleOf(tx, ctx);
    const terms = await institutionTerms(tx, ctx);
    const quiet = isQuiet(schedule, zoned(ctx.clock.now(), terms.timeZone).time.slice(0, 5));
    if (!schedule.enabled || quiet) return null;
    const { name_zh } = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId }, select: { name_zh: true } });
    const due: { rule: Rule; bill: Candidate }[] = [];
    for (const rule of schedule.rules) due.push(...(await candidatesOf(tx, rule, terms.today, BATCH, true, ctx.clock.now())).map((bill) => ({ rule, bill })));
    return { due, institution: name_zh, slug: terms.slug };
  });
  for (const { rule, bill } of work?.due ?? []) {
    const claimed = await claim(ctx, rule, bill);
    if (!claimed) continue;
    if (claimed.to === null) {
      count.skipped++;
      continue;
    }
    const text = reminderText({
      institution: work!.institution, title: bill.title_zh, number: bill.number, open: toWire(money(claimed.openMinor, bill.currency)),
      dueDate: bill.due_date.toISOString().slice(0, 10), offsetDays: rule.offsetDays, url: `${env().publicUrl}/pay/${work!.slug}`,
    });
    const failure = await out[rule.channel]({ id: claimed.id, to: claimed.to, ...text }).then(() => null, (error: unknown) => errorText(error).slice(0, 200));
    await withTx(ctx, (tx) => tx.notice.update({
      where: { id: claimed.id }, data: { status: failure === null ? 'sent' : 'failed', reason: failure, sent_at: toDate(ctx.clock.now()) },
    }));
    if (failure === null) count.sent++;
    else count.failed++;
  }
  return count;
}

/** Null when the bill was paid, is being paid, has another day by now, or was told about in the meantime. What is open is read here, not when the list was made. */
async function claim(ctx: Ctx, rule: Rule, bill: Candidate): Promise<{ id: string; to: string | null; openMinor: bigint } | null> {
  return withTx(ctx, async (tx) => {
    const [open] = await tx.$queryRaw<{ open_minor: bigint }[]>`
      SELECT coalesce(next_part_minor, total_minor - paid_minor) AS open_minor FROM bill b
      WHERE id = ${bill.bill_id} AND status IN ('issued', 'part-paid', 'overdue') AND due_date = ${bill.due_date}::date
        AND NOT EXISTS (SELECT FROM bill_hold h WHERE h.bill_id = b.id) FOR SHARE`;
    if (!open) return null;
    const contact = await contactOf(tx, ctx, bill.payer_id, rule.channel);
    const id = newId('notice', ctx);
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO notice (id, institution_id, payer_id, bill_id, rule_code, channel, status, reason, sent_to, created_at)
      VALUES (${id}, ${ctx.institutionId}, ${bill.payer_id}, ${bill.bill_id}, ${bill.code}, ${rule.channel}, ${contact ? 'sending' : 'skipped'},
        ${contact ? null : 'no-address'}, ${contact?.masked ?? null}, ${toIso(ctx.clock.now())}::timestamptz)
      ON CONFLICT (institution_id, bill_id, rule_code) DO UPDATE SET status = 'sending', reason = NULL, tries = notice.tries + 1
        WHERE notice.status = 'failed' AND notice.tries < ${TRIES_MAX}
      RETURNING id`;
    return made ? { id: made.id, to: contact?.address ?? null, openMinor: open.open_minor } : null;
  });
}
