import { z } from 'zod';
import { isPrivateKeyPem } from '../../signatures/rsa';
import { certificatesIn } from '../../signatures/x509';
import type { ChannelAccount } from '../../port';

const token = z.string().trim().min(1).max(64);

export const unionpayConfig = z.object({
  merId: token,
  /** `gateway`: the payer's browser posts a form. `code`: UnionPay's own code to scan (another product of the contract). */
  product: z.enum(['gateway', 'code']).default('gateway'),
  /** Decimal serial number of the merchant's signing certificate. */
  certId: z.string().regex(/^\d{1,60}$/),
  /** The root, and the intermediates if any, one PEM block after another. */
  rootCertPem: z.string().max(64_000).refine((pem) => certificatesIn(pem).length > 0, 'not a certificate'),
  signCertCn: z.string().min(1).max(128),
  /** Where day files are asked for, when that is not `<base address>/file/` (production has a host of its own). */
  fileUrl: z.url().max(300).optional(),
});

export const unionpaySecrets = z.object({ merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type UnionpayConfig = z.infer<typeof unionpayConfig>;
export type UnionpaySecrets = z.infer<typeof unionpaySecrets>;
export type UnionpayAccount = ChannelAccount<UnionpayConfig, UnionpaySecrets>;
