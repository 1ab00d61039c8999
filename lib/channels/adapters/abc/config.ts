import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import type { ChannelAccount } from '../../port';
import { abcProfile } from './profile';

export const abcConfig = z.object({
  merchantId: z.string().trim().min(1).max(64),
  /** From the bank's TrustPay certificate. */
  bankPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key'),
  profile: abcProfile,
});

export const abcSecrets = z.object({ merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type AbcConfig = z.infer<typeof abcConfig>;
export type AbcSecrets = z.infer<typeof abcSecrets>;
export type AbcAccount = ChannelAccount<AbcConfig, AbcSecrets>;
