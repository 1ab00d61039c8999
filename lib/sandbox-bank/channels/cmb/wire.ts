/** CMB polypay on the wire: a JSON envelope signed SM2 (ASN.1), an MD5 in the header, and answers whose slashes are escaped before signing. */
import type { Bank } from '../../bank/bank';
import { md5Hex } from '../../bank/crypto';
import { answer, type Incoming, type Reply } from '../../bank/http';
import { fromDer, sm2Sign, sm2Verify, toDer } from '../../bank/sm2';
import type { Merchant } from '../../bank/types';
import { sm2KeyOf } from '../flows';

type Fields = Readonly<Record<string, string>>;

/** Everything but `sign`, in order of the names. */
export const textOf = (fields: Fields): string =>
  Object.keys(fields).filter((name) => name !== 'sign').sort().map((name) => `${name}=${fields[name]!}`).join('&');

export function verified(fields: Fields, publicKey: string): boolean {
  const raw = fromDer(Buffer.from(fields['sign'] ?? '', 'base64'));
  return raw !== null && sm2Verify(textOf(fields), raw, publicKey);
}

/** How a clumsy hand would do it: another key, another spelling of the signature, another user id. */
export interface Clumsy {
  readonly privateHex?: string;
  readonly raw?: boolean;
  readonly userId?: string;
}

export async function signed(bank: Bank, fields: Fields, escaped: boolean, clumsy: Clumsy = {}): Promise<Record<string, string>> {
  const whole = { version: '0.0.1', encoding: 'UTF-8', signMethod: '02', ...fields };
  const text = escaped ? textOf(whole).replaceAll('/', '\\/') : textOf(whole);
  const key = clumsy.privateHex ?? (await sm2KeyOf(bank, 'cmb')).privateHex;
  const signature = sm2Sign(text, key, clumsy.userId);
  return { ...whole, sign: (clumsy.raw ? signature : toDer(signature)).toString('base64') };
}

async function reply(bank: Bank, fields: Fields): Promise<Reply> {
  return answer(200, JSON.stringify(await signed(bank, fields, true)), { 'content-type': 'application/json; charset=utf-8' });
}
export const success = (bank: Bank, content: Readonly<Record<string, unknown>>): Promise<Reply> =>
  reply(bank, { returnCode: 'SUCCESS', respCode: 'SUCCESS', biz_content: JSON.stringify(content) });
export const refuse = (bank: Bank, errCode: string, respMsg: string): Promise<Reply> =>
  reply(bank, { returnCode: 'SUCCESS', respCode: 'FAIL', errCode, respMsg });
/** The bank itself does not know: `SYSTERM` is its spelling. */
export const unclear = (bank: Bank, errCode = 'SYSTERM_ERROR'): Promise<Reply> =>
  reply(bank, { returnCode: 'FAIL', errCode, respMsg: '系统异常' });

export interface CmbRequest {
  readonly merchant: Merchant;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Who asks: application header first, then the body's signature, then the merchant inside. */
export function authenticate(bank: Bank, request: Incoming): CmbRequest | string {
  const { appid = '', timestamp = '', apisign = '' } = request.headers;
  const merchant = bank.merchants.byLookup('cmb', appid);
  if (!merchant) return 'APPID_ERROR';
  let fields: Record<string, string>;
  let content: Record<string, unknown>;
  try {
    fields = JSON.parse(request.body.toString('utf8')) as Record<string, string>;
    content = JSON.parse(fields['biz_content'] ?? '') as Record<string, unknown>;
  } catch {
    return 'PARAM_ERROR';
  }
  const proof = md5Hex(`appid=${appid}&secret=${merchant.secrets.appSecret!}&sign=${fields['sign'] ?? ''}&timestamp=${timestamp}`);
  if (!/^\d{10}$/.test(timestamp) || proof !== apisign || !verified(fields, merchant.keeps.publicKey!)) return 'SIGN_ERROR';
  return content['merId'] === merchant.merchantNo ? { merchant, content } : 'MERID_ERROR';
}
