/** Alipay's v2 gateway on the wire: sorted parameters signed RSA2, answers whose one member is signed as raw text. */
import type { Bank } from '../../bank/bank';
import { rsaSign, rsaVerify } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';

/** Keys sorted, empty values left out, joined `k=v&k=v`. */
export function signText(fields: Readonly<Record<string, string>>, without: readonly string[]): string {
  return Object.keys(fields)
    .filter((key) => !without.includes(key) && fields[key] !== '')
    .sort()
    .map((key) => `${key}=${fields[key]!}`)
    .join('&');
}

/** Requests are signed over everything but `sign`; `sign_type` counts. */
export const verifyRequest = (fields: Readonly<Record<string, string>>, publicPem: string): boolean =>
  rsaVerify('sha256', signText(fields, ['sign']), publicPem, Buffer.from(fields.sign ?? '', 'base64'));

/** Callbacks and page returns are signed without `sign` and `sign_type`. */
export async function signOutbound(fields: Readonly<Record<string, string>>, privatePem: string, without = ['sign', 'sign_type']): Promise<Record<string, string>> {
  const whole = { ...fields, sign_type: 'RSA2' };
  const signature = await rsaSign('sha256', signText(whole, without), privatePem);
  return { ...whole, sign: signature.toString('base64') };
}

export async function nodeReply(bank: Bank, method: string, node: Readonly<Record<string, unknown>>): Promise<Reply> {
  const text = JSON.stringify(node);
  const signature = (await rsaSign('sha256', text, bank.keys.alipay.privatePem)).toString('base64');
  const body = `{"${method.replaceAll('.', '_')}_response":${text},"sign":"${signature}"}`;
  return answer(200, body, { 'content-type': 'text/html;charset=utf-8' });
}

export const success = (bank: Bank, method: string, fields: Readonly<Record<string, unknown>>): Promise<Reply> =>
  nodeReply(bank, method, { code: '10000', msg: 'Success', ...fields });

export const businessFailure = (bank: Bank, method: string, subCode: string, subMsg: string): Promise<Reply> =>
  nodeReply(bank, method, { code: '40004', msg: 'Business Failed', sub_code: subCode, sub_msg: subMsg });

export const unavailable = (bank: Bank, method: string): Promise<Reply> =>
  nodeReply(bank, method, {
    code: '20000',
    msg: 'Service Currently Unavailable',
    sub_code: 'isp.unknow-error',
    sub_msg: '系统繁忙，请稍后再试',
  });

export const callerError = (bank: Bank, method: string, code: string, subCode: string, subMsg: string): Promise<Reply> =>
  nodeReply(bank, method, {
    code,
    msg: code === '40001' ? 'Missing Required Arguments' : 'Invalid Arguments',
    sub_code: subCode,
    sub_msg: subMsg,
  });
