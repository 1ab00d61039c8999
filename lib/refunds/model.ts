/** Browser-safe door of refunds. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';
import { parseDecimal } from '@/lib/kernel/money';
import type { RefundState } from './machine';

export type { RefundState } from './machine';

export const REFUND_REASONS = ['paid-twice', 'service-not-used', 'left', 'billed-wrongly', 'goodwill', 'other'] as const;

export const requestRefundSchema = z.object({
  paymentId: z.string().regex(/^pay_[0-9A-HJKMNP-TV-Z]{26}$/),
  /** Major units as typed, `300.00`; yuan is the only currency an institution bills in here. */
  amount: z.string().max(20).transform((text, context) => {
    const parsed = parseDecimal(text, 'CNY');
    if (parsed.ok && parsed.value.minor > 0n) return parsed.value.minor;
    context.addIssue({ code: 'custom', message: parsed.ok ? 'money.malformed' : parsed.error.code });
    return z.NEVER;
  }),
  reason: z.enum(REFUND_REASONS),
  note: z.string().trim().max(500).optional(),
  idempotencyKey: z.string().min(8).max(128),
}).transform(({ amount, ...rest }) => ({ ...rest, amountMinor: amount }));
export type RequestRefundInput = z.output<typeof requestRefundSchema>;

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
}

export interface RefundView extends RefundRowView {
  readonly approvalId: string | null;
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
  readonly bills: readonly { readonly billId: string; readonly number: string; readonly titleZh: string; readonly titleEn: string; readonly amount: MoneyWire }[];
  readonly transitions: readonly { readonly from: string; readonly event: string; readonly to: string; readonly at: string; readonly actor: string; readonly evidence: string | null }[];
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
  /** From this amount on two people sign; null where one always does. */
  readonly twoSignaturesFrom: MoneyWire | null;
  /** Code of the reason why nothing can be asked for now; null when it can. */
  readonly refusal: string | null;
}
