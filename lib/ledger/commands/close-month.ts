/** A month of the books is over and stays as it is: what comes later for it is booked on the first open day. */
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { businessDateOf, toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { LedgerFailure } from '../errors';
import { firstDay, isMonth, monthOf, nextMonth } from '../months';
import { reverifyBooks } from '../reverify';

type Closed = Result<{ readonly month: string }, LedgerFailure | AccessFailure>;

/** Months are closed in order, each once it is over, and only while every entry balances. */
export async function closeMonth(ctx: Ctx, input: { readonly month: string }): Promise<Closed> {
  const allowed = authorize(ctx, 'ledger.close');
  if (!allowed.ok) return allowed;
  const { month } = input;
  if (!isMonth(month)) return err('ledger.month-not-over', {}, { month: 'ledger.month-not-over' });
  const checked = await reverifyBooks(ctx.institutionId);
  if (checked.wrong > 0n) return err('ledger.books-broken', { count: Number(checked.wrong) });
  const closed = await withTx(ctx, async (tx): Promise<Closed> => {
    const [row] = await tx.$queryRaw<{ zone: string; cut_off: string; open_from: Date | null; first: Date | null }[]>`
      SELECT time_zone AS zone, day_cut_off AS cut_off, books_open_from AS open_from,
        (SELECT min(business_date) FROM journal_entry WHERE institution_id = ${ctx.institutionId}) AS first
      FROM institution WHERE id = ${ctx.institutionId} FOR UPDATE`;
    const { zone, cut_off, open_from, first } = row!;
    if (month >= monthOf(businessDateOf(ctx.clock.now(), zone, cut_off))) return err('ledger.month-not-over', { month });
    const next = open_from ? monthOf(open_from.toISOString()) : first ? monthOf(first.toISOString()) : month;
    if (month < next) return err('ledger.already-closed', { month });
    if (month > next) return err('ledger.earlier-month-open', { month: next });
    await tx.institution.update({ where: { id: ctx.institutionId }, data: { books_open_from: new Date(`${firstDay(nextMonth(month))}T00:00:00Z`) } });
    return ok({ month });
  });
  if (!closed.ok) return closed;
  // In a transaction of its own: entries that were under way when the month was shut are in by now, or were refused.
  return withTx(ctx, async (tx) => {
    const balances = await balancesOf(tx, month);
    await tx.ledger_period.create({ data: { institution_id: ctx.institutionId, month, event: 'close', at: toDate(ctx.clock.now()), actor: actorName(ctx.actor), balances } });
    await audit(tx, ctx, { action: 'period.close', subjectKind: 'period', subjectId: month, outcome: 'done', after: { count: String(balances.length) } });
    return ok({ month });
  });
}

async function balancesOf(tx: Tx, month: string): Promise<{ code: string; currency: string; minor: string }[]> {
  const rows = await tx.$queryRaw<{ code: string; currency: string; minor: bigint }[]>`
    SELECT p.account_code AS code, p.currency, sum(p.amount_minor)::bigint AS minor FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id
    WHERE e.business_date < ${`${firstDay(nextMonth(month))}`}::date GROUP BY 1, 2 ORDER BY 1, 2`;
  return rows.map((r) => ({ code: r.code, currency: r.currency, minor: r.minor.toString() }));
}
