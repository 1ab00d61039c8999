/**
 * What ABC gives out under contract only. Every default is a sandbox convention: it makes the adapter speak with the sandbox bank and
 * promises nothing about the real one.
 */
import { z } from 'zod';
import type { Cause } from '../../port';

const CAUSES = [
  'insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled', 'risk-refused', 'bank-maintenance', 'bank-busy', 'network',
  'merchant-configuration', 'duplicate-order', 'order-closed', 'not-refundable', 'merchant-balance', 'other',
] as const satisfies readonly Cause[];
const codes = z.array(z.string().min(1).max(32)).max(50);

export const abcProfile = z.object({
  /** Field that names the trade in callback, query and file; where a branch's query leaves it out, `OrderNo` stands for it. */
  referenceField: z.enum(['iRspRef', 'OrderNo']).default('iRspRef'),
  /** Which payments the page offers: A all and the banks' common code. */
  paymentType: z.string().regex(/^[0-9A-Z]$/).default('A'),
  notFoundCodes: codes.default(['2009']),
  /** ReturnCode of a refusal → why; a code that is neither here nor above leaves the outcome unknown. */
  refusalCauses: z.record(z.string().max(32), z.enum(CAUSES)).default({
    '2001': 'merchant-configuration', '2002': 'merchant-configuration', '2101': 'duplicate-order', '2102': 'order-closed', '2201': 'not-refundable',
    '2202': 'not-refundable', '2203': 'merchant-balance',
  }),
  noFileCodes: codes.default(['2301']),
  fileNotReadyCodes: codes.default(['2302']),
  /** Path below our public address that the bank sends the payer's browser to, as the acknowledgement names it. */
  resultPath: z.string().regex(/^\/[\w/.-]{0,200}$/).default('/'),
}).prefault({});
export type AbcProfile = z.infer<typeof abcProfile>;
