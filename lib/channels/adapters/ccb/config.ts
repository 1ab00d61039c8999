import { z } from 'zod';
import { isPublicKeyPem } from '../../signatures/rsa';
import type { Cause, ChannelAccount } from '../../port';

const token = z.string().trim().min(1).max(64);
const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const codes = z.array(z.string().min(1).max(32)).max(50);

/**
 * What no public document says and the branch's own document fills in. The defaults are the sandbox bank's conventions, so that an
 * account without a profile works against it.
 */
export const ccbProfile = z.object({
  /** Body of the answer to a callback; the status 200 is what is known. */
  ackBody: z.string().max(64).default(''),
  /** Return codes that mean "no such order", "no such refund", "no file", "file not ready yet". */
  notFoundCodes: codes.default(['0130Z110C004', 'YDCA02910001']),
  noFileCodes: codes.default(['NOFILE']),
  fileNotReadyCodes: codes.default(['FILENOTREADY']),
  /** Return codes of a refund call that say nothing about the refund. */
  unclearCodes: codes.default(['SYSTEMERROR', 'TIMEOUT']),
  /** Why a refund was refused, by return code. */
  refusalCauses: z.record(z.string().max(32), z.enum(CAUSES))
    .default({ NOTPAID: 'not-refundable', REFUNDEXCEEDS: 'not-refundable', REFUNDTOOMANY: 'not-refundable' }),
  /** 5W1005 TYPE values that make up one day: 0 payments, 1 refunds. */
  statementTypes: z.array(z.enum(['0', '1'])).min(1).max(2).default(['0', '1']),
}).prefault({});

export const ccbConfig = z.object({
  merchantId: token, posId: token, branchId: token,
  /** RSA key of the counter, for callbacks. */
  bankPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key'),
  /** Last 30 characters of that key's hexadecimal text; part of what the MAC is made over and never sent. */
  posPublicKeyTail30: z.string().length(30),
  custId: token, userId: token, operator: z.string().max(64),
  profile: ccbProfile,
});

export const ccbSecrets = z.object({ password: z.string().min(1).max(128), operatorPassword: z.string().min(1).max(128) });

export type CcbConfig = z.infer<typeof ccbConfig>;
export type CcbSecrets = z.infer<typeof ccbSecrets>;
export type CcbAccount = ChannelAccount<CcbConfig, CcbSecrets>;
