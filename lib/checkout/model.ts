/** Browser-safe door of checkout: what a payer may send, and what the payer's pages are told. */
import { z } from 'zod';
import { CHANNELS, METHODS, type Cause, type ChannelCode, type Method, type Presentation } from '@/lib/channels/port';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import type { MoneyWire } from '@/lib/kernel/money';
import { instant } from '@/lib/kernel/time';
import type { PaymentStatusView } from '@/lib/payments/model';
import type { RefusalReason } from '@/lib/routing/model';

export type { CheckoutErrorCode } from './errors';
export { wayGroups } from './way-groups';

export const BILLS_MAX = 100;
const ulid = '[0-9A-HJKMNP-TV-Z]{26}';
const billId = z
  .string()
  .regex(new RegExp(`^bil_${ulid}$`))
  .transform((text) => text as BillId);
export const paymentIdSchema = z
  .string()
  .regex(new RegExp(`^pay_${ulid}$`))
  .transform((text) => text as PaymentId);

/** A repeated form field arrives as a list, a single one as text. */
export const billIdsSchema = z.union([billId.transform((id) => [id]), z.array(billId).min(1).max(BILLS_MAX)]);
/** What a desktop asks while a phone goes on: whether one of these bills is being paid, or was since the page was made. */
export const beganQuery = z.object({ bill: billIdsSchema, since: z.string().regex(/^\d{13}$/).transform((ms) => instant(Number(ms))) });
export const methodSchema = z.enum([...METHODS, 'any']);
export const channelSchema = z.enum(CHANNELS);

export const partSchema = z.union([z.literal('next'), z.string().regex(/^[1-9]\d{0,14}$/)]);
export type PartWish = z.infer<typeof partSchema>;

/** Amounts come from the bills; `expectedMinor` is what the payer was shown and is only compared. */
export const payInput = z.object({
  billIds: billIdsSchema,
  expectedMinor: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(BigInt),
  method: methodSchema,
  /** Not all that is open: the instalment that is next, or of one bill a sum in minor units. Whether the bill allows it is the bill's to say. */
  part: partSchema.optional(),
  /** The payer's own bank among those that serve the method. */
  channel: channelSchema.optional(),
  /** Made with the form: the same form sent twice is one payment. */
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_.:-]{8,128}$/),
});
export type PayInput = z.output<typeof payInput>;

export const switchInput = z.object({ paymentId: paymentIdSchema, method: methodSchema, channel: channelSchema.optional() });
export type SwitchInput = z.output<typeof switchInput>;

export interface NextWay {
  readonly method: Method;
  readonly channel: ChannelCode;
}

/**
 * `hand-over`: the browser goes to the bank with `present`. `confirming`: we cannot say yet whether the bank has the order, so nothing
 * else may be tried. `choose-another`: certainly not charged, `cause` says why, `next` is the best other way. Else: the outcome page.
 */
export interface PayAnswer {
  readonly paymentId: PaymentId;
  readonly step: 'hand-over' | PaymentStatusView['step'];
  /** True when this answered with a payment that was there already. */
  readonly resumed: boolean;
  readonly present: Presentation | null;
  readonly channel: ChannelCode | null;
  readonly cause: string | null;
  readonly next: NextWay | null;
}

/** One way to pay, offered or not, as the method page shows it. */
export interface WayView {
  readonly channel: ChannelCode;
  readonly method: Method;
  readonly available: boolean;
  readonly reason: RefusalReason | null;
  readonly until: string | null;
  /** For `below-minimum` and `above-maximum`. */
  readonly limit: MoneyWire | null;
  /** Quickest of those offered, by real calls of the last minutes. */
  readonly fastest: boolean;
  /** What the router would choose. */
  readonly suggested: boolean;
  readonly create: 'redirect' | 'form' | 'qr';
  readonly refund: { readonly windowDays: number; readonly partial: boolean; readonly maxCount: number | null };
}

export interface CheckoutView {
  readonly billIds: readonly string[];
  readonly total: MoneyWire;
  readonly count: number;
  readonly ways: readonly WayView[];
}

/** What the payer's page follows; `revision` changes whenever the page would say something else. */
export interface PayerStatus extends PaymentStatusView {
  readonly revision: string;
  /** Still confirming after `expiresAt`. */
  readonly late: boolean;
  /** Ways of this payment that failed certainly. */
  readonly tried: readonly ChannelCode[];
  readonly next: NextWay | null;
  readonly institution: InstitutionBrief;
}

export interface InstitutionBrief {
  readonly slug: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly timeZone: string;
}

export interface PaidView {
  readonly paymentId: string;
  readonly number: string;
  /** Of its first bill; how many there are in all. */
  readonly titleZh: string;
  readonly titleEn: string;
  readonly bills: number;
  readonly amount: MoneyWire;
  readonly refunded: MoneyWire;
  readonly status: string;
  readonly channel: ChannelCode | null;
  readonly at: string;
  readonly verifyCode: string | null;
}

/** Causes where the channel, not the payer, is the reason: another route may be tried without asking. */
export const CHANNEL_SIDE: readonly Cause[] = [
  'bank-maintenance',
  'bank-busy',
  'network',
  'merchant-configuration',
  'merchant-balance',
  'other',
];

/** A payer waits in front of the page; after this long they are told and choose themselves. */
export const CASCADE_BUDGET_MS = 2_000;

/** Whether another channel may be asked without asking the payer. Certain, and the channel's fault. */
export const mayCascade = (submitted: { readonly outcome: string; readonly cause: string | null }): boolean =>
  submitted.outcome === 'not-sent' || (submitted.outcome === 'declined' && CHANNEL_SIDE.some((cause) => cause === submitted.cause));
