/** Bodies and queries of the machine API, parsed at the border. */
import { z } from 'zod';
import { PlanSchema } from '../bank/statement-plan';
import { CHANNELS, OPERATIONS } from '../bank/types';
import { FAULTS } from '../faults';

const channel = z.enum(CHANNELS);
const number = z.string().regex(/^[0-9A-Za-z_\-|*]{1,64}$/);

export const OnboardSchema = z.strictObject({
  channel,
  merchantName: z.string().trim().min(1).max(80),
  notifyUrl: z.url({ protocol: /^https?$/ }).max(255),
  merchantNo: z
    .string()
    .regex(/^[0-9A-Za-z]{5,20}$/)
    .optional(),
  /** CCB only: the page return address of the merchant console. */
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .max(255)
    .optional(),
});

export const OrderActionSchema = z.strictObject({
  merchantNo: number.optional(),
  /** The bank's reason for `fail`. */
  code: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  /** Answer only after the first try of the callbacks due now. */
  waitForCallback: z.boolean().optional(),
});

export const OrdersQuerySchema = z.object({
  channel: channel.optional(),
  merchantNo: number.optional(),
  orderNo: number.optional(),
  status: z.enum(['pending', 'paid', 'closed', 'failed']).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const CallbacksQuerySchema = z.object({
  channel: channel.optional(),
  merchantNo: number.optional(),
  orderNo: number.optional(),
  refundNo: number.optional(),
  state: z.enum(['waiting', 'acknowledged', 'given-up', 'lost', 'one-shot-done']).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const TruthQuerySchema = z
  .object({ channel, merchantNo: number.optional(), orderNo: number.optional(), refundNo: number.optional() })
  .refine((q) => (q.orderNo === undefined) !== (q.refundNo === undefined), 'orderNo or refundNo');

export const RuleSchema = z.strictObject({
  fault: z.enum(FAULTS),
  channel: channel.nullable().default(null),
  merchantNo: number.nullable().default(null),
  orderNo: z
    .string()
    .regex(/^[0-9A-Za-z_\-|*]{1,64}$/)
    .nullable()
    .default(null),
  operation: z.enum(OPERATIONS).nullable().default(null),
  probability: z.number().min(0).max(1).default(1),
  enabled: z.boolean().default(true),
  params: z
    .partialRecord(z.enum(['seconds', 'ms', 'times', 'copies', 'deltaFen', 'rows']), z.int().min(-1_000_000).max(86_400_000))
    .default({}),
});

export const ClockSchema = z.strictObject({
  advanceMs: z
    .int()
    .min(0)
    .max(400 * 86_400_000),
  /** Also the machine's own time, which signatures carry: for a test that moved the other side's clock as well. */
  wire: z.boolean().default(false),
});
export const ResetSchema = z.strictObject({ merchants: z.boolean().default(false) });
export const StatementPlanSchema = PlanSchema;
