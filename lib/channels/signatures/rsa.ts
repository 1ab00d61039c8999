/** RSA signatures (PKCS#1 v1.5) over exact bytes. Parsed keys are kept, because a busy callback path meets the same few keys all day. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

export type RsaDigest = 'RSA-SHA256' | 'RSA-SHA1' | 'RSA-MD5';

const KEPT_KEYS = 512;
const keys = new Map<string, KeyObject>();

function kept(kind: 'private' | 'public', pem: string): KeyObject {
  const name = `${kind}:${pem}`;
  const found = keys.get(name);
  if (found) return found;
  const key = kind === 'private' ? createPrivateKey(pem) : createPublicKey(pem);
  if (keys.size >= KEPT_KEYS) keys.delete(keys.keys().next().value ?? name);
  keys.set(name, key);
  return key;
}

export const signRsa = (digest: RsaDigest, data: Uint8Array | string, privateKeyPem: string): Buffer =>
  sign(digest, Buffer.from(data), kept('private', privateKeyPem));

/** The same beside the event loop: a third of a millisecond in which everybody else's requests go on. */
export const signRsaAside = (digest: RsaDigest, data: Uint8Array | string, privateKeyPem: string): Promise<Buffer> =>
  new Promise((done, fail) => {
    sign(digest, Buffer.from(data), kept('private', privateKeyPem), (error, signature) => { if (error) fail(error); else done(signature); });
  });

/** False for anything that is not a right signature, a damaged key included: a callback must never bring the process down. */
export function verifyRsa(digest: RsaDigest, data: Uint8Array | string, signature: Uint8Array, publicKeyPem: string): boolean {
  try {
    return verify(digest, Buffer.from(data), kept('public', publicKeyPem), signature);
  } catch {
    return false;
  }
}

/** Decodes canonical base64 only: Node ignores foreign characters, so that two different texts would carry the same signature. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return text.length > 0 && bytes.toString('base64') === text ? bytes : null;
}

export function strictHex(text: string): Buffer | null {
  return /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : null;
}

const isRsa = (key: KeyObject): boolean => key.asymmetricKeyType === 'rsa';

export function isPublicKeyPem(pem: string): boolean {
  try {
    return !pem.includes('PRIVATE KEY') && isRsa(createPublicKey(pem));
  } catch {
    return false;
  }
}

export function isPrivateKeyPem(pem: string): boolean {
  try {
    return isRsa(createPrivateKey(pem));
  } catch {
    return false;
  }
}
