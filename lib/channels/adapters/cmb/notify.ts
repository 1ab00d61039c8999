import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { readForm } from '../form';
import { parseJson, toJson } from '../json-text';
import type { CmbAccount } from './config';
import { orderFactOf, orderSchema, refundFactOf, refundSchema } from './mapping';
import { verifyFields } from './signature';
import { signedEnvelope } from './wire';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/** A form whose decoded fields are signed; then the merchant, the currency, the meaning. A refund's callback names the order it refunds. */
export function verifyNotify(account: CmbAccount, inbound: RawInbound): NotifyVerdict {
  const fields = readForm(inbound.body, 'utf-8');
  if (!fields) return invalid('malformed');
  if (!verifyFields(fields, account.config.bankPublicKey)) return invalid('bad-signature');
  const content = parseJson(fields['biz_content'] ?? '');
  const refund = refundSchema.safeParse(content);
  if (refund.success && refund.data.origOrderId) {
    const { merId, orderId, origOrderId } = refund.data;
    if (merId !== account.config.merId) return invalid('wrong-merchant');
    const fact = refundFactOf(refund.data);
    return { kind: 'refund', eventKey: `refund-${orderId}-${fact.state}`, refundNo: orderId, orderNo: origOrderId, fact };
  }
  const order = orderSchema.safeParse(content);
  if (!order.success) return invalid('malformed');
  const { merId, orderId, currencyCode } = order.data;
  if (merId !== account.config.merId) return invalid('wrong-merchant');
  if (currencyCode !== '156') return invalid('wrong-currency');
  // Only payments that succeeded are told, so the state may be left out.
  const fact = orderFactOf({ ...order.data, tradeState: order.data.tradeState ?? 'S' });
  return { kind: 'order', eventKey: `pay-${orderId}-${fact.state}`, orderNo: orderId, fact };
}

const json = { 'content-type': 'application/json; charset=utf-8' } as const;

/** The bank verifies the acknowledgement's signature and sends again when it is wrong [A]. */
export function ack(account: CmbAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  const word = verdict === 'stored' ? 'SUCCESS' : 'FAIL';
  const body = toJson(signedEnvelope({ returnCode: word, respCode: word }, account.secrets.merchantPrivateKey));
  return { status: verdict === 'stored' ? 200 : verdict === 'retry' ? 500 : 400, headers: json, body };
}
