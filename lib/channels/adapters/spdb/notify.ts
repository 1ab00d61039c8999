import { z } from 'zod';
import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { textOf } from '../form';
import { parseJson } from '../json-text';
import type { SpdbAccount } from './config';
import { orderFactOf, refundFactOf } from './mapping';
import { checkSignature } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });
const event = z.record(z.string().max(64), z.string());

/** Signature over the raw bytes and the moment, then merchant and currency, then meaning. What it says names the event: SPDB numbers none. */
export function verifyNotify(account: SpdbAccount, inbound: RawInbound): NotifyVerdict {
  const verdict = checkSignature(account.secrets, inbound.headers, inbound.body, inbound.receivedAt);
  if (verdict !== 'authentic') return invalid(verdict);
  const read = event.safeParse(parseJson(textOf(inbound.body, 'utf-8') ?? ''));
  if (!read.success) return invalid('malformed');
  const fields = read.data;
  const { mrchNo, spdbMrchNo, mrchOrdrNo: orderNo = '', mrchRfdNo: refundNo = '', ccy } = fields;
  if (mrchNo !== account.config.mrchNo || spdbMrchNo !== account.config.spdbMrchNo) return invalid('wrong-merchant');
  if (ccy !== 'CNY') return invalid('wrong-currency');
  if (orderNo === '') return invalid('malformed');
  if (refundNo !== '') {
    const eventKey = ['R', refundNo, fields['rfdTransNo'], fields['rfdSt'], fields['rfdAmt']].join('.');
    return { kind: 'refund', eventKey, refundNo, orderNo, fact: refundFactOf(fields, account) };
  }
  const eventKey = ['P', orderNo, fields['transNo'], fields['ordrSt'], fields['ordrAmt']].join('.');
  return { kind: 'order', eventKey, orderNo, fact: orderFactOf(fields, account) };
}

const plain = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Status 200 and the profile's body: what the bank wants is not public. */
export function ack(account: SpdbAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plain, body: account.config.profile.ackBody };
  return { status: verdict === 'retry' ? 500 : 400, headers: plain, body: '' };
}
