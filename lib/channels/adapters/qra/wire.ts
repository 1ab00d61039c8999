/** One gateway address; signed XML in both directions. */
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf } from '../form';
import { addressOf, exchange, unclear } from '../transport';
import type { QraAccount } from './config';
import { isAuthentic, signFields } from './signature';
import { readFlatXml, writeFlatXml } from './xml';

export const GATEWAY = '/pay/gateway';
type Fields = Readonly<Record<string, string>>;

export interface QraAnswer {
  readonly kind: 'answer';
  readonly fields: Fields;
  readonly ok: boolean;
  readonly errCode: string;
  readonly message: string;
  /** `need_query=Y`: the platform itself does not know [A]. */
  readonly needQuery: boolean;
}
export type QraReply = QraAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (code: string, cause?: Unclear['cause']): QraReply => ({ kind: 'lost', outcome: unclear(code, cause) });

export interface QraRequest {
  readonly service: string;
  readonly fields: Fields;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
}

export async function callGateway(account: QraAccount, call: CallContext, { service, fields, timeoutMs, maxBytes }: QraRequest): Promise<QraReply> {
  const whole = {
    service, version: '2.0', charset: 'UTF-8', sign_type: account.config.signType, mch_id: account.config.mchId,
    nonce_str: Buffer.from(call.random.bytes(16)).toString('hex'), ...fields,
  };
  const sign = signFields(whole, account);
  if (sign === null) return { kind: 'lost', outcome: { certainty: 'not-sent', code: 'settings.no-key', cause: 'merchant-configuration' } };
  const headers = { 'content-type': 'text/xml; charset=UTF-8', 'user-agent': 'bafang/1' };
  const init = { method: 'POST', headers, body: writeFlatXml({ ...whole, sign }), timeoutMs, ...(maxBytes && { maxBytes }) } as const;
  const exchanged = await exchange(account, call, addressOf(account, GATEWAY), init);
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body } = exchanged.reply;
  return status === 200 ? readAnswer(textOf(body, 'utf-8') ?? '', account) : lost(`http.${status}`, 'bank-busy');
}

/** `status` speaks of the conversation, `result_code` of the business. Only a signed answer about this merchant is one. */
export function readAnswer(text: string, account: QraAccount): QraReply {
  const fields = readFlatXml(text);
  if (!fields) return lost('answer.malformed');
  if (!isAuthentic(fields, account)) return lost(fields['sign'] === undefined ? 'answer.unsigned' : 'answer.bad-signature');
  if (fields['mch_id'] !== account.config.mchId) return lost('answer.wrong-merchant');
  if (fields['status'] !== '0') return lost(`status.${(fields['status'] ?? '').slice(0, 8)}`, 'bank-busy');
  return {
    kind: 'answer', fields, ok: fields['result_code'] === '0', errCode: fields['err_code'] ?? '',
    message: (fields['err_msg'] ?? '').slice(0, 200), needQuery: fields['need_query'] === 'Y',
  };
}
