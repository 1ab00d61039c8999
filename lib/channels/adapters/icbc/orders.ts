import { assert } from '@/lib/kernel/assert';
import { offsetTime } from '../../china-time';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { writeForm } from '../form';
import { addressOf, TIMEOUT_MS, unclear } from '../transport';
import { icbcCapabilities } from './capabilities';
import type { IcbcAccount } from './config';
import { CNY_CODE, isNotFound, orderFactOf, orderSchema, refusalCause, SUCCESS } from './mapping';
import { callGateway, PATHS, signedRequest, type IcbcReply } from './wire';

const BODY_MAX = 64;

/** The payer's own browser carries the signed form to the bank's page; the order is born when the payer arrives. */
export async function createOrder(account: IcbcAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'ICBC takes positive yuan amounts');
  const { config } = account;
  const { biz_content, ...shown } = signedRequest(account, call, PATHS.page, {
    mer_id: config.merId,
    mer_prtcl_no: config.merPrtclNo,
    icbc_appid: config.appId,
    out_trade_no: order.orderNo,
    total_fee: order.amount.minor.toString(),
    fee_type: CNY_CODE,
    access_type: '6',
    orig_date_time: offsetTime(order.createdAt).slice(0, 19),
    expire_time: String(Math.max(60, Math.floor((order.expiresAt - call.clock.now()) / 1000))),
    body: Array.from(order.subject).slice(0, BODY_MAX).join(''),
    notify_type: 'HS',
    result_type: '0',
    mer_url: account.notifyUrl,
    return_url: order.returnUrl,
    spbill_create_ip: order.payerIp,
  });
  const action = `${addressOf(account, PATHS.page)}?${writeForm(shown)}`;
  return { certainty: 'accepted', present: { kind: 'form', action, charset: 'utf-8', fields: { biz_content: biz_content! } } };
}

const QUERY = '0';
const CLOSE = '1';

const ask = (account: IcbcAccount, orderNo: string, dealFlag: string, call: CallContext, timeoutMs: number): Promise<IcbcReply> =>
  callGateway(account, call, PATHS.query, {
    mer_id: account.config.merId, icbc_appid: account.config.appId, out_trade_no: orderNo, deal_flag: dealFlag,
  }, timeoutMs);

function factOf(account: IcbcAccount, orderNo: string, reply: IcbcReply): OrderFact {
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  const { profile } = account.config;
  if (isNotFound(profile, reply)) return { state: 'not-found' };
  if (reply.code !== SUCCESS) return { state: 'unknown', code: reply.code, cause: refusalCause(profile, reply) ?? 'other' };
  const found = orderSchema.safeParse(reply.content);
  if (!found.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  if (found.data.out_trade_no !== orderNo) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return orderFactOf(profile, found.data);
}

export async function queryOrder(
  account: IcbcAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  return factOf(account, order.orderNo, await ask(account, order.orderNo, QUERY, call, timeoutMs));
}

/** Closing is the query with another flag, and its answer says what the order has become. */
export async function closeOrder(account: IcbcAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const reply = await ask(account, order.orderNo, CLOSE, call, TIMEOUT_MS.close);
  if (reply.kind === 'lost') return reply.outcome;
  const cause = refusalCause(account.config.profile, reply);
  if (cause !== null) return { certainty: 'declined', code: reply.code, cause, message: reply.message };
  const fact = factOf(account, order.orderNo, reply);
  switch (fact.state) {
    case 'closed':
    case 'failed':
      return { certainty: 'closed' };
    case 'paid':
      return { certainty: 'already-paid' };
    case 'not-found': {
      // Nobody opened the page yet, but the signed form in the payer's browser works until it expires.
      const expired = call.clock.now() > order.createdAt + icbcCapabilities.orderLifetimeMs;
      return expired ? { certainty: 'closed' } : unclear(reply.code);
    }
    default:
      return unclear('code' in fact ? fact.code : 'answer.not-closed');
  }
}
