import { methodsFor, owedView, paymentOfBills, paymentStatus } from '@/lib/checkout';
import { billIdsSchema, paymentIdSchema, type CheckoutView, type InstitutionBrief, type PartWish } from '@/lib/checkout/model';
import type { BillId } from '@/lib/kernel/ids';
import { parseDecimal } from '@/lib/kernel/money';
import { newToken } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';

export interface Wish {
  readonly view: CheckoutView;
  readonly institution: InstitutionBrief;
  /** A payment is there already: the form changes its way instead of starting one. */
  readonly switching: boolean;
  readonly hidden: readonly (readonly [string, string])[];
}
type Query = Record<string, string | string[] | undefined>;

/** What the address asks for, or where the payer should be instead. */
export async function readWish(ctx: Ctx, query: Query): Promise<Wish | { readonly elsewhere: string }> {
  return query.payment === undefined ? startWish(ctx, query) : switchWish(ctx, query);
}

async function startWish(ctx: Ctx, query: Query): Promise<Wish | { readonly elsewhere: string }> {
  const parsed = billIdsSchema.safeParse(query.bill);
  if (!parsed.success) return { elsewhere: '/pay?none=1' };
  // The key is made with the form: this form sent twice is one payment.
  const key = newToken(ctx.random);
  const part = partOf(query);
  if (part === null) return { elsewhere: '/pay?part=1' };
  const [view, owed] = await Promise.all([methodsFor(ctx, { billIds: parsed.data, key, part }), owedView(ctx)]);
  if (!owed) return { elsewhere: '/pay' };
  const held = owed.bills.find((bill) => bill.heldBy !== null && parsed.data.includes(bill.id as BillId))?.heldBy;
  // Who comes back from the bank by the Back button lands here: the payment is what they want to see.
  const payment = held ?? (view.ok ? null : await paymentOfBills(ctx, parsed.data));
  if (payment) return { elsewhere: `/pay/outcome/${payment}` };
  if (!view.ok) return { elsewhere: '/pay' };
  const hidden = [
    ...parsed.data.map((id) => ['billIds', id] as const),
    ['expectedMinor', view.value.total.minor],
    ['idempotencyKey', key],
    ...(part === undefined ? [] : [['part', part] as const]),
  ] as const;
  return { view: view.value, institution: owed.institution, switching: false, hidden };
}

/** `part=next`, or a sum as typed; undefined = all of it, null = no sum at all. */
function partOf(query: Query): PartWish | undefined | null {
  if (query['part'] === 'next') return 'next';
  if (typeof query['amount'] !== 'string' || query['amount'].trim() === '') return undefined;
  const typed = parseDecimal(query['amount'].replace(/^[¥￥]/, '').trim(), 'CNY');
  return typed.ok && typed.value.minor > 0n ? typed.value.minor.toString() : null;
}

async function switchWish(ctx: Ctx, query: Query): Promise<Wish | { readonly elsewhere: string }> {
  const parsed = paymentIdSchema.safeParse(query.payment);
  const status = parsed.success ? await paymentStatus(ctx, parsed.data) : null;
  if (!parsed.success || !status) return { elsewhere: '/pay' };
  if (!['choose-another', 'waiting', 'confirming'].includes(status.step)) return { elsewhere: `/pay/outcome/${parsed.data}` };
  const billIds = status.bills.map((bill) => bill.billId as BillId);
  const view = await methodsFor(ctx, { billIds, key: parsed.data, heldBy: parsed.data });
  if (!view.ok) return { elsewhere: `/pay/outcome/${parsed.data}` };
  return { view: view.value, institution: status.institution, switching: true, hidden: [['paymentId', parsed.data]] };
}
