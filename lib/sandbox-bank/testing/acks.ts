/** Tests only: acknowledgements of banks that want more than a word, signed as their merchants would sign them. */
import { createSign } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import type { Heard, Onboarded } from './sandbox-for-tests';

export const rsa2 = (text: string, pem: string): string => createSign('RSA-SHA256').update(text, 'utf8').sign(pem, 'base64');

export function cmbSigned(fields: Readonly<Record<string, string>>, privateKey: string): Record<string, string> {
  const whole: Record<string, string> = { version: '0.0.1', encoding: 'UTF-8', signMethod: '02', ...fields };
  const text = Object.keys(whole).sort().map((name) => `${name}=${whole[name]!}`).join('&');
  return { ...whole, sign: Buffer.from(sm2.doSignature(text, privateKey, { hash: true, der: true }), 'hex').toString('base64') };
}

const cmbAck = (m: Onboarded): string =>
  JSON.stringify(cmbSigned({ returnCode: 'SUCCESS', respCode: 'SUCCESS' }, m.secrets.merchantPrivateKey!));

function icbcAck(m: Onboarded, heard: Heard): string {
  const told = JSON.parse(new URLSearchParams(heard.body).get('biz_content') ?? '{}') as { msg_id?: string };
  const inside = `"response_biz_content":${JSON.stringify({ return_code: 0, return_msg: 'success', msg_id: told.msg_id ?? '' })},"sign_type":"RSA2"`;
  return `{${inside},"sign":"${rsa2(inside, m.secrets.merchantPrivateKeyPem!)}"}`;
}

export const ACKS: Readonly<Record<string, (m: Onboarded, heard: Heard) => string>> = {
  abc: () => '<URL>http://127.0.0.1:9/done</URL>', bocom: () => '{"return_code":"SUCCESS"}', cmb: cmbAck, icbc: icbcAck,
};
