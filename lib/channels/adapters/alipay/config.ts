import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import type { ChannelAccount } from '../../port';

const token = z.string().trim().min(1).max(64);

export const alipayConfig = z.object({
  appId: token,
  sellerId: token,
  alipayPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key'),
  /** Hosts a bill may be downloaded from besides the gateway's own (`dwbillcenter.alipay.com` in production). */
  billHosts: z.array(z.string().max(255)).max(4).default([]),
});

export const alipaySecrets = z.object({ appPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type AlipayConfig = z.infer<typeof alipayConfig>;
export type AlipaySecrets = z.infer<typeof alipaySecrets>;
export type AlipayAccount = ChannelAccount<AlipayConfig, AlipaySecrets>;
