import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import type { ChannelAccount } from '../../port';

const token = z.string().trim().min(1).max(64);

export const wechatConfig = z.object({
  appId: token,
  mchId: token,
  merchantSerialNo: token,
  /** Platform certificates by serial, or WeChat public keys (`PUB_KEY_ID_…`); several at once while keys rotate. */
  platformKeys: z
    .array(z.object({ serial: token, publicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key') }))
    .min(1)
    .max(8),
});

export const wechatSecrets = z.object({
  merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key'),
  apiV3Key: z.string().refine((key) => Buffer.byteLength(key) === 32, 'must be 32 bytes'),
});

export type WechatConfig = z.infer<typeof wechatConfig>;
export type WechatSecrets = z.infer<typeof wechatSecrets>;
export type WechatAccount = ChannelAccount<WechatConfig, WechatSecrets>;
