/**
 * What BOCOM gives out under contract only. Every default is a sandbox convention: it makes the adapter speak with the sandbox bank and
 * promises nothing about the real one.
 */
import { z } from 'zod';
import type { Cause } from '../../port';

const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const codes = z.array(z.string().min(1).max(32)).max(50);

export const bocomProfile = z.object({
  /** Scene of an order whose tran_package is the text of a code. */
  tranScene: z.string().min(1).max(64).default('B2C-QRCODE-AGGREGATE'),
  notFoundCodes: codes.default(['MPNG4004']),
  /** response_code of an order paid already, or closed already. */
  paidCodes: codes.default(['MPNG4010']),
  closedCodes: codes.default(['MPNG4011']),
  /** response_code of a refusal → why; a code that is in no list leaves the outcome unknown. */
  refusalCauses: z.record(z.string().max(32), z.enum(CAUSES)).default({
    MPNG4001: 'merchant-configuration', MPNG4002: 'merchant-configuration', MPNG4012: 'duplicate-order', MPNG4020: 'not-refundable',
    MPNG4021: 'not-refundable', MPNG4022: 'merchant-balance',
  }),
  /** Transaction that hands out the day file, and its codes of no file and of one not ready. */
  statementTransaction: z.string().regex(/^[A-Z0-9]{4,20}$/).default('MPNG020710'),
  noFileCodes: codes.default(['MPNG4031']),
  fileNotReadyCodes: codes.default(['MPNG4032']),
  /** Body of the answer to a callback. */
  ackBody: z.string().max(200).default('{"return_code":"SUCCESS"}'),
}).prefault({});
export type BocomProfile = z.infer<typeof bocomProfile>;
