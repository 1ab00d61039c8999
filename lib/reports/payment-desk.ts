/** The list of payments with who pays, and what the whole filter adds up to. */
import { listPayments, paymentTotals, type PaymentFilter } from '@/lib/payments';
import { payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { PaymentDesk } from './model';

export async function paymentDesk(ctx: Ctx, filter: PaymentFilter): Promise<PaymentDesk> {
  const [page, totals] = await Promise.all([listPayments(ctx, filter), paymentTotals(ctx, filter)]);
  const names = await withTx(ctx, (tx) => payerNames(tx, ctx, page.rows.map((row) => row.payerId)));
  return { rows: page.rows.map((row) => ({ ...row, payer: names.get(row.payerId) ?? null })), nextCursor: page.nextCursor, totals };
}
