import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import type { ChannelAccount } from '../../port';
import { bocomProfile } from './profile';

const token = z.string().trim().min(1).max(64);

export const bocomConfig = z.object({
  appId: token,
  /** Merchant agreement (mer_ptc_id). */
  merPtcId: token,
  bankPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key'),
  profile: bocomProfile,
});

/** One key signs what we send and opens what the bank encrypts to us. */
export const bocomSecrets = z.object({ merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type BocomConfig = z.infer<typeof bocomConfig>;
export type BocomSecrets = z.infer<typeof bocomSecrets>;
export type BocomAccount = ChannelAccount<BocomConfig, BocomSecrets>;
