import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { formBytes, textOf } from '../form';
import { readCompactDate } from '../../china-time';
import type { CcbAccount } from './config';
import { yuan } from './mapping';
import { verifyNotifyFields } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/** The bank calls by GET or by POST, as the merchant console says; the fields are the same. */
function fieldsOf(inbound: RawInbound): Map<string, Buffer> | null {
  const mark = inbound.target.indexOf('?');
  const query = mark === -1 ? '' : inbound.target.slice(mark + 1);
  return formBytes(inbound.body.length > 0 ? inbound.body : Buffer.from(query, 'latin1'));
}

/**
 * The callback names counter and branch, no bank serial and no time: the order number stands for the serial and our receipt for the
 * moment. The same content through page and server is one event.
 */
export function verifyNotify(account: CcbAccount, inbound: RawInbound): NotifyVerdict {
  const fields = fieldsOf(inbound);
  if (!fields || !fields.has('SIGN') || !fields.has('ORDERID')) return invalid('malformed');
  if (!verifyNotifyFields(fields, account.config)) return invalid('bad-signature');
  const of = (name: string): string => textOf(fields.get(name) ?? Buffer.alloc(0), 'gb18030') ?? '';
  if (of('POSID') !== account.config.posId || of('BRANCHID') !== account.config.branchId) return invalid('wrong-merchant');
  if (of('CURCODE') !== '01') return invalid('wrong-currency');
  const orderNo = of('ORDERID');
  const amount = yuan(of('PAYMENT'));
  const success = of('SUCCESS');
  if (orderNo === '' || !amount || (success !== 'Y' && success !== 'N')) return invalid('malformed');
  const eventKey = `${orderNo}.${success}.${amount.minor}`;
  if (success === 'N') return { kind: 'order', eventKey, orderNo, fact: { state: 'failed', code: 'SUCCESS.N', cause: 'other' } };
  const settleDate = readCompactDate(of('ACCDATE'));
  const fact = { state: 'paid', amount, channelTradeNo: orderNo, paidAt: inbound.receivedAt, ...(settleDate && { settleDate }) } as const;
  return { kind: 'order', eventKey, orderNo, fact };
}

const plain = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Status 200 is all that is known of a good answer. */
export function ack(account: CcbAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plain, body: account.config.profile.ackBody };
  return { status: verdict === 'retry' ? 500 : 400, headers: plain, body: '' };
}
