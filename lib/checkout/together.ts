/** What the others of the family owe, and the right to look: only for those to whom the institution gave the same family code. */
import { listOpenBillsOfPayer } from '@/lib/bills';
import { fromWire, money, sum, toWire, type MoneyWire } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { familyOf, institutionTerms } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { CheckoutFailure } from './errors';
import type { PayerScope } from './payer-pass';

export interface RelativeView {
  readonly payerId: string;
  readonly number: string;
  readonly name: string;
  readonly bills: number;
  readonly open: MoneyWire;
}

export async function familyView(ctx: Ctx): Promise<RelativeView[]> {
  const relatives = await familyOf(ctx);
  if (relatives.length === 0) return [];
  const { currency } = await withTx(ctx, (tx) => institutionTerms(tx, ctx));
  const views: RelativeView[] = [];
  for (const { payerId, number, name } of relatives) {
    const bills = await listOpenBillsOfPayer({ ...ctx, actor: { kind: 'payer', payerId } });
    const open = bills.filter((b) => b.open.currency === currency).map((b) => fromWire(b.open));
    views.push({ payerId, number, name, bills: bills.length, open: toWire(open.length > 0 ? sum(open, currency) : money(0n, currency)) });
  }
  return views;
}

/** Whose page comes next. "Not of your family" looks like "not there". */
export async function actForRelative(ctx: Ctx, input: { readonly payerId: string }): Promise<Result<PayerScope, CheckoutFailure>> {
  const relative = (await familyOf(ctx)).find((r) => r.payerId === input.payerId);
  return relative ? ok({ institutionId: ctx.institutionId, payerId: relative.payerId }) : err('checkout.not-found');
}
