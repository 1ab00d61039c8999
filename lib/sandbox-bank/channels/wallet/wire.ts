/** The wallet's signed JSON: HMAC-SHA256 over lines, in both directions. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Bank } from '../../bank/bank';
import { answer, type Incoming, type Reply } from '../../bank/http';
import type { Merchant } from '../../bank/types';

const SKEW_MS = 300_000;

export function hmac(key: string, lines: readonly string[], body: Uint8Array | string): string {
  const mac = createHmac('sha256', key);
  for (const line of lines) mac.update(`${line}\n`, 'utf8');
  return mac.update(body).digest('hex');
}

const equal = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'));

/** Who asks, or why they are not believed. */
export function authenticate(bank: Bank, request: Incoming, path: string): Merchant | 'MERCHANT_UNKNOWN' | 'SIGNATURE_WRONG' | 'TIME_SKEWED' {
  const of = (name: string) => request.headers[`x-wallet-${name}`] ?? '';
  const merchant = bank.merchants.byNo('wallet', of('merchant'));
  if (!merchant) return 'MERCHANT_UNKNOWN';
  const wanted = hmac(merchant.secrets.signingKey!, [request.method, path, of('timestamp'), of('nonce')], request.body);
  if (!equal(wanted, of('signature'))) return 'SIGNATURE_WRONG';
  return Math.abs(Number(of('timestamp')) - bank.clock.wire()) <= SKEW_MS ? merchant : 'TIME_SKEWED';
}

/** One question and where its answer goes: the answer is bound to the nonce it was asked with. */
export interface Question {
  readonly bank: Bank;
  readonly merchant: Merchant;
  readonly nonce: string;
}

export function signedReply(q: Question, status: number, body: string | Uint8Array, contentType = 'application/json'): Reply {
  const timestamp = String(q.bank.clock.wire());
  return answer(status, body, {
    'content-type': contentType,
    'x-wallet-timestamp': timestamp,
    'x-wallet-nonce': q.nonce,
    'x-wallet-signature': hmac(q.merchant.secrets.signingKey!, ['ANSWER', String(status), q.nonce, timestamp, q.nonce], body),
  });
}

export const tell = (q: Question, node: unknown): Reply => signedReply(q, 200, JSON.stringify(node));
export const refuse = (q: Question, status: number, code: string, message: string): Reply =>
  signedReply(q, status, JSON.stringify({ code, message }));
export const systemError = (q: Question): Reply => refuse(q, 500, 'SYSTEM_ERROR', '系统异常');
export const maintenance = (q: Question): Reply => refuse(q, 503, 'MAINTENANCE', '系统维护中');
