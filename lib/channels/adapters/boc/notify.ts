import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { readForm } from '../form';
import type { BocAccount } from './config';
import { orderFactOf } from './mapping';
import { joined, ORDERS, verify } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/** Only fields that were signed are looked at; the callback names no currency, so the amount is yuan as agreed. */
export function verifyNotify(account: BocAccount, inbound: RawInbound): NotifyVerdict {
  const fields = readForm(inbound.body, 'utf-8') ?? readForm(inbound.body, 'gb18030');
  if (!fields || !fields['signData']) return invalid('malformed');
  const names = [...ORDERS.notify, ...ORDERS.notifyOptional.filter((name) => fields[name] !== undefined)];
  const verdict = verify(joined(names, fields), fields['signData'], account.config, inbound.receivedAt);
  if (verdict !== 'authentic') return invalid(verdict);
  const { merchantNo, orderNo = '', orderSeq = '', orderStatus = '', payAmount = '' } = fields;
  if (merchantNo !== account.config.merchantNo) return invalid('wrong-merchant');
  if (orderNo === '' || orderStatus === '') return invalid('malformed');
  const eventKey = [orderNo, orderSeq, orderStatus, payAmount].join('.');
  const fact = orderFactOf(fields);
  return fact.state === 'unpaid' ? { kind: 'ignored', eventKey, reason: 'orderStatus 0' } : { kind: 'order', eventKey, orderNo, fact };
}

const plain = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Status 200 is all that is known of a good answer. */
export function ack(account: BocAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plain, body: account.config.profile.ackBody };
  return { status: verdict === 'retry' ? 500 : 400, headers: plain, body: '' };
}
