import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { textOf } from '../form';
import type { QraAccount } from './config';
import { paidFactOf } from './mapping';
import { isAuthentic } from './signature';
import { readFlatXml } from './xml';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/** Only payments call. The platform numbers no notification: its own trade number and what it says name the event. */
export function verifyNotify(account: QraAccount, inbound: RawInbound): NotifyVerdict {
  const fields = readFlatXml(textOf(inbound.body, 'utf-8') ?? '');
  if (!fields || fields['sign'] === undefined) return invalid('malformed');
  if (!isAuthentic(fields, account)) return invalid('bad-signature');
  const of = (name: string): string => fields[name] ?? '';
  if (of('mch_id') !== account.config.mchId) return invalid('wrong-merchant');
  const orderNo = of('out_trade_no');
  if (orderNo === '' || of('status') !== '0') return invalid('malformed');
  if (of('fee_type') !== '' && of('fee_type') !== 'CNY') return invalid('wrong-currency');
  const eventKey = [orderNo, of('transaction_id'), of('result_code'), of('pay_result'), of('total_fee')].join('.');
  // A payer whose first card was refused may scan again: such a call ends nothing.
  if (of('result_code') !== '0' || of('pay_result') !== '0') return { kind: 'ignored', eventKey, reason: `pay_result ${of('pay_result').slice(0, 8)}` };
  return { kind: 'order', eventKey, orderNo, fact: paidFactOf(fields) };
}

const plain = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** The seven bytes `success` [D]. */
export function ack(verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plain, body: 'success' };
  return { status: verdict === 'retry' ? 500 : 400, headers: plain, body: 'fail' };
}
