import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { readForm } from '../form';
import type { UnionpayAccount } from './config';
import { orderFactOf, refundFactOf } from './mapping';
import { verifyFields } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/**
 * UnionPay numbers no notification, so the event is named by what it says: trade, amount and code. A resend says the same; a later
 * callback that says something else is another event.
 */
export function verifyNotify(account: UnionpayAccount, inbound: RawInbound): NotifyVerdict {
  const fields = readForm(inbound.body, 'utf-8');
  if (!fields) return invalid('malformed');
  const verdict = verifyFields(fields, account.config, inbound.receivedAt);
  if (verdict.kind === 'invalid') return verdict;
  const of = (name: string): string => fields[name] ?? '';
  if (of('merId') !== account.config.merId) return invalid('wrong-merchant');
  if (!of('orderId') || !of('txnTime') || !of('respCode')) return invalid('malformed');
  if (of('currencyCode') !== '' && of('currencyCode') !== '156') return invalid('wrong-currency');
  const eventKey = [of('txnType'), of('orderId'), of('txnTime'), of('queryId'), of('respCode'), of('txnAmt')].join('.');
  if (of('txnType') === '01') return { kind: 'order', eventKey, orderNo: of('orderId'), fact: orderFactOf(fields, of('respCode')) };
  if (of('txnType') === '04') {
    return { kind: 'refund', eventKey, refundNo: of('orderId'), orderNo: of('reqReserved'), fact: refundFactOf(fields, of('respCode')) };
  }
  return { kind: 'ignored', eventKey, reason: `txnType ${of('txnType').slice(0, 4)}` };
}

const plain = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Status 200 is the answer; the body is ignored [A]. */
export function ack(verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plain, body: 'ok' };
  return { status: verdict === 'retry' ? 500 : 400, headers: plain, body: 'fail' };
}
