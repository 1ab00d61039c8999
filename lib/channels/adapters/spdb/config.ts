import { z } from 'zod';
import type { Cause, ChannelAccount } from '../../port';

const token = z.string().trim().min(1).max(64);
const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const words = z.array(z.string().min(1).max(32)).max(50);
const path = z.string().regex(/^\/[\w./-]{1,80}$/);

/** What the bank's interface document, given under contract, fills in. The defaults are the sandbox bank's conventions. */
export const spdbProfile = z.object({
  paths: z.object({
    create: path.default('/api/appPay/initiation'),
    query: path.default('/api/orders/query'),
    close: path.default('/api/orders/close'),
    refund: path.default('/api/orders/refund'),
    refundQuery: path.default('/api/orders/refundQuery'),
    bill: path.default('/api/orders/bill'),
  }).prefault({}),
  okCode: z.string().max(32).default('0000'),
  notFoundCodes: words.default(['EORDER404', 'EREFUND404']),
  paidCodes: words.default(['EORDERPAID']),
  noFileCodes: words.default(['EBILL404']),
  fileNotReadyCodes: words.default(['EBILLWAIT']),
  refusalCauses: z.record(z.string().max(32), z.enum(CAUSES)).default({
    EPARAM: 'merchant-configuration', ECLIENT: 'merchant-configuration', EORDERDIFFERS: 'duplicate-order', EORDERCLOSED: 'order-closed', EORDER404: 'not-refundable',
    ENOTPAID: 'not-refundable', EREFUNDEXCEEDS: 'not-refundable', EREFUNDMANY: 'not-refundable', EREFUNDDIFFERS: 'not-refundable',
  }),
  /** `ordrSt` and `rfdSt`: which words mean what. A word in no list is unknown. */
  states: z.object({
    paid: words.default(['PAID']), unpaid: words.default(['WAIT']), closed: words.default(['CLOSED']), failed: words.default(['FAILED']),
    refunded: words.default(['DONE']), refunding: words.default(['PROCESSING']), refundFailed: words.default(['FAILED']),
  }).prefault({}),
  ackBody: z.string().max(64).default(''),
}).prefault({});

export const spdbConfig = z.object({ clientId: token, mrchNo: token, spdbMrchNo: token, terminalNo: token, profile: spdbProfile });

const secret = z.string().min(8).max(128);
/** While a secret is being changed, messages made with the one before are still believed. */
export const spdbSecrets = z.object({ clientSecret: secret, previousClientSecret: secret.optional() });

export type SpdbConfig = z.infer<typeof spdbConfig>;
export type SpdbSecrets = z.infer<typeof spdbSecrets>;
export type SpdbAccount = ChannelAccount<SpdbConfig, SpdbSecrets>;
