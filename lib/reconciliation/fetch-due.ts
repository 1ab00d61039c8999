/** Statements by schedule: every channel is asked for the days that must be there by now and are not on file (G6). */
import { CAPABILITIES, listAccounts, type ChannelCode } from '@/lib/channels';
import { addDays, instantOf, instantOfDate, plusMs, toDate, zoned, MINUTE_MS, type BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { fetchStatement } from './commands/fetch-statement';

/** A bank that had nothing yesterday is asked again for some days; what is older is a person's to fetch. */
const DAYS_BACK = 3;
/** From the second try on; the wait doubles up to two hours. */
const RETRY_MS = 10 * MINUTE_MS;
const RETRY_MAX_MS = 120 * MINUTE_MS;

export interface Due { readonly channel: ChannelCode; readonly date: BusinessDate }

/** What has to be asked for now: past the bank's hour, not on file, not asked a moment ago. */
export async function dueStatements(ctx: Ctx): Promise<Due[]> {
  const now = ctx.clock.now();
  const channels = [...new Set((await listAccounts(ctx)).filter((a) => a.status === 'active').map((a) => a.channel))];
  const wanted = channels.flatMap((channel) => {
    const { timeZone, earliestHour } = CAPABILITIES[channel].statement;
    const local = zoned(now, timeZone);
    const newest = Number.parseInt(local.time.slice(0, 2), 10) >= earliestHour ? 1 : 2;
    return Array.from({ length: DAYS_BACK }, (_, i) => ({ channel, date: addDays(local.date, -newest - i) }));
  });
  if (wanted.length === 0) return [];
  return withTx(ctx, async (tx) => {
    const oldest = wanted.map((w) => w.date).sort()[0]!;
    const files = await tx.$queryRaw<{ channel: string; day: string }[]>`
      SELECT f.channel, d.day::text AS day FROM statement_file f CROSS JOIN LATERAL unnest(f.days) AS d(day) WHERE d.day >= ${oldest}::date AND f.status <> 'failed'`;
    const tried = await tx.recon_fetch.findMany({ where: { day: { gte: new Date(`${oldest}T00:00:00Z`) } } });
    const onFile = new Set(files.map((f) => `${f.channel} ${f.day}`));
    const empty = wanted.filter((w) => tried.some((t) => t.state === 'empty-day' && t.channel === w.channel && dayOf(t) === w.date));
    const disputed = await paidOn(tx, empty);
    return wanted.filter(({ channel, date }) => {
      if (onFile.has(`${channel} ${date}`)) return false;
      const last = tried.find((t) => t.channel === channel && dayOf(t) === date);
      if (!last) return true;
      // A bank that knows of no business on a day on which we were paid is asked again.
      if (last.state === 'imported' || (last.state === 'empty-day' && !disputed.has(`${channel} ${date}`))) return false;
      return now >= plusMs(instantOfDate(last.tried_at), Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(last.tries - 1, 10)));
    });
  });
}

const dayOf = (of: { readonly day: Date }): string => of.day.toISOString().slice(0, 10);

/** Which of these days we were paid on, as `channel day`. */
async function paidOn(tx: Tx, days: readonly Due[]): Promise<Set<string>> {
  const paid = new Set<string>();
  for (const { channel, date } of days) {
    const { timeZone } = CAPABILITIES[channel].statement;
    const [from, to] = [toDate(instantOf(date, '00:00', timeZone)), toDate(instantOf(addDays(date, 1), '00:00', timeZone))];
    const found = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM payment_attempt WHERE channel = ${channel} AND paid_at >= ${from} AND paid_at < ${to} AND status = 'succeeded' LIMIT 1`;
    if (found.length > 0) paid.add(`${channel} ${date}`);
  }
  return paid;
}

/** Asks for everything that is due, one after another; what goes wrong is remembered and asked for again later. Answers the files taken. */
export async function fetchDueStatements(ctx: Ctx): Promise<number> {
  let taken = 0;
  for (const due of await dueStatements(ctx)) {
    const answer = await fetchStatement(ctx, due);
    const state = answer.ok ? answer.value.kind : 'failed';
    if (state === 'imported') taken++;
    else if (!answer.ok) ctx.log.warn('reconciliation.fetch-failed', { channel: due.channel, day: due.date, code: answer.error.code });
    const at = toDate(ctx.clock.now());
    await withTx(ctx, (tx) => tx.$executeRaw`
      INSERT INTO recon_fetch (institution_id, channel, day, state, tries, tried_at) VALUES (${ctx.institutionId}, ${due.channel}, ${due.date}::date, ${state}, 1, ${at})
      ON CONFLICT (institution_id, channel, day) DO UPDATE SET state = EXCLUDED.state, tries = recon_fetch.tries + 1, tried_at = EXCLUDED.tried_at`);
  }
  return taken;
}
