/** HMAC-SHA256 over text, lowercase hexadecimal; compared in constant time, because whoever can measure could guess a byte at a time. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const hmacSha256Hex = (key: string, text: string | Uint8Array): string => createHmac('sha256', key).update(text).digest('hex');

export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
