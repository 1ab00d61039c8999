/** Alipay v3: the gateway's operations as JSON over paths, signed in headers. What the trade says is the same; only its clothes differ. */
import type { Bank } from '../../bank/bank';
import { randomText, rsaSign, rsaVerify } from '../../bank/crypto';
import { answer, type Incoming, type Reply } from '../../bank/http';
import type { Merchant } from '../../bank/types';
import { requestBill } from './bill';
import { closeTrade, precreate, queryTrade } from './orders';
import { queryRefund, refundTrade } from './refunds';
import { callerError } from './wire';

const PREFIX = '/v3/';

/** Who asks: the authorization names the app and signs itself, the method, the path and the body. */
function authenticate(bank: Bank, request: Incoming, target: string): Merchant | null {
  const [, authString = '', sign = ''] = /^ALIPAY-SHA256withRSA ([^\n]*),sign=([A-Za-z0-9+/=]+)$/.exec(request.headers.authorization ?? '') ?? [];
  const words = Object.fromEntries(authString.split(',').map((word) => word.split('=') as [string, string]));
  const merchant = bank.merchants.byLookup('alipay', words.app_id ?? '');
  const life = Number(words.expired_seconds ?? '600') * 1_000;
  if (!merchant || Math.abs(Number(words.timestamp) - bank.clock.wire()) > life) return null;
  const text = `${authString}\n${request.method}\n${target}\n${request.body.toString('utf8')}\n`;
  return rsaVerify('sha256', text, merchant.keeps.publicPem!, Buffer.from(sign, 'base64')) ? merchant : null;
}

async function signed(bank: Bank, status: number, body: string): Promise<Reply> {
  const timestamp = String(bank.clock.wire());
  const nonce = randomText(32);
  const signature = (await rsaSign('sha256', `${timestamp}\n${nonce}\n${body}\n`, bank.keys.alipay.privatePem)).toString('base64');
  return answer(status, body, {
    'content-type': 'application/json;charset=utf-8', 'alipay-timestamp': timestamp, 'alipay-nonce': nonce, 'alipay-signature': signature,
  });
}

interface Node {
  readonly code: string;
  readonly sub_code?: string;
  readonly sub_msg?: string;
}

/** The gateway's answer in v3 clothes: success is the node itself, a refusal its sub_code with an HTTP status. */
async function inClothes(bank: Bank, reply: Reply): Promise<Reply> {
  if (reply.kind === 'drop') return reply;
  let node: Node;
  try {
    node = Object.values(JSON.parse(Buffer.from(reply.body).toString('utf8')) as object)[0] as Node;
  } catch {
    return reply;
  }
  const { code, sub_code = '', sub_msg: message = '' } = node;
  if (code === '10000') {
    const fields = Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'code' && name !== 'msg'));
    return { ...reply, ...(await signed(bank, 200, JSON.stringify(fields))) };
  }
  const status = code === '20000' || sub_code === 'ACQ.SYSTEM_ERROR' ? 500 : sub_code === 'ACQ.TRADE_NOT_EXIST' ? 404 : 400;
  return { ...reply, ...(await signed(bank, status, JSON.stringify({ code: sub_code, message }))) };
}

export async function rest(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  const target = request.target.slice('/alipay'.length);
  const merchant = authenticate(bank, request, target);
  if (!merchant) return answer(401, JSON.stringify({ code: 'invalid-signature', message: '验签出错' }), { 'content-type': 'application/json' });
  const method = path.slice(PREFIX.length).replaceAll('/', '.');
  const biz = contentOf(request);
  if (!biz) return signed(bank, 400, JSON.stringify({ code: 'invalid-parameter', message: '请求体不是合法的JSON' }));
  return inClothes(bank, await carriedOut(bank, merchant, request, method, biz));
}

function contentOf(request: Incoming): Record<string, unknown> | null {
  if (request.method === 'GET') return Object.fromEntries(request.query);
  try {
    return JSON.parse(request.body.toString('utf8')) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function carriedOut(bank: Bank, merchant: Merchant, request: Incoming, method: string, biz: Record<string, unknown>): Promise<Reply> {
  const notifyUrl = typeof biz.notify_url === 'string' ? biz.notify_url : '';
  switch (method) {
    case 'alipay.trade.precreate':
      return precreate(bank, merchant, method, biz, notifyUrl);
    case 'alipay.trade.query':
      return queryTrade(bank, merchant, method, biz);
    case 'alipay.trade.close':
      return closeTrade(bank, merchant, method, biz);
    case 'alipay.trade.refund':
      return refundTrade(bank, merchant, method, biz, notifyUrl);
    case 'alipay.trade.fastpay.refund.query':
      return queryRefund(bank, merchant, method, biz);
    case 'alipay.data.dataservice.bill.downloadurl.query':
      return requestBill(bank, merchant, request, method, biz);
    default:
      return callerError(bank, method, '40002', 'isv.invalid-method', '沙箱不提供此接口');
  }
}
