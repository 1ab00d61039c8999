/** Today at one glance: money we can dispose of, what came in, what is due. Times are of the institution's calendar day. */
import { hasPermission, requirePermission } from '@/lib/identity';
import { money, toWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { addDays, instantOf, toDate, toIso, zoned, type BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { TodayView } from './model';

interface Day {
  readonly date: BusinessDate;
  readonly from: Date;
  readonly to: Date;
  readonly zone: string;
  readonly currency: Currency;
}

export async function todayView(ctx: Ctx): Promise<TodayView> {
  requirePermission(ctx, 'today.read');
  return withTx(ctx, async (tx) => {
    const day = await dayOf(tx, ctx);
    const balance = hasPermission(ctx.actor, 'ledger.read') ? await balanceOf(tx, ctx, day.currency) : null;
    return { day: day.date, at: toIso(ctx.clock.now()), balance, ...(await collectedOn(tx, ctx, day)), due: await dueBy(tx, ctx, day) };
  });
}

async function dayOf(tx: Tx, ctx: Ctx): Promise<Day> {
  const institution = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId }, select: { time_zone: true, currency: true } });
  const zone = institution.time_zone;
  const { date } = zoned(ctx.clock.now(), zone);
  const at = (day: BusinessDate) => toDate(instantOf(day, '00:00', zone));
  return { date, from: at(date), to: at(addDays(date, 1)), zone, currency: institution.currency as Currency };
}

const wire = (text: string | undefined, currency: Currency): MoneyWire => toWire(money(BigInt(text ?? '0'), currency));

/** By the books: what lies in bank accounts, and what channels have taken for us and not yet paid over. */
async function balanceOf(tx: Tx, ctx: Ctx, currency: Currency): Promise<TodayView['balance']> {
  const rows = await tx.$queryRaw<{ place: string; minor: string }[]>`
    SELECT left(account_code, 4) AS place, sum(amount_minor)::text AS minor FROM ledger_posting
    WHERE institution_id = ${ctx.institutionId} AND currency = ${currency}
      AND (account_code IN ('1002', '1012') OR account_code LIKE '1002.%' OR account_code LIKE '1012.%') GROUP BY 1`;
  const of = (place: string) => rows.find((row) => row.place === place)?.minor ?? '0';
  return {
    bank: wire(of('1002'), currency), clearing: wire(of('1012'), currency), total: toWire(money(BigInt(of('1002')) + BigInt(of('1012')), currency)),
  };
}

async function collectedOn(tx: Tx, ctx: Ctx, day: Day): Promise<Pick<TodayView, 'collected' | 'hours'>> {
  const rows = await tx.$queryRaw<{ hour: number; count: number; minor: string }[]>`
    SELECT extract(hour FROM succeeded_at AT TIME ZONE ${day.zone})::int AS hour, count(*)::int AS count, sum(captured_minor)::text AS minor FROM payment
    WHERE institution_id = ${ctx.institutionId} AND currency = ${day.currency} AND succeeded_at >= ${day.from} AND succeeded_at < ${day.to}
    GROUP BY 1 ORDER BY 1`;
  const [back] = await tx.$queryRaw<{ minor: string | null }[]>`
    SELECT sum(amount_minor)::text AS minor FROM refund
    WHERE institution_id = ${ctx.institutionId} AND currency = ${day.currency} AND succeeded_at >= ${day.from} AND succeeded_at < ${day.to}`;
  const total = rows.reduce((sum, row) => sum + BigInt(row.minor), 0n);
  return {
    collected: {
      amount: toWire(money(total, day.currency)), count: rows.reduce((sum, row) => sum + row.count, 0), refunded: wire(back?.minor ?? undefined, day.currency),
    },
    hours: rows.map((row) => ({ hour: row.hour, count: row.count, amount: wire(row.minor, day.currency) })),
  };
}

async function dueBy(tx: Tx, ctx: Ctx, day: Day): Promise<TodayView['due']> {
  const [due] = await tx.$queryRaw<{ count: number; minor: string | null }[]>`
    SELECT count(*)::int AS count, sum(total_minor - paid_minor)::text AS minor FROM bill
    WHERE institution_id = ${ctx.institutionId} AND currency = ${day.currency} AND status IN ('issued', 'part-paid', 'overdue') AND due_date <= ${day.date}::date`;
  return { count: due?.count ?? 0, open: wire(due?.minor ?? undefined, day.currency) };
}
