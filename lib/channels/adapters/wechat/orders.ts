import { z } from 'zod';
import { assert } from '@/lib/kernel/assert';
import { offsetTime } from '../../china-time';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { toJson } from '../json-text';
import { TIMEOUT_MS, unclear } from '../transport';
import type { WechatAccount } from './config';
import { CLOSED_CODES, CREATE_CODES, NOT_FOUND_CODES, orderFactOf, PAID_CODES, transactionSchema } from './mapping';
import { segment, send, type WechatAnswer } from './wire';

const DESCRIPTION_MAX = 127;
const created = z.object({ code_url: z.string().min(1).max(512) });

/** Native order: WeChat answers with the text of a QR code. The same number with the same content may be repeated safely [A]. */
export async function createOrder(account: WechatAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'WeChat takes positive yuan amounts');
  const body = toJson({
    appid: account.config.appId,
    mchid: account.config.mchId,
    description: Array.from(order.subject).slice(0, DESCRIPTION_MAX).join(''),
    out_trade_no: order.orderNo,
    time_expire: offsetTime(order.expiresAt),
    notify_url: account.notifyUrl,
    amount: { total: order.amount.minor, currency: 'CNY' },
    scene_info: { payer_client_ip: order.payerIp },
  });
  const reply = await send(account, call, { method: 'POST', target: '/v3/pay/transactions/native', body, timeoutMs: TIMEOUT_MS.create });
  if (reply.kind === 'lost') return reply.outcome.certainty === 'unknown' ? { ...reply.outcome, retry: 'same-number' } : reply.outcome;
  if (reply.status === 200) {
    const parsed = created.safeParse(reply.json);
    if (!parsed.success) return { ...unclear('answer.malformed'), retry: 'same-number' };
    return { certainty: 'accepted', present: { kind: 'qr', text: parsed.data.code_url } };
  }
  return createRefusal(reply);
}

function createRefusal(reply: WechatAnswer): CreateOutcome {
  const meaning = CREATE_CODES[reply.code];
  if (meaning?.kind === 'exists') return { ...unclear(reply.code, meaning.cause), retry: 'query-first' };
  if (meaning?.kind === 'again' || reply.status < 400) return { ...unclear(reply.code, 'bank-busy'), retry: 'same-number' };
  const cause = meaning?.cause ?? (reply.status === 429 ? 'bank-busy' : reply.status === 401 ? 'merchant-configuration' : 'other');
  return { certainty: 'declined', code: reply.code, cause, message: reply.message };
}

export async function queryOrder(
  account: WechatAccount,
  order: Pick<OrderRef, 'orderNo'>,
  call: CallContext,
  timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const target = `/v3/pay/transactions/out-trade-no/${segment(order.orderNo)}?mchid=${segment(account.config.mchId)}`;
  const reply = await send(account, call, { method: 'GET', target, timeoutMs });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.status === 404 && reply.signed && NOT_FOUND_CODES.has(reply.code)) return { state: 'not-found' };
  if (reply.status !== 200) return { state: 'unknown', code: reply.code, cause: CREATE_CODES[reply.code]?.cause ?? 'other' };
  const trade = transactionSchema.safeParse(reply.json);
  if (!trade.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  const { mchid, appid, out_trade_no } = trade.data;
  const ours = mchid === account.config.mchId && appid === account.config.appId && out_trade_no === order.orderNo;
  return ours ? orderFactOf(trade.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}

export async function closeOrder(account: WechatAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const target = `/v3/pay/transactions/out-trade-no/${segment(order.orderNo)}/close`;
  const reply = await send(account, call, {
    method: 'POST',
    target,
    body: toJson({ mchid: account.config.mchId }),
    timeoutMs: TIMEOUT_MS.close,
  });
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.status === 204 || CLOSED_CODES.has(reply.code)) return { certainty: 'closed' };
  if (PAID_CODES.has(reply.code)) return { certainty: 'already-paid' };
  // An order that is not there may still be on its way from a create whose answer was lost: only time and a query settle that.
  if (reply.status < 400 || NOT_FOUND_CODES.has(reply.code)) return unclear(reply.code);
  const meaning = CREATE_CODES[reply.code];
  if (reply.status === 429 || meaning?.kind === 'again') return unclear(reply.code, 'bank-busy');
  return { certainty: 'declined', code: reply.code, cause: meaning?.cause ?? 'other', message: reply.message };
}
