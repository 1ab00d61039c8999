import { z } from 'zod';
import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { textOf } from '../form';
import { parseJson, rawMembers } from '../json-text';
import type { BocomAccount } from './config';
import { orderFactOf, orderSchema, refundFactOf, refundSchema } from './mapping';
import { openContent, verifyFields } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });
const told = z.discriminatedUnion('notify_type', [
  orderSchema.extend({ notify_type: z.literal('PAY') }),
  refundSchema.extend({ notify_type: z.literal('REFUND') }),
]);

/** Every member is text and signed; nothing is accepted twice or in another shape. */
function fieldsOf(body: Uint8Array): Record<string, string> | null {
  const members = rawMembers(textOf(body, 'utf-8') ?? '');
  if (!members) return null;
  const fields: Record<string, string> = Object.create(null);
  for (const [name, raw] of members) {
    const value = parseJson(raw);
    if (typeof value !== 'string') return null;
    fields[name] = value;
  }
  return fields;
}

/** First the signature, then whose it is, then it is opened; only then does it mean anything. */
export function verifyNotify(account: BocomAccount, inbound: RawInbound): NotifyVerdict {
  const { config, secrets } = account;
  const fields = fieldsOf(inbound.body);
  if (!fields) return invalid('malformed');
  const path = new URL(account.notifyUrl).pathname;
  if (fields['sign_type'] !== 'RSA2' || !verifyFields(path, fields, config.bankPublicKeyPem)) return invalid('bad-signature');
  if (fields['app_id'] !== config.appId) return invalid('wrong-merchant');
  const sealed = { encryptKey: fields['encrypt_key'] ?? '', nonce: fields['nonce'] ?? '', content: fields['biz_content'] ?? '' };
  const plain = openContent(sealed, config.appId, secrets.merchantPrivateKeyPem);
  if (plain === null) return invalid('undecryptable');
  const content = told.safeParse(parseJson(plain));
  if (!content.success) return invalid('malformed');
  if (content.data.mer_ptc_id !== config.merPtcId) return invalid('wrong-merchant');
  if (content.data.currency !== 'CNY') return invalid('wrong-currency');
  if (content.data.notify_type === 'REFUND') {
    const { refund_mer_tran_no: refundNo, pay_mer_tran_no: orderNo } = content.data;
    const fact = refundFactOf(content.data);
    const eventKey = `refund-${refundNo}-${fact.state}`;
    return orderNo ? { kind: 'refund', eventKey, refundNo, orderNo, fact } : { kind: 'ignored', eventKey, reason: 'refund-without-order' };
  }
  const orderNo = content.data.pay_mer_tran_no;
  const fact = orderFactOf(content.data);
  return { kind: 'order', eventKey: `pay-${orderNo}-${fact.state}`, orderNo, fact };
}

export function ack(account: BocomAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  const headers = { 'content-type': 'application/json; charset=UTF-8' } as const;
  if (verdict === 'stored') return { status: 200, headers, body: account.config.profile.ackBody };
  return { status: verdict === 'retry' ? 500 : 400, headers, body: '{"return_code":"FAIL"}' };
}
