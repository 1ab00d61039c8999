/** TrustPay: SHA1withRSA over the text of `Message` as it travels, in the bank's encoding. */
import iconv from 'iconv-lite';
import { signRsa, strictBase64, verifyRsa } from '../../signatures/rsa';
import { parseJson, rawMembers } from '../json-text';

export const ALGORITHM = 'SHA1withRSA';
export const bytesOf = (text: string): Buffer => iconv.encode(text, 'gb18030');

/** The whole document around `message`, signed. */
export const signedDocument = (message: string, privateKeyPem: string): string => {
  const signature = signRsa('RSA-SHA1', bytesOf(message), privateKeyPem).toString('base64');
  return `{"Message":${message},"Signature-Algorithm":"${ALGORITHM}","Signature":"${signature}"}`;
};

/** `{"MSG":{"Message":…,"Signature":…}}` → what Message says, or why it is not believed. Its raw text is verified, never a rewriting. */
export function openDocument(text: string, bankPublicKeyPem: string): { readonly message: unknown } | 'malformed' | 'bad-signature' {
  const inside = rawMembers(text)?.get('MSG');
  const members = inside === undefined ? null : rawMembers(inside);
  const raw = members?.get('Message');
  const signature = parseJson(members?.get('Signature') ?? 'null');
  if (raw === undefined || typeof signature !== 'string') return 'malformed';
  const bytes = strictBase64(signature);
  const named = parseJson(members?.get('Signature-Algorithm') ?? 'null') === ALGORITHM;
  if (!bytes || !named || !verifyRsa('RSA-SHA1', bytesOf(raw), bytes, bankPublicKeyPem)) return 'bad-signature';
  return { message: parseJson(raw) };
}
