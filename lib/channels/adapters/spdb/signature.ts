/**
 * X-SPDB-SIGNATURE with X-SPDB-SM: true [B; proven on the vector]. Despite its name it is a keyed digest, not SM2: whoever can verify can
 * sign as well, so it proves a message to the two sides only.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '@/lib/kernel/time';
import { sha256Hex } from '../../signatures/digest';
import { sameText } from '../../signatures/hmac';
import { sm3Hex } from '../../signatures/sm3';
import { sm4Encrypt } from '../../signatures/sm4';
import type { InvalidReason } from '../../port';
import { header } from '../transport';
import type { SpdbSecrets } from './config';

const SKEW_MS = 300_000;
const keys = new Map<string, Buffer>();

/** k = MD5(hex(SM3(hex(SHA256(secret))))): the same for every message of an account, so it is kept. */
function keyOf(secret: string): Buffer {
  const known = keys.get(secret);
  if (known) return known;
  const key = createHash('md5').update(sm3Hex(sha256Hex(secret))).digest();
  if (keys.size >= 512) keys.clear();
  keys.set(secret, key);
  return key;
}

/** base64(UPPERHEX(SM4-ECB(k, hex(SM3(base64(SHA1(text))))))). */
export function smSignature(secret: string, text: Uint8Array | string): string {
  const digest = sm3Hex(createHash('sha1').update(text).digest('base64'));
  return Buffer.from(sm4Encrypt('ecb', keyOf(secret), digest).toString('hex').toUpperCase()).toString('base64');
}

/** What is signed: the body as it travels, then time, then nonce. */
export const signedText = (body: Uint8Array | string, timestamp: string, nonce: string): Buffer =>
  Buffer.concat([Buffer.from(body), Buffer.from(timestamp + nonce)]);

/** `nonce`: the one an answer must carry; a callback brings its own. */
export function checkSignature(
  secrets: SpdbSecrets, headers: Readonly<Record<string, string>>, body: Uint8Array, at: Instant, nonce?: string,
): 'authentic' | InvalidReason {
  const timestamp = header(headers, 'x-spdb-timestamp') ?? '';
  const given = header(headers, 'x-spdb-nonce') ?? '';
  const signature = header(headers, 'x-spdb-signature') ?? '';
  if (!/^\d{13}$/.test(timestamp) || given === '' || signature === '') return 'malformed';
  const text = signedText(body, timestamp, given);
  const secretsNow = [secrets.clientSecret, ...(secrets.previousClientSecret ? [secrets.previousClientSecret] : [])];
  if ((nonce !== undefined && given !== nonce) || !secretsNow.some((secret) => sameText(smSignature(secret, text), signature))) return 'bad-signature';
  return Math.abs(Number.parseInt(timestamp, 10) - at) > SKEW_MS ? 'stale' : 'authentic';
}
