import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import type { Cause, ChannelAccount } from '../../port';

const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const codes = z.array(z.string().min(1).max(64)).max(50);

/** What the acquirer's own document fills in. The defaults are the sandbox bank's conventions. */
export const qraProfile = z.object({
  /** `err_code` of "no such order" and "no such refund". */
  notFoundCodes: codes.default(['ORDERNOTEXIST', 'REFUNDNOTEXIST']),
  paidCodes: codes.default(['ORDERPAID']),
  closedCodes: codes.default(['ORDERCLOSED']),
  /** Why a call was refused, by `err_code`. One that is not listed is unknown. */
  refusalCauses: z.record(z.string().max(64), z.enum(CAUSES)).default({
    NOAUTH: 'merchant-configuration', SIGNERROR: 'merchant-configuration', PARAMERROR: 'merchant-configuration', OUTTRADENODIFFERS: 'duplicate-order',
    ORDERCLOSED: 'order-closed', ORDERNOTPAID: 'not-refundable', REFUNDEXCEEDS: 'not-refundable', REFUNDTOOMANY: 'not-refundable',
    REFUNDDIFFERS: 'not-refundable', ORDERNOTEXIST: 'not-refundable', NOTENOUGH: 'merchant-balance',
  }),
  /** Service and answers of the day file. */
  billService: z.string().max(64).default('pay.bill.merchant'),
  noFileCodes: codes.default(['BILLNOTEXIST']),
  fileNotReadyCodes: codes.default(['BILLCREATING']),
}).prefault({});

export const qraConfig = z.object({
  mchId: z.string().trim().min(1).max(64),
  signType: z.enum(['MD5', 'RSA_1_256']).default('MD5'),
  /** The platform's key, where RSA_1_256 was agreed. */
  platformPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key').optional(),
  profile: qraProfile,
});

export const qraSecrets = z.object({
  /** Shared key of MD5. */
  key: z.string().min(16).max(128).optional(),
  /** Our key of RSA_1_256. */
  merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key').optional(),
}).refine((secrets) => secrets.key !== undefined || secrets.merchantPrivateKeyPem !== undefined, 'one of the two keys is needed');

export type QraConfig = z.infer<typeof qraConfig>;
export type QraSecrets = z.infer<typeof qraSecrets>;
export type QraAccount = ChannelAccount<QraConfig, QraSecrets>;
