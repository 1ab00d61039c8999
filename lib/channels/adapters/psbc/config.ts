import { z } from 'zod';
import { isPrivateKeyPem, isPublicKeyPem } from '../../signatures/rsa';
import type { Cause, ChannelAccount } from '../../port';

const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const words = z.array(z.string().min(1).max(32)).max(50);
const transName = z.string().regex(/^[A-Z0-9]{4,8}$/);

/** What the bank's interface document, given under contract, fills in. The defaults are the sandbox bank's conventions. */
export const psbcProfile = z.object({
  path: z.string().regex(/^\/[\w./-]{1,80}$/).default('/psbcpay/main'),
  /** RSA with this digest: which one the bank's jar uses is not public. */
  digest: z.enum(['RSA-SHA256', 'RSA-SHA1']).default('RSA-SHA256'),
  transNames: z.object({
    create: transName.default('IPER'), refund: transName.default('IPSR'), query: transName.default('IPQR'), refundQuery: transName.default('IPQS'),
    file: transName.default('IPDF'),
  }).prefault({}),
  okCode: z.string().max(32).default('00000000'),
  notFoundCodes: words.default(['PSB00404']),
  noFileCodes: words.default(['PSB00604']),
  fileNotReadyCodes: words.default(['PSB00602']),
  refusalCauses: z.record(z.string().max(32), z.enum(CAUSES)).default({
    PSB00400: 'merchant-configuration', PSB00401: 'merchant-configuration', PSB00404: 'not-refundable', PSB00421: 'not-refundable', PSB00422: 'not-refundable',
    PSB00423: 'not-refundable', PSB00424: 'not-refundable',
  }),
  /** `TranSt`: which words mean what. A word in no list is unknown. */
  states: z.object({
    done: words.default(['00']), waiting: words.default(['01']), failed: words.default(['02']), processing: words.default(['03']), over: words.default(['05']),
  }).prefault({}),
  /** Field with the payer's return address; none where the bank fixes it. */
  returnUrlField: z.string().regex(/^\w{0,32}$/).default('RetUrl'),
  ackBody: z.string().max(64).default(''),
}).prefault({});

export const psbcConfig = z.object({
  mercCode: z.string().trim().min(1).max(32),
  bankPublicKeyPem: z.string().max(8_000).refine(isPublicKeyPem, 'not an RSA public key'),
  profile: psbcProfile,
});

export const psbcSecrets = z.object({ merchantPrivateKeyPem: z.string().max(8_000).refine(isPrivateKeyPem, 'not an RSA private key') });

export type PsbcConfig = z.infer<typeof psbcConfig>;
export type PsbcSecrets = z.infer<typeof psbcSecrets>;
export type PsbcAccount = ChannelAccount<PsbcConfig, PsbcSecrets>;
