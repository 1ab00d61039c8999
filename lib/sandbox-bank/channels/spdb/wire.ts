/** SPDB's open API on the wire: a keyed digest over body, time and nonce in headers, both ways. */
import { createCipheriv, createHash } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import { answer, json, type Incoming, type Reply } from '../../bank/http';
import type { Merchant } from '../../bank/types';

export type Fields = Readonly<Record<string, string>>;
const SKEW_MS = 300_000;

const digest = (algorithm: string, data: string | Uint8Array): Buffer => createHash(algorithm).update(data).digest();

/** The secret through SHA-256, SM3 and MD5 is the key; the text through SHA-1 and SM3 is what SM4 seals. */
export function smSign(secret: string, text: string | Uint8Array, mode: 'ecb' | 'cbc' = 'ecb'): string {
  const key = digest('md5', digest('sm3', digest('sha256', secret).toString('hex')).toString('hex'));
  const cipher = createCipheriv(`sm4-${mode}`, key, mode === 'ecb' ? null : Buffer.alloc(16));
  const data = digest('sm3', digest('sha1', text).toString('base64')).toString('hex');
  return Buffer.from(Buffer.concat([cipher.update(data), cipher.final()]).toString('hex').toUpperCase(), 'latin1').toString('base64');
}

/** Who asks, or why they are not believed. */
export function authenticate(bank: Bank, request: Incoming): Merchant | string {
  const of = (name: string) => request.headers[`x-spdb-${name}`] ?? '';
  const merchant = bank.merchants.byLookup('spdb', of('client-id'));
  if (!merchant || of('sm') !== 'true') return 'ECLIENT';
  const signed = Buffer.concat([request.body, Buffer.from(of('timestamp') + of('nonce'))]);
  if (smSign(merchant.secrets.clientSecret!, signed) !== of('signature')) return 'ESIGN';
  return Math.abs(Number(of('timestamp')) - bank.clock.wire()) <= SKEW_MS ? merchant : 'ETIME';
}

/** One request: whose it is, what it asked, and the nonce that its answer carries. */
export interface Asked {
  readonly bank: Bank;
  readonly merchant: Merchant;
  readonly nonce: string;
  readonly fields: Fields;
}

/** How a clumsy hand would do it: another secret, another mode. */
interface Clumsy {
  readonly secret?: string;
  readonly mode?: 'cbc';
}

export function signedHeaders(bank: Bank, merchant: Merchant, body: string, nonce: string, clumsy: Clumsy = {}): Record<string, string> {
  const secret = clumsy.secret ?? merchant.secrets.clientSecret!;
  const timestamp = String(bank.clock.wire());
  return {
    'Content-Type': 'application/json;charset=utf-8',
    'X-SPDB-Timestamp': timestamp,
    'X-SPDB-Nonce': nonce,
    'X-SPDB-SM': 'true',
    'X-SPDB-SIGNATURE': smSign(secret, `${body}${timestamp}${nonce}`, clumsy.mode),
  };
}

export function tell({ bank, merchant, nonce }: Asked, statusCode: string, fields: Fields = {}, statusMsg = ''): Reply {
  const body = JSON.stringify({ statusCode, statusMsg, ...fields });
  return answer(200, body, signedHeaders(bank, merchant, body, nonce));
}
export const success = (asked: Asked, fields: Fields): Reply => tell(asked, '0000', fields, '交易成功');
export const maintenance = (): Reply => json(503, { statusCode: 'EMAINTENANCE' });
export const broken = (): Reply => json(500, { statusCode: 'ESYSTEM' });
export const unclear = (asked: Asked): Reply => tell(asked, 'ESYSTEM', {}, '系统繁忙，请查询');
