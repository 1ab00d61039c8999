/** ABC's TrustPay on the wire: one JSON document each way in the bank's encoding, SHA1withRSA over the bytes of Message. */
import { sign, verify } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import { privateKey, publicKey } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import { fromGb18030, gb18030 } from '../../bank/text';
import { rsaKeyOf } from '../flows';

/** `{"MSG":{"Message":…,"Signature-Algorithm":…,"Signature":…}}` as bytes. */
export async function signedDocument(bank: Bank, message: unknown, forgerPem?: string): Promise<Buffer> {
  const raw = JSON.stringify(message);
  const pem = forgerPem ?? (await rsaKeyOf(bank, 'abc')).privatePem;
  const signature = sign('sha1', gb18030(raw), privateKey(pem)).toString('base64');
  return gb18030(`{"MSG":{"Message":${raw},"Signature-Algorithm":"SHA1withRSA","Signature":"${signature}"}}`);
}

async function reply(bank: Bank, response: Readonly<Record<string, unknown>>): Promise<Reply> {
  return answer(200, await signedDocument(bank, { TrxResponse: response }), { 'content-type': 'application/json; charset=GB2312' });
}
export const success = (bank: Bank, fields: Readonly<Record<string, unknown>>): Promise<Reply> =>
  reply(bank, { ReturnCode: '0000', ErrorMessage: '交易成功', ...fields });
export const refuse = (bank: Bank, code: string, message: string): Promise<Reply> => reply(bank, { ReturnCode: code, ErrorMessage: message });

export interface Document {
  readonly raw: string;
  readonly signature: string;
  readonly message: { readonly Merchant?: { readonly MerchantID?: string }; readonly TrxRequest?: Readonly<Record<string, unknown>> };
}

/** Cuts the request into what was signed and its signature; null when it is no such document. */
export function documentIn(body: Buffer): Document | null {
  const match = /^\{"Message":(\{.*\}),"Signature-Algorithm":"SHA1withRSA","Signature":"([0-9A-Za-z+/=]+)"\}$/s.exec(fromGb18030(body));
  if (!match) return null;
  try {
    return { raw: match[1]!, signature: match[2]!, message: JSON.parse(match[1]!) as Document['message'] };
  } catch {
    return null;
  }
}

export const authentic = ({ raw, signature }: Document, publicPem: string): boolean =>
  verify('sha1', gb18030(raw), publicKey(publicPem), Buffer.from(signature, 'base64'));

/** An order or refund inside an answer: base64 over JSON in the bank's encoding. */
export const packed = (fields: Readonly<Record<string, string>>): string => gb18030(JSON.stringify(fields)).toString('base64');
