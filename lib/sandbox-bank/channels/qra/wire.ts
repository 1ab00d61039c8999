/** QRA on the wire: one level of XML, MD5 over sorted fields with the shared key, or RSA with SHA-256 over the same text. */
import type { Bank } from '../../bank/bank';
import { md5Hex, rsaSign, rsaVerify } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import type { Merchant } from '../../bank/types';

export type Fields = Readonly<Record<string, string>>;

const textOf = (fields: Fields): string =>
  Object.keys(fields)
    .filter((name) => name !== 'sign' && fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]!}`)
    .join('&');

export const md5Of = (fields: Fields, key: string): string => md5Hex(`${textOf(fields)}&key=${key}`).toUpperCase();

const UNESCAPES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function fieldsIn(xml: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name, cdata, text] of xml.matchAll(/<([a-z][\w-]{0,60})>(?:<!\[CDATA\[([\s\S]{0,8000}?)\]\]>|([^<]{0,8000}))<\/\1>/gi)) {
    fields[name!] ??= cdata ?? text!.replace(/&(lt|gt|amp|quot|apos);/g, (_all, entity: string) => UNESCAPES[entity]!);
  }
  return fields;
}

export const xmlOf = (fields: Fields): string =>
  `<xml>${Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value.replaceAll(']]>', ']] >')}]]></${name}>`).join('')}</xml>`;

/** RSA_1_256 where the request says so and the merchant has a key with us; MD5 otherwise. */
export function verifyRequest(merchant: Merchant, fields: Fields): boolean {
  if (fields.sign_type === 'RSA_1_256') return rsaVerify('sha256', textOf(fields), merchant.keeps.publicPem!, Buffer.from(fields.sign ?? '', 'base64'));
  return (fields.sign_type ?? 'MD5') === 'MD5' && fields.sign === md5Of(fields, merchant.secrets.key!);
}

export async function signFields(bank: Bank, merchant: Merchant, fields: Fields, signType: string, forged = false): Promise<Record<string, string>> {
  const whole = { ...fields, sign_type: signType };
  if (signType !== 'RSA_1_256') return { ...whole, sign: md5Of(whole, forged ? 'a key of nobody at all' : merchant.secrets.key!) };
  const pem = forged ? bank.keys.forger.privatePem : merchant.keeps.platformPrivatePem!;
  return { ...whole, sign: (await rsaSign('sha256', textOf(whole), pem)).toString('base64') };
}

/** One request: whose it is and what it asked, for answers of the same kind. */
export interface Asked {
  readonly bank: Bank;
  readonly merchant: Merchant;
  readonly fields: Fields;
}

async function reply({ bank, merchant, fields }: Asked, node: Fields): Promise<Reply> {
  const whole = { version: '2.0', charset: 'UTF-8', mch_id: merchant.merchantNo, nonce_str: fields.nonce_str ?? '', status: '0', ...node };
  const signed = await signFields(bank, merchant, whole, fields.sign_type ?? 'MD5');
  return answer(200, xmlOf(signed), { 'content-type': 'text/xml; charset=UTF-8' });
}
export const success = (asked: Asked, node: Fields): Promise<Reply> => reply(asked, { result_code: '0', ...node });
export const failure = (asked: Asked, errCode: string, errMsg: string, needQuery: 'Y' | 'N' = 'N'): Promise<Reply> =>
  reply(asked, { result_code: '1', err_code: errCode, err_msg: errMsg, need_query: needQuery });
export const unclear = (asked: Asked): Promise<Reply> => failure(asked, 'SYSTEMERROR', '系统繁忙，请查询', 'Y');
export const maintenance = (asked: Asked): Promise<Reply> => failure(asked, 'SYSTEMERROR', '系统维护中', 'Y');
/** A stranger is told so without a signature: there is no key to sign with. */
export const unsigned = (message: string): Reply => answer(200, xmlOf({ status: '400', message }), { 'content-type': 'text/xml; charset=UTF-8' });
/** The gateway itself is broken. */
export const broken = (): Reply => answer(500, xmlOf({ status: '500', message: 'SYSTEMERROR' }), { 'content-type': 'text/xml; charset=UTF-8' });
