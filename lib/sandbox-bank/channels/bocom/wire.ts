/** BOCOM's open platform on the wire: forms signed over PATH?sorted fields, answers over raw text, callbacks sealed to the merchant. */
import { constants, createCipheriv, publicEncrypt } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import { freshBytes, publicKey, randomText, rsaSign, rsaVerify } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import { rsaKeyOf } from '../flows';

type Fields = Readonly<Record<string, string>>;

export function signText(path: string, fields: Fields): string {
  const names = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '').sort();
  return `${path}?${names.map((name) => `${name}=${fields[name]!}`).join('&')}`;
}

export const verifyRequest = (path: string, fields: Fields, publicPem: string): boolean =>
  rsaVerify('sha256', signText(path, fields), publicPem, Buffer.from(fields['sign'] ?? '', 'base64'));

async function say(bank: Bank, status: 'S' | 'F' | 'P', code: string, message: string, body: Readonly<Record<string, unknown>>): Promise<Reply> {
  const raw = JSON.stringify({ rsp_head: { response_code: code, response_status: status, response_msg: message }, rsp_body: body });
  const sign = (await rsaSign('sha256', raw, (await rsaKeyOf(bank, 'bocom')).privatePem)).toString('base64');
  return answer(200, `{"rsp_biz_content":${raw},"sign":"${sign}"}`, { 'content-type': 'application/json;charset=UTF-8' });
}
export const success = (bank: Bank, body: Readonly<Record<string, unknown>>): Promise<Reply> => say(bank, 'S', '000000', '成功', body);
export const refuse = (bank: Bank, code: string, message: string): Promise<Reply> => say(bank, 'F', code, message, {});
export const unclear = (bank: Bank, code: string, message: string): Promise<Reply> => say(bank, 'P', code, message, {});

/** The content under a fresh key, the key under the merchant's. */
export function sealed(content: unknown, appId: string, merchantPem: string): Record<string, string> {
  const [key, nonce] = [freshBytes(32), randomText(12)];
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(nonce));
  cipher.setAAD(Buffer.from(appId));
  const body = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const encryptKey = publicEncrypt({ key: publicKey(merchantPem), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key);
  return { encrypt_key: encryptKey.toString('base64'), nonce, biz_content: body.toString('base64') };
}
