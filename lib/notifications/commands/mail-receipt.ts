import { z } from 'zod';
import { receiptPage } from '@/lib/checkout';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { fromWire, toDecimal } from '@/lib/kernel/money';
import { DAY_MS, plusMs, toDate } from '@/lib/kernel/time';
import { maskEmail } from '@/lib/payers';
import { findReceipt } from '@/lib/payments';
import type { Ctx } from '@/lib/platform/ctx';
import { errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import { carriers, type Carriers } from '../carriers';
import type { NotificationFailure } from '../errors';

export const mailReceiptInput = z.object({ code: z.string().min(8).max(60), email: z.email().max(200) });
/** Per receipt and day: enough for a typing mistake, not for bothering strangers. */
const PER_DAY = 3;

/** The link of a receipt to an address its payer types. Only for receipts of one's own; others look as if they were not there. */
export async function mailReceipt(
  ctx: Ctx, input: z.infer<typeof mailReceiptInput>, out: Carriers = carriers(),
): Promise<Result<{ to: string }, NotificationFailure>> {
  const receipt = await findReceipt(input.code);
  const page = receipt && (await receiptPage(input.code));
  if (!receipt || !page || ctx.actor.kind !== 'payer' || receipt.institutionId !== ctx.institutionId) return err('notifications.not-found');
  const { payerId } = ctx.actor;
  const claimed = await withTx(ctx, async (tx): Promise<Result<{ id: string }, NotificationFailure>> => {
    const payment = await tx.payment.findFirst({ where: { id: receipt.paymentId, payer_id: payerId } });
    const part = payment && (await tx.payment_bill.findFirst({ where: { payment_id: payment.id }, orderBy: { bill_id: 'asc' } }));
    if (!part) return err('notifications.not-found');
    const before = await tx.notice.findMany({
      where: { institution_id: ctx.institutionId, bill_id: part.bill_id, rule_code: { startsWith: 'receipt-' }, created_at: { gt: toDate(plusMs(ctx.clock.now(), -DAY_MS)) } },
      select: { id: true },
    });
    if (before.length >= PER_DAY) return err('notifications.too-often');
    const id = newId('notice', ctx);
    await tx.notice.create({
      data: {
        id, institution_id: ctx.institutionId, payer_id: payerId, bill_id: part.bill_id, rule_code: `receipt-${id.slice(-12)}`, channel: 'mail', status: 'sending',
        sent_to: maskEmail(input.email), created_at: toDate(ctx.clock.now()),
      },
    });
    return ok({ id });
  });
  if (!claimed.ok) return claimed;
  const amount = toDecimal(fromWire(page.amount));
  const failure = await out.mail({
    id: claimed.value.id, to: input.email, subject: `${page.institution.nameZh}：电子收据 Receipt ${page.number}`,
    text: [`${page.institution.nameZh} / ${page.institution.nameEn}`, `收据 ${page.number}，金额 ${amount} ${page.amount.currency}`, `查看、核验与下载 / View, verify, download: ${page.verifyUrl}`].join('\n'),
  }).then(() => null, (error: unknown) => errorText(error).slice(0, 200));
  await withTx(ctx, (tx) => tx.notice.update({ where: { id: claimed.value.id }, data: { status: failure === null ? 'sent' : 'failed', reason: failure, sent_at: toDate(ctx.clock.now()) } }));
  return failure === null ? ok({ to: maskEmail(input.email) }) : err('notifications.carrier-failed');
}
