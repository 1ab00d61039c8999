import { pay } from '@/lib/checkout';
import type { PayAnswer, PayInput } from '@/lib/checkout/model';
import type { PaymentId } from '@/lib/kernel/ids';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';

/** On a page, a payment that is in the way is not an error but the thing to look at: it has another amount than the button said. */
export async function payOrFollow(ctx: Ctx, input: PayInput): Promise<Result<Pick<PayAnswer, 'paymentId' | 'step'>>> {
  const result = await pay(ctx, input);
  const other = result.ok ? undefined : result.error.code === 'checkout.already-under-way' && result.error.details?.paymentId;
  return typeof other === 'string' ? ok({ paymentId: other as PaymentId, step: 'confirming' }) : result;
}
