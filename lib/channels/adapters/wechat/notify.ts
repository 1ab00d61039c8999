import { z } from 'zod';
import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { textOf } from '../form';
import { parseJson } from '../json-text';
import type { WechatAccount } from './config';
import { orderFactOf, refundFactOf, refundSchema, transactionSchema } from './mapping';
import { checkSignature, openResource } from './signature';

const envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().max(64),
  resource: z.object({ ciphertext: z.string().max(1_000_000), nonce: z.string().max(32), associated_data: z.string().max(64).default('') }),
});
const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/** First the signature over the raw bytes, then decryption, then whose it is: nothing inside is believed before. */
export function verifyNotify(account: WechatAccount, inbound: RawInbound): NotifyVerdict {
  const signature = checkSignature(account.config, inbound.headers, inbound.body, inbound.receivedAt);
  if (signature.kind === 'probe') return { kind: 'probe' };
  if (signature.kind === 'unsigned') return invalid('malformed');
  if (signature.kind === 'invalid') return invalid(signature.reason);
  const parsed = envelope.safeParse(parseJson(textOf(inbound.body, 'utf-8') ?? ''));
  if (!parsed.success) return invalid('malformed');
  const { id, event_type: eventType, resource } = parsed.data;
  const plain = openResource(account.secrets.apiV3Key, resource);
  if (plain === null) return invalid('undecryptable');
  const content = parseJson(plain);
  if (eventType.startsWith('TRANSACTION.')) return orderVerdict(account, id, content);
  if (eventType.startsWith('REFUND.')) return refundVerdict(account, id, content);
  return { kind: 'ignored', eventKey: id, reason: eventType };
}

function orderVerdict(account: WechatAccount, eventKey: string, content: unknown): NotifyVerdict {
  const trade = transactionSchema.safeParse(content);
  if (!trade.success) return invalid('malformed');
  const { mchid, appid, amount } = trade.data;
  if (mchid !== account.config.mchId || appid !== account.config.appId) return invalid('wrong-merchant');
  if (amount && amount.currency !== 'CNY') return invalid('wrong-currency');
  return { kind: 'order', eventKey, orderNo: trade.data.out_trade_no, fact: orderFactOf(trade.data) };
}

function refundVerdict(account: WechatAccount, eventKey: string, content: unknown): NotifyVerdict {
  const refund = refundSchema.safeParse(content);
  if (!refund.success) return invalid('malformed');
  if (refund.data.mchid !== account.config.mchId) return invalid('wrong-merchant');
  if (refund.data.amount.currency !== 'CNY') return invalid('wrong-currency');
  return {
    kind: 'refund',
    eventKey,
    refundNo: refund.data.out_refund_no,
    orderNo: refund.data.out_trade_no,
    fact: refundFactOf(refund.data),
  };
}

const json = { 'content-type': 'application/json' } as const;

/** 204 without a body means "do not resend"; every other status makes WeChat try again (15 times in 24 h 4 min) [A]. */
export function ack(verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 204, headers: {}, body: '' };
  if (verdict === 'retry') return { status: 500, headers: json, body: '{"code":"FAIL","message":"try again"}' };
  return { status: 401, headers: json, body: '{"code":"FAIL","message":"signature refused"}' };
}
