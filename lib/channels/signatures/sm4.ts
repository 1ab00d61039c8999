/** SM4 (GB/T 32907), keys of 16 bytes. ECB and CBC by OpenSSL with PKCS#7 padding; GCM, which it does not offer here, by sm-crypto-v2. */
import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';
import { sm4 } from 'sm-crypto-v2';

const BLOCK_BYTES = 16;
const TAG_BYTES = 16;

export function sm4Encrypt(mode: 'ecb' | 'cbc', key: Uint8Array, plain: Uint8Array | string, iv: Uint8Array | null = null): Buffer {
  const cipher = createCipheriv(`sm4-${mode}`, key, iv);
  return Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final()]);
}

/** Null when the length or the padding is wrong. Neither mode proves where the bytes came from: verify a signature as well. */
export function sm4Decrypt(mode: 'ecb' | 'cbc', key: Uint8Array, sealed: Uint8Array, iv: Uint8Array | null = null): Buffer | null {
  if (sealed.length === 0 || sealed.length % BLOCK_BYTES !== 0) return null;
  try {
    const cipher = createDecipheriv(`sm4-${mode}`, key, iv);
    return Buffer.concat([cipher.update(sealed), cipher.final()]);
  } catch {
    return null;
  }
}

const gcm = { mode: 'gcm', outputTag: true, output: 'array' } as const;
interface Sealed { readonly output: string | Uint8Array; readonly tag?: string | Uint8Array }

/** Ciphertext || 16-byte tag. A nonce of 12 bytes must never come twice under one key. */
export function sm4GcmSeal(key: Uint8Array, nonce: Uint8Array, associatedData: Uint8Array | string, plain: Uint8Array): Buffer {
  const sealed = sm4.encrypt(plain, key, { ...gcm, iv: nonce, associatedData: Buffer.from(associatedData) }) as Sealed;
  return Buffer.concat([Buffer.from(sealed.output as Uint8Array), bytesOf(sealed.tag)]);
}

const bytesOf = (value: string | Uint8Array | undefined): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'hex') : Buffer.from(value ?? []);

/** Null when key, nonce, associated data or one byte is wrong: the bytes found are sealed again and compared before they are believed. */
export function sm4GcmOpen(key: Uint8Array, nonce: Uint8Array, associatedData: Uint8Array | string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < TAG_BYTES) return null;
  try {
    const tag = sealed.subarray(sealed.length - TAG_BYTES);
    const options = { mode: 'gcm', output: 'array', iv: nonce, associatedData: Buffer.from(associatedData), tag } as const;
    const plain = Buffer.from(sm4.decrypt(sealed.subarray(0, sealed.length - TAG_BYTES), key, options));
    const again = sm4GcmSeal(key, nonce, associatedData, plain);
    return again.length === sealed.length && timingSafeEqual(again, sealed) ? plain : null;
  } catch {
    return null;
  }
}
