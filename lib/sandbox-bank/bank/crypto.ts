/** The bank's own cryptography, written apart from the platform's adapters so that a shared mistake cannot make both agree. */
import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

export interface KeyPems {
  readonly publicPem: string;
  readonly privatePem: string;
}

/** A fresh RSA-2048 pair, SPKI and PKCS#8 PEM. */
export async function newRsaKey(): Promise<KeyPems> {
  const pair = await generate('rsa', { modulusLength: 2048 });
  return {
    publicPem: pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
    privatePem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

// Parsing a PEM costs more than verifying with it: keys are few, so they are kept parsed.
const privateKeys = new Map<string, KeyObject>();
const publicKeys = new Map<string, KeyObject>();
const PARSED_KEYS_MAX = 2_000;

function parsed(cache: Map<string, KeyObject>, pem: string, parse: (pem: string) => KeyObject): KeyObject {
  let key = cache.get(pem);
  if (!key) {
    if (cache.size >= PARSED_KEYS_MAX) cache.clear();
    key = parse(pem);
    cache.set(pem, key);
  }
  return key;
}
export const privateKey = (pem: string): KeyObject => parsed(privateKeys, pem, createPrivateKey);
export const publicKey = (pem: string): KeyObject => parsed(publicKeys, pem, createPublicKey);

const signAsync = promisify((algorithm: string, data: Buffer, key: KeyObject, done: (error: Error | null, value: Buffer) => void) =>
  sign(algorithm, data, key, done),
);

/** RSASSA-PKCS1-v1_5 over UTF-8 text. Signing runs off the main thread: it is the dearest step of a callback. */
export const rsaSign = (algorithm: 'sha256' | 'sha1' | 'md5', text: string, pem: string): Promise<Buffer> =>
  signAsync(algorithm, Buffer.from(text, 'utf8'), privateKey(pem));

export function rsaVerify(algorithm: 'sha256' | 'sha1' | 'md5', text: string, pem: string, signature: Buffer): boolean {
  const key = { key: publicKey(pem), padding: constants.RSA_PKCS1_PADDING };
  return signature.length > 0 && verify(algorithm, Buffer.from(text, 'utf8'), key, signature);
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
export const sha1Hex = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
export const md5Hex = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/** AES-256-GCM as WeChat sends it: ciphertext and 16-byte tag together, base64. */
export function sealGcm(key: string, nonce: string, associated: string, plain: string): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'utf8'), Buffer.from(nonce, 'utf8'));
  cipher.setAAD(Buffer.from(associated, 'utf8'));
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random bytes for keys and signatures: the one thing here that no seed may decide. */
export const freshBytes = (count: number): Buffer => randomBytes(count);

/** Random text for nonces and secrets of the sandbox. */
export function randomText(length: number): string {
  let text = '';
  for (const byte of randomBytes(length)) text += LETTERS[byte % LETTERS.length]!;
  return text;
}

/** Text that looks random and is the same whenever seed and parts are: order tokens, trade numbers, fault choices. */
export const seededHex = (seed: string, ...parts: readonly (string | number)[]): string =>
  createHmac('sha256', seed).update(parts.join('\u0000')).digest('hex');

export const seededDigits = (length: number, seed: string, ...parts: readonly (string | number)[]): string =>
  (BigInt(`0x${seededHex(seed, ...parts)}`) % 10n ** BigInt(length)).toString().padStart(length, '0');

/** A number in [0, 1) decided by the seed alone. */
export const seededFraction = (seed: string, ...parts: readonly (string | number)[]): number =>
  Number.parseInt(seededHex(seed, ...parts).slice(0, 8), 16) / 0x1_0000_0000;
