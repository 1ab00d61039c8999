import { z } from 'zod';
import { assert } from '@/lib/kernel/assert';
import { toDecimal } from '@/lib/kernel/money';
import { dashedTime } from '../../china-time';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { addressOf, TIMEOUT_MS, unclear } from '../transport';
import { alipayCapabilities } from './capabilities';
import type { AlipayAccount } from './config';
import { isNotFound, NOT_WAITING, orderFactOf, refusalOf, SUCCESS, tradeSchema } from './mapping';
import { callGateway, GATEWAY, signedParams } from './wire';

const SUBJECT_MAX = 128;
const codeSchema = z.object({ out_trade_no: z.string().max(128), qr_code: z.string().min(1).max(1_024) });

/** The subject may not hold `/`, `=` and `&`, which the cashier page rejects. */
const subjectOf = (text: string): string => Array.from(text.replaceAll(/[/=&]/g, ' ')).slice(0, SUBJECT_MAX).join('');

/** A code to scan: the trade is born when the payer scans it. Retry rule: the same number and amount is the same trade. */
async function createCode(account: AlipayAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  const content = {
    out_trade_no: order.orderNo,
    total_amount: toDecimal(order.amount),
    subject: subjectOf(order.subject),
    time_expire: dashedTime(order.expiresAt),
  };
  const reply = await callGateway(account, call, 'alipay.trade.precreate', content, TIMEOUT_MS.create, { notify_url: account.notifyUrl });
  if (reply.kind === 'lost') return reply.outcome.certainty === 'not-sent' ? reply.outcome : { ...reply.outcome, retry: 'same-number' };
  if (reply.code !== SUCCESS) {
    if (NOT_WAITING.has(reply.subCode)) return { ...unclear(reply.subCode, 'duplicate-order'), retry: 'query-first' };
    const { kind, code, cause } = refusalOf(reply);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : { ...unclear(code, cause), retry: 'same-number' };
  }
  const made = codeSchema.safeParse(reply.node);
  if (!made.success) return { ...unclear('answer.malformed'), retry: 'same-number' };
  if (made.data.out_trade_no !== order.orderNo) return { ...unclear('answer.mismatch'), retry: 'query-first' };
  return { certainty: 'accepted', present: { kind: 'qr', text: made.data.qr_code } };
}

/** Page pay calls nobody: the payer's own browser carries the signed form, and the trade is born when the payer arrives. */
export async function createOrder(account: AlipayAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'Alipay takes positive yuan amounts');
  if (account.config.api === 'rest') return createCode(account, order, call);
  const fields = signedParams(
    account,
    'alipay.trade.page.pay',
    {
      out_trade_no: order.orderNo,
      product_code: 'FAST_INSTANT_TRADE_PAY',
      total_amount: toDecimal(order.amount),
      subject: subjectOf(order.subject),
      time_expire: dashedTime(order.expiresAt),
    },
    call.clock.now(),
    { return_url: order.returnUrl, notify_url: account.notifyUrl },
  );
  return { certainty: 'accepted', present: { kind: 'form', action: addressOf(account, GATEWAY), charset: 'utf-8', fields } };
}

export async function queryOrder(
  account: AlipayAccount,
  order: Pick<OrderRef, 'orderNo'>,
  call: CallContext,
  timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const reply = await callGateway(account, call, 'alipay.trade.query', { out_trade_no: order.orderNo }, timeoutMs);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (isNotFound(reply)) return { state: 'not-found' };
  if (reply.code !== SUCCESS) {
    const { code, cause } = refusalOf(reply);
    return { state: 'unknown', code, cause };
  }
  const trade = tradeSchema.safeParse(reply.node);
  if (!trade.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  const { out_trade_no, trade_status, total_amount, send_pay_date, trade_no } = trade.data;
  if (out_trade_no !== order.orderNo) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return orderFactOf(trade_status, total_amount, send_pay_date, trade_no);
}

export async function closeOrder(account: AlipayAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const reply = await callGateway(account, call, 'alipay.trade.close', { out_trade_no: order.orderNo }, TIMEOUT_MS.close);
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.code === SUCCESS) return { certainty: 'closed' };
  if (isNotFound(reply)) {
    // Nobody opened the page yet, but the signed form in the payer's browser works until it expires.
    const expired = call.clock.now() > order.createdAt + alipayCapabilities.orderLifetimeMs;
    return expired ? { certainty: 'closed' } : unclear(reply.subCode);
  }
  if (NOT_WAITING.has(reply.subCode)) return { certainty: 'already-paid' };
  const { kind, code, cause } = refusalOf(reply);
  return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
}
