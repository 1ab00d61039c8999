/** Is this certificate the one we expect, issued (directly or through intermediates we were given) by the root we trust? */
import { X509Certificate } from 'node:crypto';
import type { Instant } from '@/lib/kernel/time';

export type ChainVerdict =
  | { readonly kind: 'trusted'; readonly publicKeyPem: string; readonly serialDecimal: string }
  | { readonly kind: 'untrusted' }
  | { readonly kind: 'expired' };

const MAX_DEPTH = 4;
const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function read(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

export const certificatesIn = (bundlePem: string): X509Certificate[] =>
  (bundlePem.match(PEM_BLOCK) ?? []).map(read).filter((found) => found !== null);

const validAt = (cert: X509Certificate, at: Instant): boolean => Date.parse(cert.validFrom) <= at && at <= Date.parse(cert.validTo);
const selfIssued = (cert: X509Certificate): boolean => cert.checkIssued(cert) && cert.verify(cert.publicKey);

function reachesRoot(cert: X509Certificate, trusted: readonly X509Certificate[], at: Instant, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const issuers = trusted.filter((issuer) => cert.checkIssued(issuer) && cert.verify(issuer.publicKey) && validAt(issuer, at));
  return issuers.some((issuer) => selfIssued(issuer) || reachesRoot(issuer, trusted, at, depth + 1));
}

/** UnionPay puts the organisation between the second and third `@` of the common name; a plain common name is compared whole. */
function namedAs(cert: X509Certificate, expected: string): boolean {
  const commonName = cert.subject.split('\n').find((line) => line.startsWith('CN='))?.slice(3) ?? '';
  return commonName === expected || commonName.split('@')[2] === expected;
}

/** `rootsPem`: the root, and any intermediates, one after another. Expiry is told apart because it asks for another remedy. */
export function verifyChain(certPem: string, rootsPem: string, expectedName: string, at: Instant): ChainVerdict {
  const cert = read(certPem);
  if (!cert || !namedAs(cert, expectedName)) return { kind: 'untrusted' };
  try {
    if (!reachesRoot(cert, certificatesIn(rootsPem), at, 1)) return { kind: 'untrusted' };
  } catch {
    return { kind: 'untrusted' };
  }
  if (!validAt(cert, at)) return { kind: 'expired' };
  const publicKeyPem = cert.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { kind: 'trusted', publicKeyPem, serialDecimal: BigInt(`0x${cert.serialNumber}`).toString() };
}
