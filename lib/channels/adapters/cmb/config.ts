import { z } from 'zod';
import { isSm2PrivateKey, isSm2PublicKey } from '../../signatures/sm2';
import type { ChannelAccount } from '../../port';
import { cmbProfile } from './profile';

const token = z.string().trim().min(1).max(64);

export const cmbConfig = z.object({
  appId: token,
  /** 15 digits, beginning with 308. */
  merId: token,
  /** The cashier orders are made for. */
  userId: token,
  /** SubjectPublicKeyInfo in base64, 124 characters, as the bank hands it out. */
  bankPublicKey: z.string().trim().max(400).refine(isSm2PublicKey, 'not an SM2 public key'),
  /** Hosts a day file may be downloaded from besides the gateway's own. */
  fileHosts: z.array(z.string().max(255)).max(4).default([]),
  profile: cmbProfile,
});

export const cmbSecrets = z.object({
  appSecret: z.string().trim().min(1).max(128),
  /** 64 hexadecimal digits. */
  merchantPrivateKey: z.string().trim().refine(isSm2PrivateKey, 'not an SM2 private key'),
});

export type CmbConfig = z.infer<typeof cmbConfig>;
export type CmbSecrets = z.infer<typeof cmbSecrets>;
export type CmbAccount = ChannelAccount<CmbConfig, CmbSecrets>;
