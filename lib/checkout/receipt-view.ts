/** A receipt for whoever holds its code: what was paid, to whom, by whom (masked), and what became of it since. */
import { isChannelCode } from '@/lib/channels/model';
import type { ChannelCode } from '@/lib/channels/port';
import type { PayerId } from '@/lib/kernel/ids';
import { money, toWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { ownPayer } from '@/lib/payers';
import { findReceipt } from '@/lib/payments';
import { makeCtx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { withTx } from '@/lib/platform/tx';
import { capitalNumerals } from './capital-numerals';
import { institutionBrief } from './institution-brief';
import type { InstitutionBrief } from './model';

export interface ReceiptPage {
  readonly institution: InstitutionBrief;
  readonly number: string;
  readonly verifyCode: string;
  readonly verifyUrl: string;
  readonly paymentNumber: string;
  readonly payer: { readonly number: string; readonly name: string };
  /** What a plain bank transfer carries to find this payer's bills (A8). */
  readonly paymentCode: string;
  readonly amount: MoneyWire;
  /** Yuan only; null for other currencies. */
  readonly capitals: string | null;
  readonly refunded: MoneyWire;
  readonly channel: ChannelCode | null;
  readonly channelTradeNo: string | null;
  readonly paidAt: string;
  readonly issuedAt: string;
  readonly lines: readonly { readonly number: string; readonly titleZh: string; readonly titleEn: string; readonly amount: MoneyWire }[];
}

/** Null for every code that opens no receipt. */
export async function receiptPage(verifyCode: string): Promise<ReceiptPage | null> {
  const receipt = await findReceipt(verifyCode);
  if (!receipt) return null;
  const scope = { institutionId: receipt.institutionId };
  const facts = await withTx(scope, async (tx) => {
    const payment = await tx.payment.findUniqueOrThrow({ where: { id: receipt.paymentId } });
    const attempt = await tx.payment_attempt.findFirst({
      where: { payment_id: receipt.paymentId, status: 'succeeded' },
      orderBy: { seq: 'desc' },
    });
    const parts = await tx.$queryRaw<{ number: string; payer_id: string; title_zh: string; title_en: string; amount_minor: bigint }[]>`
      SELECT b.number, b.payer_id, b.title_zh, b.title_en, p.amount_minor FROM payment_bill p JOIN bill b ON b.id = p.bill_id
      WHERE p.payment_id = ${receipt.paymentId} ORDER BY b.number`;
    return { payment, tradeNo: attempt?.channel_trade_no ?? null, parts };
  });
  const currency = receipt.amount.currency as Currency;
  const personOf = (payerId: string) => ownPayer(makeCtx({ kind: 'payer', payerId: payerId as PayerId }, receipt.institutionId));
  const payer = await personOf(facts.payment.payer_id);
  // A payment for the family says whose bill each of the others' is.
  const others = [...new Set(facts.parts.map((part) => part.payer_id))].filter((id) => id !== facts.payment.payer_id);
  const names = new Map(await Promise.all(others.map(async (id) => [id, (await personOf(id))?.name ?? ''] as const)));
  const { channel } = facts.payment;
  return {
    institution: await institutionBrief(scope),
    number: receipt.number,
    verifyCode,
    verifyUrl: `${env().publicUrl}/receipt/${verifyCode}`,
    paymentNumber: receipt.paymentNumber,
    payer: { number: maskNumber(payer?.number ?? ''), name: payer?.name ?? '' },
    paymentCode: spaced(payer?.paymentCode ?? ''),
    amount: receipt.amount,
    capitals: currency === 'CNY' ? capitalNumerals(BigInt(receipt.amount.minor)) : null,
    refunded: receipt.refunded,
    channel: channel && isChannelCode(channel) ? channel : null,
    channelTradeNo: facts.tradeNo,
    paidAt: receipt.paidAt ?? receipt.issuedAt,
    issuedAt: receipt.issuedAt,
    lines: facts.parts.map((p) => ({
      number: p.number,
      titleZh: names.has(p.payer_id) ? `${p.title_zh}（${names.get(p.payer_id)}）` : p.title_zh,
      titleEn: names.has(p.payer_id) ? `${p.title_en} (${names.get(p.payer_id)})` : p.title_en,
      amount: toWire(money(p.amount_minor, currency)),
    })),
  };
}

/** Enough for the payer to recognise it, not enough to look them up with. */
const maskNumber = (number: string): string => (number.length <= 3 ? '***' : `${'*'.repeat(number.length - 3)}${number.slice(-3)}`);

/** In fours, as people read digits aloud. */
const spaced = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ');
