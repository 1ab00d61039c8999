/** Facts as they are kept beside a raw message, and back: amounts as text, read again as strictly as anything from outside. */
import { z } from 'zod';
import { isCurrency, money } from '@/lib/kernel/money';
import { businessDate, instant, isBusinessDate } from '@/lib/kernel/time';
import type { OrderFact, RefundFact } from './port';

const amountSchema = z.object({ minor: z.string().regex(/^-?\d{1,18}$/), currency: z.string().refine(isCurrency) })
  .transform((a) => money(BigInt(a.minor), a.currency));
const momentSchema = z.number().int().transform(instant);
const dateSchema = z.string().refine(isBusinessDate).transform(businessDate);
const causeSchema = z.string() as unknown as z.ZodType<Extract<OrderFact, { state: 'failed' }>['cause']>;

const orderFactSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('paid'), amount: amountSchema, channelTradeNo: z.string(), paidAt: momentSchema, settleDate: dateSchema.optional() }),
  z.object({ state: z.enum(['unpaid', 'closed', 'not-found']) }),
  z.object({ state: z.enum(['failed', 'unknown']), code: z.string(), cause: causeSchema }),
]);
const refundFactSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('succeeded'), amount: amountSchema, channelRefundNo: z.string(), at: momentSchema }),
  z.object({ state: z.literal('processing'), channelRefundNo: z.string().optional() }),
  z.object({ state: z.enum(['failed', 'abnormal', 'closed', 'unknown']), code: z.string(), cause: causeSchema }),
  z.object({ state: z.literal('not-found') }),
]);

export const factToJson = (fact: OrderFact | RefundFact): Record<string, unknown> =>
  JSON.parse(JSON.stringify(fact, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))) as Record<string, unknown>;
export const orderFactFromJson = (json: unknown): OrderFact => orderFactSchema.parse(json) as OrderFact;
export const refundFactFromJson = (json: unknown): RefundFact => refundFactSchema.parse(json) as RefundFact;
