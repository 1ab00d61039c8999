/** The console's operations over HTTP as one of the demo people, for preparing and for looking behind the pages. */
import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';

export type Ask = <S extends z.ZodType>(operation: string, input: unknown, schema: S) => Promise<z.output<S>>;

const OURS: Record<string, string> = { 'x-bafang-request': 'e2e' };

export const callOperation = (request: APIRequestContext, operation: string, input: unknown, headers = OURS) =>
  request.post(`/api/v1/${operation}`, { data: input ?? {}, headers, failOnStatusCode: false });

export const asker = (request: APIRequestContext): Ask => async (operation, input, schema) => {
  const response = await callOperation(request, operation, input);
  if (!response.ok()) throw new Error(`${operation} answered ${response.status()}: ${(await response.text()).slice(0, 300)}`);
  return schema.parse(await response.json());
};

export const moneySchema = z.object({ minor: z.string(), currency: z.string() });
export const billRowSchema = z.object({
  id: z.string(), number: z.string(), payerId: z.string(), payerNumber: z.string(), status: z.string(), total: moneySchema,
});
export type BillRow = z.infer<typeof billRowSchema>;
export const billSchema = z.object({
  id: z.string(), status: z.string(), total: moneySchema, paid: moneySchema, heldBy: z.string().nullable(),
  allocations: z.array(z.object({ paymentId: z.string(), refundId: z.string().nullable(), amount: moneySchema })),
});
export const paymentSchema = z.object({
  payment: z.object({ id: z.string(), number: z.string(), status: z.string() }),
  attempts: z.array(z.object({ orderNo: z.string(), channel: z.string(), status: z.string(), paidAt: z.string().nullable() })),
});
