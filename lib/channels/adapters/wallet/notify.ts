import { z } from 'zod';
import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { textOf } from '../form';
import { parseJson } from '../json-text';
import type { WalletAccount } from './config';
import { orderFactOf, orderNode, refundFactOf, refundNode } from './mapping';
import { checkSignature } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });
const envelope = z.object({ eventId: z.string().min(1).max(100), type: z.string().max(40), data: z.looseObject({ merchantNo: z.string(), currency: z.string() }) });

/** Signature over the raw bytes and the moment, then merchant and currency, then meaning. `eventId` stays the same across resends. */
export function verifyNotify(account: WalletAccount, inbound: RawInbound): NotifyVerdict {
  const verdict = checkSignature(account.secrets, inbound.headers, ['NOTIFY'], inbound.body, inbound.receivedAt);
  if (verdict.kind === 'invalid') return verdict;
  const event = envelope.safeParse(parseJson(textOf(inbound.body, 'utf-8') ?? ''));
  if (!event.success) return invalid('malformed');
  const { eventId: eventKey, type, data } = event.data;
  if (data.merchantNo !== account.config.merchantNo) return invalid('wrong-merchant');
  if (data.currency !== 'CNY') return invalid('wrong-currency');
  if (type === 'order') {
    const node = orderNode.safeParse(data);
    return node.success ? { kind: 'order', eventKey, orderNo: node.data.orderNo, fact: orderFactOf(node.data) } : invalid('malformed');
  }
  if (type === 'refund') {
    const node = refundNode.safeParse(data);
    if (!node.success) return invalid('malformed');
    return { kind: 'refund', eventKey, refundNo: node.data.refundNo, orderNo: node.data.orderNo, fact: refundFactOf(node.data) };
  }
  return { kind: 'ignored', eventKey, reason: `type ${type}` };
}

const plain = { 'content-type': 'text/plain; charset=utf-8' } as const;

export function ack(verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plain, body: 'success' };
  return { status: verdict === 'retry' ? 500 : 401, headers: plain, body: 'fail' };
}
