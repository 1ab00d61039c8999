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

/** The subject may not hold `/`, `=` and `&`, which the cashier page rejects. */
const subjectOf = (text: string): string => Array.from(text.replaceAll(/[/=&]/g, ' ')).slice(0, SUBJECT_MAX).join('');

/** Page pay calls nobody: the payer's own browser carries the signed form, and the trade is born when the payer arrives. */
export async function createOrder(account: AlipayAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'Alipay takes positive yuan amounts');
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
