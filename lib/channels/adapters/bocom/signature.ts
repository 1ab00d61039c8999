/** BOCOM open platform: SHA256withRSA over `PATH?k=v&k=v`, sorted, `sign` left out; callbacks are encrypted to the merchant besides. */
import { constants, createPrivateKey, privateDecrypt } from 'node:crypto';
import { openAesGcm } from '../../signatures/aes-gcm';
import { signRsa, strictBase64, verifyRsa } from '../../signatures/rsa';
import { sortedFields, type Fields } from '../../signatures/sorted-fields';

const signedText = (path: string, fields: Fields): string => `${path}?${sortedFields(fields, ['sign'])}`;

export const signFields = (path: string, fields: Fields, privateKeyPem: string): string =>
  signRsa('RSA-SHA256', signedText(path, fields), privateKeyPem).toString('base64');

export function verifyFields(path: string, fields: Fields, bankKeyPem: string): boolean {
  const signature = strictBase64(fields['sign'] ?? '');
  return signature !== null && verifyRsa('RSA-SHA256', signedText(path, fields), signature, bankKeyPem);
}

/** `raw`: the text of `rsp_biz_content` exactly as it came. */
export function verifyAnswer(raw: string, sign: string, bankKeyPem: string): boolean {
  const signature = strictBase64(sign);
  return signature !== null && verifyRsa('RSA-SHA256', raw, signature, bankKeyPem);
}

export interface SealedContent {
  /** The content's AES-256 key, RSA-OAEP with SHA-256 to the merchant, base64. */
  readonly encryptKey: string;
  readonly nonce: string;
  /** AES-256-GCM with the application number as associated data: ciphertext and tag, base64. */
  readonly content: string;
}

/** Sandbox convention: the SDK's own envelope is not public. Null when it was not sealed to us, or was changed. */
export function openContent({ encryptKey, nonce, content }: SealedContent, appId: string, privateKeyPem: string): string | null {
  const [sealedKey, sealed] = [strictBase64(encryptKey), strictBase64(content)];
  if (!sealedKey || !sealed || nonce.length !== 12) return null;
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const key = privateDecrypt({ key: createPrivateKey(privateKeyPem), padding, oaepHash: 'sha256' }, sealedKey);
    return key.length === 32 ? (openAesGcm(key, nonce, appId, sealed)?.toString('utf8') ?? null) : null;
  } catch {
    return null;
  }
}
