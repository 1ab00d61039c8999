/** The key that signs checkpoints (Ed25519), derived from the key store's master key: it never lies in the database. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { purposeKey, sha256Hex } from '@/lib/platform/crypto';

/** RFC 8410: the DER frame around a 32-byte seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

let made: { readonly id: string; readonly key: KeyObject; readonly pem: string } | undefined;
function ours() {
  if (!made) {
    const key = createPrivateKey({ key: Buffer.concat([PKCS8, purposeKey('audit-checkpoint').export()]), format: 'der', type: 'pkcs8' });
    const pem = createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();
    made = { id: keyIdOf(pem), key, pem };
  }
  return made;
}

/** For the auditor: keep it outside this machine, and every export can be checked against it. */
export const auditPublicKey = (): { readonly id: string; readonly pem: string } => ({ id: ours().id, pem: ours().pem });
export const signText = (text: string): string => sign(null, Buffer.from(text), ours().key).toString('base64');

export const keyIdOf = (pem: string): string => sha256Hex(createPublicKey(pem).export({ format: 'der', type: 'spki' })).slice(0, 16);

let trusted: { readonly pem: string; readonly key: KeyObject } | undefined;

export function signatureHolds(pem: string, text: string, signature: string): boolean {
  if (trusted?.pem !== pem) trusted = { pem, key: createPublicKey(pem) };
  return verify(null, Buffer.from(text), trusted.key, Buffer.from(signature, 'base64'));
}
