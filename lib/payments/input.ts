/** What people type about money at the console, parsed once at the border. */
import { z } from 'zod';
import type { BillId, Id, PaymentId } from '@/lib/kernel/ids';
import { parseDecimal } from '@/lib/kernel/money';
import { businessDate, instantOf, isBusinessDate } from '@/lib/kernel/time';

/** Banks here print their times in China's zone, whatever zone the reader sits in. */
const BANK_ZONE = 'Asia/Shanghai';
const BILLS_MAX = 20;

const id = <T extends string>(prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`)).transform((text) => text as T);
/** Major units as typed; yuan is the only currency an institution bills in here. */
const amount = z.string().max(20).transform((text, context) => {
  const parsed = parseDecimal(text, 'CNY');
  if (parsed.ok && parsed.value.minor > 0n) return parsed.value.minor;
  context.addIssue({ code: 'custom', message: parsed.ok ? 'money.malformed' : parsed.error.code });
  return z.NEVER;
});
const reason = z.string().trim().min(4).max(400);

export const confirmPaymentSchema = z.object({
  paymentId: id<PaymentId>('pay'),
  bankReference: z.string().trim().min(4).max(64),
  amount,
  /** `2026-11-22T14:05`, as the bank prints it. */
  paidAt: z.string().regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/).refine((text) => isBusinessDate(text.slice(0, 10))),
  reason,
  proof: z.instanceof(File),
}).transform(({ amount: amountMinor, paidAt, ...rest }) => ({
  ...rest, amountMinor, paidAt: instantOf(businessDate(paidAt.slice(0, 10)), paidAt.slice(11), BANK_ZONE),
}));

/** Held money stays held for now: who looks after it, until when at the latest, and why. */
export const holdSuspenseSchema = z.object({
  suspenseId: id<Id<'suspense'>>('sus'),
  owner: z.string().regex(/^usr_[0-9A-HJKMNP-TV-Z]{26}$/),
  until: z.string().refine(isBusinessDate).transform((day) => businessDate(day)),
  reason,
});

export const creditSuspenseSchema = z.object({
  suspenseId: id<Id<'suspense'>>('sus'),
  bills: z.array(z.object({ billId: id<BillId>('bil'), amount })).max(BILLS_MAX).default([]),
  reason,
}).transform(({ bills, ...rest }) => ({ ...rest, choice: { do: 'credit' as const, bills: bills.map((b) => ({ billId: b.billId, amountMinor: b.amount })) } }));

/** First other people are asked, then what was sent back at the bank is recorded by its number there. */
export const askReturnSchema = z.object({ suspenseId: id<Id<'suspense'>>('sus'), reason });
export const returnSuspenseSchema = askReturnSchema.extend({ reference: z.string().trim().min(4).max(100) });
