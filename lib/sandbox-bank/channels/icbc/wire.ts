/** ICBC's open platform on the wire: forms signed over PATH?sorted fields, answers signed over the raw text of one member, SHA-1 outward. */
import type { Bank } from '../../bank/bank';
import { rsaSign, rsaVerify } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import { rsaKeyOf } from '../flows';

type Fields = Readonly<Record<string, string>>;

export function signText(path: string, fields: Fields): string {
  const parts = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '').sort();
  return `${path}?${parts.map((name) => `${name}=${fields[name]!}`).join('&')}`;
}

export function verifyRequest(path: string, fields: Fields, publicPem: string): boolean {
  const algorithm = fields['sign_type'] === 'RSA2' ? 'sha256' : fields['sign_type'] === 'RSA' ? 'sha1' : null;
  return algorithm !== null && rsaVerify(algorithm, signText(path, fields), publicPem, Buffer.from(fields['sign'] ?? '', 'base64'));
}

export async function say(bank: Bank, content: Readonly<Record<string, unknown>>): Promise<Reply> {
  const raw = JSON.stringify(content);
  const sign = (await rsaSign('sha1', raw, (await rsaKeyOf(bank, 'icbc')).privatePem)).toString('base64');
  return answer(200, `{"response_biz_content":${raw},"sign":"${sign}"}`, { 'content-type': 'application/json;charset=UTF-8' });
}
export const success = (bank: Bank, content: Readonly<Record<string, unknown>>): Promise<Reply> =>
  say(bank, { return_code: 0, return_msg: 'success', ...content });
export const refuse = (bank: Bank, code: string, message: string): Promise<Reply> => say(bank, { return_code: Number(code), return_msg: message });

/** The merchant signs its acknowledgement over everything between the outer braces and before the signature. */
export function acknowledged(body: string, publicPem: string): boolean {
  const match = /^\{("response_biz_content":(\{.*\}),"sign_type":"RSA2"),"sign":"([0-9A-Za-z+/=]+)"\}$/.exec(body);
  if (!match || !/"return_code":0[,}]/.test(match[2]!)) return false;
  return rsaVerify('sha256', match[1]!, publicPem, Buffer.from(match[3]!, 'base64'));
}
