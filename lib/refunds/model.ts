/** Browser-safe door of refunds. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';
import { parseDecimal } from '@/lib/kernel/money';
import type { RefundState } from './machine';
import type { RefundPolicy } from './rules';

export type { RefundState } from './machine';

export const REFUND_REASONS = ['paid-twice', 'service-not-used', 'left', 'billed-wrongly', 'goodwill', 'other'] as const;

/** Major units as typed, `300.00`; yuan is the only currency an institution bills in here. */
const yuan = z.string().max(20).transform((text, context) => {
  const parsed = parseDecimal(text, 'CNY');
  if (parsed.ok && parsed.value.minor > 0n) return parsed.value.minor;
  context.addIssue({ code: 'custom', message: parsed.ok ? 'money.malformed' : parsed.error.code });
  return z.NEVER;
});

/** So much of one item of one bill. */
export interface ItemWish { readonly billId: string; readonly item: string; readonly amountMinor: bigint }
export const itemText = (billId: string, item: string, amount: string): string => `${billId}|${item}|${amount}`;
/** As a form sends it, also without a script: `<bill>|<item>|300.00`. */
const itemWish = z.string().max(120).transform((text, context): ItemWish => {
  const [, billId, item, amount] = /^(bil_[0-9A-Z]{26})\|([^|]{1,60})\|([^|]{1,20})$/.exec(text) ?? [];
  const parsed = yuan.safeParse(amount);
  if (billId && item && parsed.success) return { billId, item, amountMinor: parsed.data };
  context.addIssue({ code: 'custom', message: 'money.malformed' });
  return z.NEVER;
});

export const requestRefundSchema = z.object({
  paymentId: z.string().regex(/^pay_[0-9A-HJKMNP-TV-Z]{26}$/),
  /** Counts only where no items are named: theirs is the sum then. */
  amount: z.string().max(20).default(''),
  items: z.array(itemWish).max(60).default([]),
  reason: z.enum(REFUND_REASONS),
  note: z.string().trim().max(500).optional(),
  idempotencyKey: z.string().min(8).max(128),
}).transform(({ amount, items, ...rest }, context) => {
  if (items.length > 0) return { ...rest, items, amountMinor: items.reduce((sum, one) => sum + one.amountMinor, 0n) };
  const parsed = yuan.safeParse(amount);
  if (parsed.success) return { ...rest, amountMinor: parsed.data };
  for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', message: issue.message, path: ['amount'] });
  return z.NEVER;
});
/** `items`: the amount by items, which then add up to it. */
export interface RequestRefundInput {
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly items?: readonly ItemWish[];
  readonly reason: (typeof REFUND_REASONS)[number];
  readonly note?: string | undefined;
  readonly idempotencyKey: string;
}

export interface RefundRowView {
  readonly id: string;
  readonly number: string;
  readonly paymentId: string;
  readonly paymentNumber: string;
  readonly channel: string;
  readonly amount: MoneyWire;
  readonly status: RefundState;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly updatedAt: string;
  readonly code: string | null;
  readonly cause: string | null;
  readonly route: 'original' | 'transfer';
}

export interface RefundView extends RefundRowView {
  readonly approvalId: string | null;
  /** The refund whose place this one takes, and the one that took this one's. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly batchId: string | null;
  readonly payeeHint: string | null;
  /** Whom a transfer goes to, for who decides about it or makes it. */
  readonly payee: Payee | null;
  readonly bankReference: string | null;
  readonly evidence: readonly EvidenceView[];
  readonly note: string | null;
  readonly refundNo: string;
  readonly channelRefundNo: string | null;
  readonly orderNo: string;
  readonly approvedAt: string | null;
  readonly executedAt: string | null;
  readonly succeededAt: string | null;
  readonly nextInquiryAt: string | null;
  readonly paid: MoneyWire;
  readonly paidAt: string | null;
  readonly refundedBefore: MoneyWire;
  /** Where it was asked for by item. */
  readonly items: readonly RefundItemView[];
  readonly bills: readonly { readonly billId: string; readonly number: string; readonly titleZh: string; readonly titleEn: string; readonly amount: MoneyWire }[];
  readonly transitions: readonly { readonly from: string; readonly event: string; readonly to: string; readonly at: string; readonly actor: string; readonly evidence: string | null }[];
}

/** One item of a bill, with so much of it. */
export interface RefundItemView {
  readonly billId: string;
  readonly billNumber: string;
  readonly item: string;
  readonly labelZh: string;
  readonly labelEn: string;
  readonly amount: MoneyWire;
}

/** Whether and how much of a payment can go back, with the channel's own rules, shown before anybody asks. */
export interface RefundabilityView {
  readonly left: MoneyWire;
  readonly windowDays: number;
  readonly windowEndsAt: string | null;
  readonly partial: boolean;
  readonly maxCount: number | null;
  readonly used: number;
  readonly asynchronous: boolean;
  readonly sameDayFullOnly: boolean;
  readonly needsSettleDate: boolean;
  readonly minIntervalSeconds: number;
  /** Every item of the payment's bills with what of it can still go back; amounts fit the bill each, not all of them together. */
  readonly items: readonly RefundItemView[];
  /** From this amount on two people sign; null where one always does. */
  readonly twoSignaturesFrom: MoneyWire | null;
  /** Code of the reason why nothing can be asked for now; null when it can. */
  readonly refusal: string | null;
}

/** Holder, bank and number of the account a transfer goes to. */
export const payeeSchema = z.object({
  holder: z.string().trim().min(2).max(60),
  bank: z.string().trim().min(2).max(60),
  number: z.string().transform((text) => text.replace(/[\s-]/g, '')).pipe(z.string().regex(/^\d{8,30}$/, 'refunds.payee-malformed')),
});
export type Payee = z.output<typeof payeeSchema>;

const paymentId = z.string().regex(/^pay_[0-9A-HJKMNP-TV-Z]{26}$/);
const refundId = z.string().regex(/^rfd_[0-9A-HJKMNP-TV-Z]{26}$/);
const idempotencyKey = z.string().min(8).max(128);

/** `replaces`: the refund that failed or came back; without it the original way must be closed for another reason. */
export const requestTransferSchema = z.object({
  paymentId, amount: yuan, reason: z.enum(REFUND_REASONS), note: z.string().trim().max(500).optional(), replaces: refundId.optional(), idempotencyKey,
  holder: payeeSchema.shape.holder, bank: payeeSchema.shape.bank, number: payeeSchema.shape.number,
}).transform(({ amount, holder, bank, number, ...rest }) => ({ ...rest, amountMinor: amount, payee: { holder, bank, number } }));
export type RequestTransferInput = z.output<typeof requestTransferSchema>;

export const recordTransferSchema = z.object({
  refundId, outcome: z.enum(['paid', 'refused']), reference: z.string().trim().min(3).max(80),
});

export const setPolicySchema = z.object({
  channel: z.string().max(30), windowDays: z.coerce.number().int().min(0).max(3_650),
  maxCount: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1).max(1_000)]).nullable().default(null),
  partial: z.stringbool().or(z.boolean()).default(false), sameDayFullOnly: z.stringbool().or(z.boolean()).default(false), needsSettleDate: z.stringbool().or(z.boolean()).default(false),
  minIntervalSeconds: z.coerce.number().int().min(0).max(86_400),
});
export type SetPolicyInput = z.output<typeof setPolicySchema>;

export const BATCH_MAX = 500;
export const requestBatchSchema = z.object({
  title: z.string().trim().min(2).max(120), reason: z.enum(REFUND_REASONS), note: z.string().trim().max(500).optional(), idempotencyKey,
  /** Without an amount: all that is left of the payment. */
  items: z.array(z.object({ paymentId, amountMinor: z.string().regex(/^[1-9]\d{0,15}$/).transform(BigInt).optional() })).min(1).max(BATCH_MAX),
});
export type RequestBatchInput = z.output<typeof requestBatchSchema>;

/** Numbers of payments as people have them: one a line, or with commas. */
export const batchByNumbersSchema = z.object({
  title: requestBatchSchema.shape.title, reason: z.enum(REFUND_REASONS), idempotencyKey,
  numbers: z.string().max(20_000).transform((text) => [...new Set(text.split(/[\s,;，；]+/).filter(Boolean))]).pipe(z.array(z.string().regex(/^[A-Za-z0-9_-]{2,40}$/)).min(1, 'refunds.batch-empty').max(BATCH_MAX)),
});

export const evidenceSchema = z.object({ refundId, file: z.instanceof(File) });


export interface EvidenceView {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly addedAt: string;
}

export interface PolicyRow {
  readonly channel: string;
  readonly policy: RefundPolicy;
  /** Whether the institution wrote down its own contract. */
  readonly own: boolean;
}
