import { z } from 'zod';
import type { ChannelAccount } from '../../port';

const key = z.string().min(32).max(128);

export const walletConfig = z.object({ merchantNo: z.string().trim().min(1).max(64) });

/** While a key is being changed, messages signed with the one before are still believed; ours are signed with the new one. */
export const walletSecrets = z.object({ signingKey: key, previousSigningKey: key.optional() });

export type WalletConfig = z.infer<typeof walletConfig>;
export type WalletSecrets = z.infer<typeof walletSecrets>;
export type WalletAccount = ChannelAccount<WalletConfig, WalletSecrets>;
