import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';

const TAG_BYTES = 16;
const cipherFor = (key: Uint8Array): 'aes-128-gcm' | 'aes-256-gcm' => (key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm');

/** Opens ciphertext || 16-byte tag (WeChat's AEAD_AES_256_GCM); null when key, nonce, associated data or one byte is wrong. */
export function openAesGcm(key: Uint8Array, nonce: string, associatedData: string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < TAG_BYTES) return null;
  try {
    const cipher = createDecipheriv(cipherFor(key), createSecretKey(key), Buffer.from(nonce), { authTagLength: TAG_BYTES });
    cipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    cipher.setAAD(Buffer.from(associatedData));
    return Buffer.concat([cipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), cipher.final()]);
  } catch {
    return null;
  }
}

/** The other direction; the product only opens, the contract suite's bank seals. */
export function sealAesGcm(key: Uint8Array, nonce: string, associatedData: string, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(cipherFor(key), createSecretKey(key), Buffer.from(nonce), { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(associatedData));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}
