import { z } from 'zod';
import { isPrivateKeyPem } from '../../signatures/rsa';
import { certificatesIn } from '../../signatures/x509';
import type { Cause, ChannelAccount } from '../../port';

const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const codes = z.array(z.string().min(1).max(32)).max(50);
const path = z.string().regex(/^\/[\w./-]{1,80}$/);
const certificate = z.string().max(64_000).refine((pem) => certificatesIn(pem).length > 0, 'not a certificate');

/** What the branch's own document fills in. The defaults are the sandbox bank's conventions. */
export const bocProfile = z.object({
  paths: z.object({
    create: path.default('/PGWPortal/RecvOrder.do'),
    query: path.default('/PGWPortal/CommonQueryOrder.do'),
    refund: path.default('/PGWPortal/RefundOrder.do'),
    refundQuery: path.default('/PGWPortal/CommonQueryRefund.do'),
    ticket: path.default('/PGWPortal/GetTicket.do'),
  }).prefault({}),
  /** Field that names where the payer's browser goes after paying; none where the bank fixes it. */
  returnUrlField: z.string().regex(/^\w{0,32}$/).default('returnUrl'),
  ackBody: z.string().max(64).default(''),
  /** `rtnCd` of answers that mean "no such order", "no such refund". */
  notFoundCodes: codes.default(['E00000044']),
  refusalCauses: z.record(z.string().max(32), z.enum(CAUSES)).default({
    E00000010: 'merchant-configuration', E00000021: 'not-refundable', E00000022: 'not-refundable', E00000023: 'not-refundable', E00000024: 'not-refundable',
    E00000044: 'not-refundable',
  }),
  /** `dealStatus` of a refund that certainly failed. 0 is done; whatever is in neither is unknown. */
  refundFailedStatuses: codes.default(['1']),
  refundPendingStatuses: codes.default(['2']),
  noFileCodes: codes.default(['E00000061']),
  fileNotReadyCodes: codes.default(['E00000062']),
}).prefault({});

export const bocConfig = z.object({
  merchantNo: z.string().trim().min(1).max(32),
  /** Ours; travels inside every signature. */
  merchantCertPem: certificate,
  /** The root of the bank's signing certificates, and intermediates if any. */
  rootCertPem: certificate,
  signCertCn: z.string().min(1).max(128),
  profile: bocProfile,
});

export const bocSecrets = z.object({ merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type BocConfig = z.infer<typeof bocConfig>;
export type BocSecrets = z.infer<typeof bocSecrets>;
export type BocAccount = ChannelAccount<BocConfig, BocSecrets>;
