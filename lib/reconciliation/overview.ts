/** Days and channels at a glance: what is on file, what is open, by how much. */
import { CHANNELS, isChannelCode, listAccounts, type ChannelCode } from '@/lib/channels';
import { requirePermission } from '@/lib/identity';
import { money, toWire } from '@/lib/kernel/money';
import { addDays, businessDate, zoned, type BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { UNDECIDED, type DayView, type OverviewView } from './model';

const DAYS_SHOWN = 14;
const ZONE = 'Asia/Shanghai';

interface FileDay { channel: string; day: Date; id: string; status: string; matched: bigint }
interface CaseDay { channel: string; day: Date; open: bigint; not_yet: bigint; difference: bigint }

export async function reconciliationOverview(ctx: Ctx, days = DAYS_SHOWN): Promise<OverviewView> {
  requirePermission(ctx, 'reconciliation.read');
  const today = zoned(ctx.clock.now(), ZONE).date;
  const accounts = new Set((await listAccounts(ctx)).map((a) => a.channel));
  const from = addDays(today, 1 - days);
  const [files, cases] = await withTx(ctx, async (tx) => [await filesOf(tx, { from }), await casesOf(tx, { from })] as const);
  const channels = CHANNELS.filter((c) => accounts.has(c) || files.some((f) => f.channel === c));
  return {
    channels,
    days: Array.from({ length: days }, (_, back) => {
      const date = addDays(today, -back);
      return { date, channels: channels.map((channel) => dayView(channel, date, files, cases)) };
    }),
  };
}

/** Days of which something is wanted, both counted; without an end, all since. Of one channel, or of all. */
interface Span { readonly from: BusinessDate; readonly to?: BusinessDate; readonly channel?: string }

const PERIOD_MAX_DAYS = 400;

/** Every channel's day of a period of which anything is known, the oldest first, with how often it was closed. At most 400 days. */
export async function reconciliationPeriod(ctx: Ctx, from: BusinessDate, to: BusinessDate): Promise<readonly (DayView & { readonly closes: number })[]> {
  requirePermission(ctx, 'reconciliation.read');
  const oldest = addDays(to, 1 - PERIOD_MAX_DAYS);
  const since = from < oldest ? oldest : from;
  const [files, cases, closes] = await withTx(ctx, async (tx) => [
    await filesOf(tx, { from: since, to }), await casesOf(tx, { from: since, to }),
    await tx.$queryRaw<{ channel: string; day: Date; n: number }[]>`SELECT channel, day, count(*)::int AS n FROM recon_day_close WHERE day >= ${since}::date GROUP BY 1, 2`,
  ] as const);
  const known = new Set([...files, ...cases].map((row) => `${text(row.day)} ${row.channel}`));
  return [...known].sort().flatMap((key) => {
    const [date = '', channel = ''] = key.split(' ');
    if (date > to || !isChannelCode(channel)) return [];
    return [{ ...dayView(channel, date, files, cases), closes: closes.find((c) => c.channel === channel && text(c.day) === date)?.n ?? 0 }];
  });
}

/** One day of one channel; null for a channel or date that cannot be. */
export async function reconciliationDay(ctx: Ctx, channel: string, date: string): Promise<DayView | null> {
  requirePermission(ctx, 'reconciliation.read');
  if (!isChannelCode(channel) || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const day = businessDate(date);
  // Of this day alone: a desk asks every few seconds, and the days after it may hold very many.
  const of = { from: day, to: day, channel };
  const [files, cases] = await withTx(ctx, async (tx) => [await filesOf(tx, of), await casesOf(tx, of)] as const);
  return dayView(channel, day, files, cases);
}

/** A file of several days counts its matches on the last of them. */
const filesOf = (tx: Tx, { from, to, channel }: Span): Promise<FileDay[]> => tx.$queryRaw<FileDay[]>`
  SELECT f.channel, d.day, f.id, f.status, CASE WHEN d.day = (SELECT max(x) FROM unnest(f.days) x)
    THEN (SELECT coalesce(sum((r.counts ->> 'matched')::bigint), 0)::bigint FROM recon_run r WHERE r.file_id = f.id AND r.status = 'done') ELSE 0 END AS matched
  FROM statement_file f CROSS JOIN LATERAL unnest(f.days) AS d(day)
  WHERE d.day BETWEEN ${from}::date AND coalesce(${to ?? null}::date, 'infinity') AND f.status <> 'failed' AND (${channel ?? null}::text IS NULL OR f.channel = ${channel ?? null}) ORDER BY f.received_at`;

const casesOf = (tx: Tx, { from, to, channel }: Span): Promise<CaseDay[]> => tx.$queryRaw<CaseDay[]>`
  SELECT channel, business_date AS day, count(*) FILTER (WHERE reason <> 'not-yet') AS open, count(*) FILTER (WHERE reason = 'not-yet') AS not_yet,
    coalesce(sum((coalesce(bank_minor, 0) - coalesce(our_minor, 0)) * CASE direction WHEN 'credit' THEN 1 ELSE -1 END) FILTER (WHERE reason NOT IN ('not-yet', 'fee-differs')), 0)::bigint AS difference
  FROM recon_case WHERE business_date BETWEEN ${from}::date AND coalesce(${to ?? null}::date, 'infinity') AND status = ANY(${[...UNDECIDED]}) AND (${channel ?? null}::text IS NULL OR channel = ${channel ?? null}) GROUP BY 1, 2`;

const text = (day: Date): string => day.toISOString().slice(0, 10);

function dayView(channel: ChannelCode, date: string, files: readonly FileDay[], cases: readonly CaseDay[]): DayView {
  const here = files.filter((f) => f.channel === channel && text(f.day) === date);
  const found = cases.find((c) => c.channel === channel && text(c.day) === date);
  const latest = here[here.length - 1];
  const open = Number(found?.open ?? 0n);
  const notYet = Number(found?.not_yet ?? 0n);
  const matching = here.some((f) => f.status !== 'matched');
  return {
    channel, date, status: latest === undefined && open + notYet === 0 ? 'no-file' : matching ? 'matching' : open + notYet > 0 ? 'open' : 'tied',
    fileId: latest?.id ?? null, matched: here.reduce((sum, f) => sum + Number(f.matched), 0), open, notYet,
    difference: toWire(money(found?.difference ?? 0n, 'CNY')),
  };
}
