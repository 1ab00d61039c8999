/** UnionPay ACP 5.1.0, signMethod 01 [A]; proven on the public request vector. */
import type { Instant } from '@/lib/kernel/time';
import { sha256Hex } from '../../signatures/digest';
import { signRsa, strictBase64, verifyRsa } from '../../signatures/rsa';
import { sortedFields, type Fields } from '../../signatures/sorted-fields';
import { verifyChain } from '../../signatures/x509';
import type { InvalidReason } from '../../port';
import type { UnionpayConfig } from './config';

/** What RSA signs is the lowercase hexadecimal text of this digest, not the digest itself. */
export const signedDigest = (fields: Fields): string => sha256Hex(sortedFields(fields, ['signature']));

export const signFields = (fields: Fields, merchantPrivateKeyPem: string): string =>
  signRsa('RSA-SHA256', signedDigest(fields), merchantPrivateKeyPem).toString('base64');

export type FieldsVerdict = { readonly kind: 'authentic' } | { readonly kind: 'invalid'; readonly reason: InvalidReason };
const invalid = (reason: InvalidReason): FieldsVerdict => ({ kind: 'invalid', reason });

/**
 * The certificate travels inside the message, so it proves nothing until it chains to our configured root under the expected name.
 */
export function verifyFields(fields: Fields, config: UnionpayConfig, at: Instant): FieldsVerdict {
  const signature = strictBase64(fields['signature'] ?? '');
  const certificate = fields['signPubKeyCert'] ?? '';
  if (fields['signMethod'] !== '01' || certificate === '' || fields['signature'] === undefined) return invalid('malformed');
  const chain = verifyChain(certificate, config.rootCertPem, config.signCertCn, at);
  if (chain.kind === 'untrusted') return invalid('unknown-certificate');
  if (chain.kind === 'expired') return invalid('expired-certificate');
  if (!signature || !verifyRsa('RSA-SHA256', signedDigest(fields), signature, chain.publicKeyPem)) return invalid('bad-signature');
  return { kind: 'authentic' };
}
