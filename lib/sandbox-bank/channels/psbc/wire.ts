/** PSBC's old paygate on the wire: `Plain` of fields joined by bars, RSA with SHA-256 over its bytes. */
import type { Bank } from '../../bank/bank';
import { rsaSign, rsaVerify } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import type { Merchant } from '../../bank/types';
import { rsaKeyOf } from '../flows';

export type Fields = Readonly<Record<string, string>>;

export const plainOf = (fields: Fields): string => Object.entries(fields).map(([name, value]) => `${name}=${value.replace(/[|\r\n]/g, ' ')}`).join('|');
export const fieldsIn = (plain: string): Record<string, string> =>
  Object.fromEntries(plain.split('|').map((pair) => [pair.slice(0, Math.max(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)]));

export const isSigned = (merchant: Merchant, plain: string, signature: string): boolean =>
  rsaVerify('sha256', plain, merchant.keeps.publicPem!, Buffer.from(signature, 'base64'));

export async function signedBody(bank: Bank, fields: Fields, forged = false): Promise<string> {
  const Plain = plainOf(fields);
  const pem = forged ? bank.keys.forger.privatePem : (await rsaKeyOf(bank, 'psbc')).privatePem;
  return new URLSearchParams({ Plain, Signature: (await rsaSign('sha256', Plain, pem)).toString('base64') }).toString();
}

/** One request: whose it is and what it asked; answers carry its nonce. */
export interface Asked {
  readonly bank: Bank;
  readonly merchant: Merchant;
  readonly fields: Fields;
}

export async function tell({ bank, merchant, fields }: Asked, RespCode: string, more: Fields = {}): Promise<Reply> {
  const body = await signedBody(bank, { MercCode: merchant.merchantNo, Nonce: fields.Nonce ?? '', RespCode, ...more });
  return answer(200, body, { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' });
}
export const success = (asked: Asked, more: Fields): Promise<Reply> => tell(asked, '00000000', more);
export const unclear = (asked: Asked): Promise<Reply> => tell(asked, 'PSB00999', { RespMsg: '系统繁忙，请查询 SYSTEMERROR' });
