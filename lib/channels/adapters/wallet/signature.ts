/** HMAC-SHA256 over lines of text, hexadecimal. A sandbox convention in the manner of public wallet interfaces; see README.md. */
import type { Instant } from '@/lib/kernel/time';
import { hmacSha256Hex, sameText } from '../../signatures/hmac';
import type { InvalidReason } from '../../port';
import { header } from '../transport';
import type { WalletSecrets } from './config';

const SKEW_MS = 300_000;
type Headers = Readonly<Record<string, string>>;

export const signedLines = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** Any of the keys that are valid now. */
function isSignedBy(secrets: WalletSecrets, lines: Uint8Array, signature: string): boolean {
  const keys = [secrets.signingKey, ...(secrets.previousSigningKey ? [secrets.previousSigningKey] : [])];
  return keys.some((key) => sameText(hmacSha256Hex(key, lines), signature));
}

export type Verdict = { readonly kind: 'authentic' } | { readonly kind: 'invalid'; readonly reason: InvalidReason };

/**
 * `first` is what the signature binds the message to: for an answer its status and the nonce of our question, so that an old answer cannot
 * be given to a new question; for a callback the word `NOTIFY`.
 */
export function checkSignature(secrets: WalletSecrets, headers: Headers, first: readonly string[], body: Uint8Array, at: Instant): Verdict {
  const timestamp = header(headers, 'x-wallet-timestamp') ?? '';
  const nonce = header(headers, 'x-wallet-nonce') ?? '';
  const signature = header(headers, 'x-wallet-signature') ?? '';
  if (!/^\d{13}$/.test(timestamp) || nonce === '' || !/^[0-9a-f]{64}$/.test(signature)) return { kind: 'invalid', reason: 'malformed' };
  const lines = Buffer.concat([Buffer.from(signedLines(...first, timestamp, nonce)), body]);
  if (!isSignedBy(secrets, lines, signature)) return { kind: 'invalid', reason: 'bad-signature' };
  return Math.abs(Number.parseInt(timestamp, 10) - at) > SKEW_MS ? { kind: 'invalid', reason: 'stale' } : { kind: 'authentic' };
}
