/** Certificates that look right and are not: one whose time is over, and one of the right name from an authority that nobody trusts. */
import type { KeyPems } from './crypto';
import { issueCertificate, selfSignedRoot, type Issuer } from './x509';

export interface Papers {
  readonly certificatePem: string;
  readonly privatePem: string;
}

const LONG_OVER = '201231235959Z';

/** Issued by the true authority, to its true bearer, and over for years. */
export const expiredPapers = (issuer: Issuer, commonName: string, key: KeyPems): Papers => ({
  certificatePem: issueCertificate({ issuer, commonName, publicPem: key.publicPem, serial: 20_201_231n, until: LONG_OVER }),
  privatePem: key.privatePem,
});

/** The forger's own: every name in it is the true one. */
export function foreignPapers(authority: string, commonName: string, forger: KeyPems): Papers {
  const issuer = selfSignedRoot(authority, forger, 1n);
  return { certificatePem: issueCertificate({ issuer, commonName, publicPem: forger.publicPem, serial: 68_759_585_097n }), privatePem: forger.privatePem };
}
