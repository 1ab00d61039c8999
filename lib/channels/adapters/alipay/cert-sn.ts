/** Serial numbers of certificate mode: MD5 of the issuer's name and the decimal serial [A; proven on the vector]. */
import type { X509Certificate } from 'node:crypto';
import { md5Hex } from '../../signatures/digest';
import { childrenOf, oid, readDer, TAG } from '../../signatures/der';
import { certificatesIn } from '../../signatures/x509';
import type { AlipayConfig } from './config';

/** Node prints the issuer from the country down, one attribute a line; Alipay reads it from the name up, with commas. */
const snOf = (cert: X509Certificate): string => md5Hex(`${cert.issuer.split('\n').reverse().join(',')}${BigInt(`0x${cert.serialNumber}`)}`);

/** The common beginning of the OIDs of RSA signatures (1.2.840.113549.1.1.*). */
const RSA_FAMILY = oid('1.2.840.113549.1.1').subarray(2);

function isSignedByRsa(cert: X509Certificate): boolean {
  const [, algorithm] = childrenOf(readDer(cert.raw) ?? undefined) ?? [];
  const [name] = childrenOf(algorithm) ?? [];
  return name?.tag === TAG.oid && name.body.subarray(0, RSA_FAMILY.length).equals(RSA_FAMILY);
}

export const certSn = (pem: string): string | null => {
  const [cert] = certificatesIn(pem);
  return cert ? snOf(cert) : null;
};

/** Of a bundle: the RSA-signed roots only, joined by `_`. */
export const rootCertSn = (bundlePem: string): string => certificatesIn(bundlePem).filter(isSignedByRsa).map(snOf).join('_');

/** Null where the account was not opened in certificate mode. */
export function certificateSerials(config: AlipayConfig): { readonly app: string; readonly root: string } | null {
  const app = config.appCertPem === undefined ? null : certSn(config.appCertPem);
  const root = config.alipayRootCertPem === undefined ? '' : rootCertSn(config.alipayRootCertPem);
  return app !== null && root !== '' ? { app, root } : null;
}
