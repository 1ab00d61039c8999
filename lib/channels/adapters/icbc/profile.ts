/**
 * What ICBC gives out under contract only. Every default is a sandbox convention: it makes the adapter speak with the sandbox bank and
 * promises nothing about the real one.
 */
import { z } from 'zod';
import type { Cause } from '../../port';

const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const codes = z.array(z.string().min(1).max(32)).max(50);
const path = z.string().regex(/^\/[\w/.-]{1,200}$/);

export const icbcProfile = z.object({
  /** return_code of an order, or a refund, the bank does not know. */
  notFoundCodes: codes.default(['93001']),
  /** return_code of a refusal → why; a code that is neither here nor above leaves the outcome unknown. */
  refusalCauses: z.record(z.string().max(32), z.enum(CAUSES)).default({
    '400011': 'merchant-configuration', '400017': 'merchant-configuration', '93101': 'not-refundable', '93102': 'not-refundable',
    '93103': 'merchant-balance',
  }),
  /** pay_status → what it means; 0, 1 and 2 are public, the others are not. */
  payStatus: z.record(z.string().max(4), z.enum(['paid', 'failed', 'unknown', 'closed', 'unpaid']))
    .default({ 0: 'paid', 1: 'failed', 2: 'unknown', 3: 'closed', 4: 'unpaid' }),
  /** How the gateway signs its answers; a callback says so itself. */
  answerSignType: z.enum(['RSA', 'RSA2']).default('RSA'),
  /** Where the address of a day file is asked for, the member holding it, and the codes of no file and of one not ready. */
  statementPath: path.default('/api/cardbusiness/aggregatepay/b2c/online/paydownload/V1'),
  fileUrlField: z.string().min(1).max(64).default('file_url'),
  noFileCodes: codes.default(['93201']),
  fileNotReadyCodes: codes.default(['93202']),
}).prefault({});
export type IcbcProfile = z.infer<typeof icbcProfile>;
