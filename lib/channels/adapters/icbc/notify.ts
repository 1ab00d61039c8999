import { z } from 'zod';
import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { readForm } from '../form';
import { parseJson } from '../json-text';
import type { IcbcAccount } from './config';
import { CNY_CODE, orderSchema, paidFactOf, SUCCESS } from './mapping';
import { signedAck, verifyFields } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });
const told = orderSchema.extend({
  return_code: z.union([z.string().max(32), z.number().int()]).transform(String),
  return_msg: z.string().optional(),
  msg_id: z.string().max(64).optional(),
  mer_id: z.string().max(64).optional(),
});

/** The path the bank signs is the one of the address we gave it, byte for byte. */
const pathOf = (address: string): string => address.replace(/^https?:\/\/[^/?#]*/, '').replace(/[?#].*$/, '') || '/';

/** Verified, then ours, then meaning. Failures are told as well (result_type 0), so only return_code 0 is a payment. */
export function verifyNotify(account: IcbcAccount, inbound: RawInbound): NotifyVerdict {
  const fields = readForm(inbound.body, 'utf-8');
  if (!fields) return invalid('malformed');
  if (!verifyFields(pathOf(account.notifyUrl), fields, account.config.gatewayPublicKeyPem)) return invalid('bad-signature');
  const content = told.safeParse(parseJson(fields['biz_content'] ?? ''));
  if (!content.success) return invalid('malformed');
  const { return_code: code, out_trade_no: orderNo, mer_id: merId, fee_type: currency } = content.data;
  if (fields['app_id'] !== account.config.appId || (merId ?? account.config.merId) !== account.config.merId) return invalid('wrong-merchant');
  if (currency !== CNY_CODE) return invalid('wrong-currency');
  if (code !== SUCCESS) {
    return { kind: 'order', eventKey: `failed-${orderNo}-${code}`, orderNo, fact: { state: 'failed', code: `return-code.${code}`, cause: 'other' } };
  }
  const fact = paidFactOf(content.data);
  return { kind: 'order', eventKey: `${fact.state}-${orderNo}-${content.data.order_id ?? ''}`, orderNo, fact };
}

const json = { 'content-type': 'application/json; charset=UTF-8' } as const;
/** What the bank's own sample answers when it does not believe a callback. */
const NOT_TAKEN = '-12345';

/** The message's own number is repeated in the acknowledgement. */
function messageIdOf(inbound: RawInbound | undefined): string {
  const fields = inbound ? readForm(inbound.body, 'utf-8') : null;
  const content = z.looseObject({ msg_id: z.string().max(64) }).safeParse(parseJson(fields?.['biz_content'] ?? ''));
  return content.success ? content.data.msg_id : '';
}

export function ack(account: IcbcAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe', inbound?: RawInbound): RawAnswer {
  const [code, message] = verdict === 'stored' ? ['0', 'success'] : [NOT_TAKEN, 'not taken'];
  // Nothing of a stranger's choosing is ever signed.
  const body = signedAck(code, message, verdict === 'refused' ? '' : messageIdOf(inbound), account.secrets.merchantPrivateKeyPem);
  return { status: verdict === 'stored' ? 200 : verdict === 'retry' ? 500 : 400, headers: json, body };
}
