import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import { certificatesIn } from '../../signatures/x509';
import type { ChannelAccount } from '../../port';

const token = z.string().trim().min(1).max(64);
const certificates = z.string().max(64_000).refine((pem) => certificatesIn(pem).length > 0, 'not a certificate');

export const alipayConfig = z.object({
  /** `form`: page pay through the v2 gateway. `rest`: a code to scan through the v3 interface. */
  api: z.enum(['form', 'rest']).default('form'),
  appId: token,
  sellerId: token,
  alipayPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key'),
  /** Certificate mode: our certificate and Alipay's roots; their serial numbers are sent along and signed. */
  appCertPem: certificates.optional(),
  alipayRootCertPem: certificates.optional(),
  /** Hosts a bill may be downloaded from besides the gateway's own (`dwbillcenter.alipay.com` in production). */
  billHosts: z.array(z.string().max(255)).max(4).default([]),
});

export const alipaySecrets = z.object({ appPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type AlipayConfig = z.infer<typeof alipayConfig>;
export type AlipaySecrets = z.infer<typeof alipaySecrets>;
export type AlipayAccount = ChannelAccount<AlipayConfig, AlipaySecrets>;
