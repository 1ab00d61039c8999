/** WECHATPAY2-SHA256-RSA2048: what we sign, and what we believe. Source: wechatpay-go, official signature guide [A]. */
import type { Instant } from '@/lib/kernel/time';
import { openAesGcm } from '../../signatures/aes-gcm';
import { signRsaAside, strictBase64, verifyRsa } from '../../signatures/rsa';
import { header } from '../transport';
import type { InvalidReason } from '../../port';
import type { WechatAccount, WechatConfig } from './config';

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/';
const MAX_SKEW_MS = 5 * 60_000;

export const requestMessage = (method: string, target: string, timestamp: string, nonce: string, body: string): string =>
  `${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`;

/** `target`: path and query as WeChat knows them, beginning with `/v3/`. `nonce`: fresh for every request. */
export async function authorization(
  account: WechatAccount, method: string, target: string, body: string, at: Instant, nonce: string,
): Promise<string> {
  const timestamp = Math.floor(at / 1000).toString();
  const message = requestMessage(method, target, timestamp, nonce, body);
  const signature = (await signRsaAside('RSA-SHA256', message, account.secrets.merchantPrivateKeyPem)).toString('base64');
  const { mchId, merchantSerialNo } = account.config;
  const values = { mchid: mchId, nonce_str: nonce, signature, timestamp, serial_no: merchantSerialNo };
  const parts = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  return `${SCHEME} ${parts.join(',')}`;
}

export type SignatureVerdict =
  | { readonly kind: 'authentic' | 'probe' | 'unsigned' }
  | { readonly kind: 'invalid'; readonly reason: InvalidReason };

/** The key is chosen by the serial in the headers; the message is the raw body, byte for byte. A replay that verifies is still stale. */
export function checkSignature(
  config: WechatConfig,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  now: Instant,
): SignatureVerdict {
  const of = (name: string) => header(headers, `Wechatpay-${name}`);
  const [timestamp, nonce, signatureText, serial] = [of('Timestamp'), of('Nonce'), of('Signature'), of('Serial')];
  if (signatureText?.startsWith(PROBE_PREFIX)) return { kind: 'probe' };
  if (signatureText === undefined && serial === undefined) return { kind: 'unsigned' };
  if (!timestamp || !/^\d{1,12}$/.test(timestamp) || !nonce || !signatureText || !serial) return { kind: 'invalid', reason: 'malformed' };
  const key = config.platformKeys.find((candidate) => candidate.serial === serial);
  if (!key) return { kind: 'invalid', reason: 'unknown-certificate' };
  const signature = strictBase64(signatureText);
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  if (!signature || !verifyRsa('RSA-SHA256', message, signature, key.publicKeyPem)) return { kind: 'invalid', reason: 'bad-signature' };
  if (Math.abs(now - Number.parseInt(timestamp, 10) * 1000) > MAX_SKEW_MS) return { kind: 'invalid', reason: 'stale' };
  return { kind: 'authentic' };
}

export interface SealedResource {
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data: string;
}

/** Plain text of a callback's resource, or null when key or content is wrong. */
export function openResource(apiV3Key: string, sealed: SealedResource): string | null {
  const bytes = strictBase64(sealed.ciphertext);
  return bytes && (openAesGcm(Buffer.from(apiV3Key), sealed.nonce, sealed.associated_data, bytes)?.toString('utf8') ?? null);
}
