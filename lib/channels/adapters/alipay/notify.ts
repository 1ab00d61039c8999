import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { readForm } from '../form';
import type { AlipayAccount } from './config';
import { orderFactOf } from './mapping';
import { verifyNotifyParams } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/** Verified, then ours (app and seller), then meaning. `notify_id` stays the same across resends [A]. */
export function verifyNotify(account: AlipayAccount, inbound: RawInbound): NotifyVerdict {
  const params = readForm(inbound.body, 'utf-8');
  if (!params) return invalid('malformed');
  if (!verifyNotifyParams(params, account.config.alipayPublicKeyPem)) return invalid('bad-signature');
  const of = (name: string): string => params[name] ?? '';
  if (of('app_id') !== account.config.appId || of('seller_id') !== account.config.sellerId) return invalid('wrong-merchant');
  const eventKey = of('notify_id');
  const orderNo = of('out_trade_no');
  if (!eventKey || !orderNo) return invalid('malformed');
  if (of('refund_fee') !== '' || of('gmt_refund') !== '') return refundVerdict(eventKey, orderNo, of);
  if (of('trade_status') === 'WAIT_BUYER_PAY') return { kind: 'ignored', eventKey, reason: 'WAIT_BUYER_PAY' };
  const fact = orderFactOf(of('trade_status'), of('total_amount'), of('gmt_payment'), of('trade_no'));
  return { kind: 'order', eventKey, orderNo, fact };
}

/**
 * `refund_fee` is the total refunded so far, not this refund's amount, so the callback cannot say that this one succeeded: it is told as
 * processing, and the refund query it causes gives the exact amount.
 */
function refundVerdict(eventKey: string, orderNo: string, of: (name: string) => string): NotifyVerdict {
  const refundNo = of('out_biz_no');
  if (!refundNo) return { kind: 'ignored', eventKey, reason: 'refund-without-number' };
  const fact = { state: 'processing', channelRefundNo: `${of('trade_no')}/${refundNo}` } as const;
  return { kind: 'refund', eventKey, refundNo, orderNo, fact };
}

const plain = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Exactly the seven bytes `success`; anything else is resent [A]. */
export function ack(verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plain, body: 'success' };
  return { status: verdict === 'retry' ? 500 : 400, headers: plain, body: 'fail' };
}
