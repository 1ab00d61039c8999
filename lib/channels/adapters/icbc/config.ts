import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import type { ChannelAccount } from '../../port';
import { icbcProfile } from './profile';

const token = z.string().trim().min(1).max(64);

export const icbcConfig = z.object({
  appId: token,
  merId: token,
  /** Agreement number of the merchant (mer_prtcl_no). */
  merPrtclNo: token,
  gatewayPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key'),
  /** Hosts a day file may be downloaded from besides the gateway's own. */
  fileHosts: z.array(z.string().max(255)).max(4).default([]),
  profile: icbcProfile,
});

export const icbcSecrets = z.object({ merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type IcbcConfig = z.infer<typeof icbcConfig>;
export type IcbcSecrets = z.infer<typeof icbcSecrets>;
export type IcbcAccount = ChannelAccount<IcbcConfig, IcbcSecrets>;
