/** Finds anything by its number, and payers by their whole name: what the command palette asks. Each kind only for those who may read it. */
import { listBills } from '@/lib/bills';
import { hasPermission } from '@/lib/identity';
import { money, toWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { listPayers, payerNames } from '@/lib/payers';
import { listPayments } from '@/lib/payments';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';

export interface Found {
  readonly id: string;
  readonly kind: 'payment' | 'refund' | 'bill' | 'payer';
  readonly number: string;
  /** A payer's name (masked by right), a bill's title, … */
  readonly about: { readonly zh: string; readonly en: string } | null;
  readonly amount: MoneyWire | null;
  readonly href: string;
}

const EACH_MAX = 12;

/** At most 48, nearest kinds first: an exact payment or refund, then bills, then payers. Short texts find nothing. */
export async function searchEverything(ctx: Ctx, text: string): Promise<Found[]> {
  const wanted = text.normalize('NFKC').trim().slice(0, 64);
  if (wanted.length < 2) return [];
  const found = await Promise.all([payments(ctx, wanted), refunds(ctx, wanted), bills(ctx, wanted), payers(ctx, wanted)]);
  return found.flat();
}

async function payments(ctx: Ctx, text: string): Promise<Found[]> {
  if (!hasPermission(ctx.actor, 'payment.read')) return [];
  const page = await listPayments(ctx, { search: text.toUpperCase(), limit: EACH_MAX });
  const rows = page.rows.length > 0 ? page.rows : (await listPayments(ctx, { search: text, limit: EACH_MAX })).rows;
  const names = await withTx(ctx, (tx) => payerNames(tx, ctx, rows.map((row) => row.payerId)));
  return rows.map((row) => {
    const name = names.get(row.payerId)?.name;
    return { id: row.id, kind: 'payment', number: row.number, about: name ? { zh: name, en: name } : null, amount: row.amount, href: `/payments/${row.id}` };
  });
}

async function refunds(ctx: Ctx, text: string): Promise<Found[]> {
  if (!hasPermission(ctx.actor, 'refund.read')) return [];
  const rows = await withTx(ctx, (tx) => tx.refund.findMany({
    where: { institution_id: ctx.institutionId, OR: [{ number: text.toUpperCase() }, { refund_no: text }, { channel_refund_no: text }] }, take: EACH_MAX,
  }));
  return rows.map((row) => ({
    id: row.id, kind: 'refund', number: row.number, about: null, amount: toWire(money(row.amount_minor, row.currency as Currency)), href: `/refunds/${row.id}`,
  }));
}

async function bills(ctx: Ctx, text: string): Promise<Found[]> {
  if (!hasPermission(ctx.actor, 'bill.read')) return [];
  const page = await listBills(ctx, { text: text.toUpperCase(), size: EACH_MAX });
  return page.rows.map((row) => ({
    id: row.id, kind: 'bill', number: row.number, about: { zh: `${row.payerName} · ${row.titleZh}`, en: `${row.payerName} · ${row.titleEn}` }, amount: row.total,
    href: `/bills/${row.id}`,
  }));
}

async function payers(ctx: Ctx, text: string): Promise<Found[]> {
  if (!hasPermission(ctx.actor, 'payer.read')) return [];
  const page = await listPayers(ctx, { text, size: EACH_MAX });
  return page.rows.map((row) => ({ id: row.id, kind: 'payer', number: row.number, about: { zh: row.name, en: row.name }, amount: null, href: `/payers/${row.id}` }));
}
