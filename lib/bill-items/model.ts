/**
 * The shared door: what a fee plan is, as schemas that the editor (browser) and the commands (server) both parse with.
 * Money is a decimal string of minor units; quantities and unit prices are whole numbers of thousandths, so that no float is needed:
 * ¥0.6173 per kWh is 61.73 fen, `unitPriceMilliMinor` 61730; a meter step of 12.5 kWh is `quantityMilli` 12500.
 */
import { z } from 'zod';
import { isBusinessDate, type BusinessDate } from '@/lib/kernel/time';

export type { PlanWarning, PlanDifference, IssueDate, PlanRow, VersionRow, PlanDetail, PreviewBill, PlanImpact, PlanPreview } from './plan-views';
export { milliText, parseMilli, parseUnitPrice, unitPriceText } from './quantities';

/** How a payer may pay. The channels module maps its channels onto these names. */
export const METHODS = ['wechat', 'alipay', 'unionpay', 'bank', 'wallet'] as const;
export type Method = (typeof METHODS)[number];
/** Channels that routing weights may name, and the method each one serves. */
export const ROUTABLE_CHANNELS = {
  wechat: 'wechat', alipay: 'alipay', unionpay: 'unionpay', qra: 'unionpay', ccb: 'bank', cmb: 'bank', icbc: 'bank', abc: 'bank', bocom: 'bank',
  boc: 'bank', spdb: 'bank', psbc: 'bank', wallet: 'wallet',
} as const satisfies Record<string, Method>;
export type RoutableChannel = keyof typeof ROUTABLE_CHANNELS;
/** What a channel has that the plan says nothing about: plans are older than some channels. */
export const CHANNEL_WEIGHT_DEFAULT = 20;

export const ITEMS_MAX = 40;
const minorText = z.string().regex(/^\d{1,15}$/);
const thousandths = z.string().regex(/^\d{1,15}$/);
const code = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
const attributeName = z.string().regex(/^[a-z][a-zA-Z0-9_]{0,31}$/);
const label = z.object({ zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(60) });

/** `null` = always. Otherwise the payer's attribute must equal the text. */
export const conditionSchema = z.object({ attribute: attributeName, equals: z.string().trim().min(1).max(60) }).nullable();
export type Condition = z.infer<typeof conditionSchema>;

/** Where a quantity comes from: a meter reading of the cycle, or a number among the payer's attributes (meal days). */
const quantitySource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('reading') }),
  z.object({ from: z.literal('attribute'), attribute: attributeName }),
]);
const unit = z.object({ zh: z.string().trim().min(1).max(12), en: z.string().trim().min(1).max(12) });

export const pricingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), amountMinor: minorText }),
  z.object({ kind: z.literal('per-unit'), quantity: quantitySource, unit, unitPriceMilliMinor: thousandths }),
  z.object({
    kind: z.literal('tiered'),
    quantity: quantitySource,
    unit,
    /** In rising order; `upToMilli` null only on the last: "and everything above". */
    tiers: z
      .array(z.object({ upToMilli: thousandths.nullable(), unitPriceMilliMinor: thousandths }))
      .min(1)
      .max(8),
  }),
  z.object({
    kind: z.literal('by-attribute'),
    attribute: attributeName,
    amounts: z
      .array(z.object({ equals: z.string().trim().min(1).max(60), amountMinor: minorText }))
      .min(1)
      .max(30),
    otherwiseMinor: minorText.nullable(),
  }),
]);
export type Pricing = z.infer<typeof pricingSchema>;

export const itemSchema = z.object({
  code,
  name: label,
  pricing: pricingSchema,
  condition: conditionSchema,
  accountCode: z.string().regex(/^[0-9A-Za-z.-]{1,32}$/),
  /** VAT contained in the price, in basis points; shown, not added. */
  taxBps: z.int().min(0).max(5_000).optional(),
  /** Never less and never more than this for one cycle, before discounts. */
  minMinor: minorText.optional(),
  maxMinor: minorText.optional(),
  /** Charged for the days of the cycle a payer is there (attributes `joined` and `left`). */
  prorated: z.boolean().optional(),
});
export type FeeItem = z.infer<typeof itemSchema>;

/** `exclusive`: of the discounts that name the same group only the first counts on a line. */
const discountBase = { code, name: label, condition: conditionSchema, itemCodes: z.array(code).max(ITEMS_MAX), exclusive: code.optional() };
/** `itemCodes` empty = every item. Discounts are taken in order, each from what the one before left; never below zero. */
export const discountSchema = z.discriminatedUnion('kind', [
  z.object({ ...discountBase, kind: z.literal('percent'), bps: z.int().min(1).max(10_000) }),
  z.object({ ...discountBase, kind: z.literal('fixed'), amountMinor: minorText }),
]);
export type Discount = z.infer<typeof discountSchema>;

/** 滞纳金: by the day on what is owed, from the day after the days of grace, at most a share of it. */
export const lateFeeSchema = z.object({
  dailyBps: z.int().min(1).max(500), graceDays: z.int().min(0).max(90), capBps: z.int().min(1).max(10_000), accountCode: z.string().regex(/^[0-9A-Za-z.-]{1,32}$/),
});
export type LateFee = z.infer<typeof lateFeeSchema>;
/** The total of a bill, to whole units of this many minor ones. */
export const roundingSchema = z.object({ unitMinor: z.enum(['10', '100']), mode: z.enum(['down', 'half-up', 'up']) });
export type Rounding = z.infer<typeof roundingSchema>;
export interface Period {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

const date = z.string().refine(isBusinessDate);
/** `issueDay` 31 means the month's last day where it is shorter. Terms name the day (MM-DD) each one is issued. */
export const cycleSchema = z.object({
  kind: z.enum(['monthly', 'quarterly', 'term', 'yearly', 'once', 'event']),
  issueDay: z.int().min(1).max(31),
  /** First month of a year's issue (yearly) or of the quarter's (1-3); ignored by the others. */
  issueMonth: z.int().min(1).max(12),
  terms: z.array(z.object({ code, name: label, monthDay: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/) })).max(4),
  onceOn: date.nullable(),
  onHoliday: z.enum(['same-day', 'next-working-day']),
  dueAfter: z.object({ days: z.int().min(0).max(180), business: z.boolean() }),
});
export type Cycle = z.infer<typeof cycleSchema>;

/** On which items a part of the money counts: the named ones first, then the others in their order or each by what is open of it. */
export const allocationRuleSchema = z.object({ rule: z.enum(['in-order', 'pro-rata']), first: z.array(code).max(ITEMS_MAX) });
export type AllocationRule = z.infer<typeof allocationRuleSchema>;
export const IN_ORDER: AllocationRule = { rule: 'in-order', first: [] };
export const methodsSchema = z.object({
  allowed: z.array(z.enum(METHODS)).max(METHODS.length),
  partial: z.object({ allowed: z.boolean(), minMinor: minorText, allocation: allocationRuleSchema.optional() }),
});
export type Methods = z.infer<typeof methodsSchema>;
/** 分期: shares of the bill in their order, each so many days after the bill's due date; the shares add up to the whole. */
export const instalmentRuleSchema = z.array(z.object({ bps: z.int().min(1).max(9_999), afterDays: z.int().min(0).max(720) })).min(2).max(12);
export type InstalmentRule = z.infer<typeof instalmentRuleSchema>;

const channelWeight = z.int().min(0).max(100).default(CHANNEL_WEIGHT_DEFAULT);
const channelWeights = z.object(
  Object.fromEntries(Object.keys(ROUTABLE_CHANNELS).map((channel) => [channel, channelWeight])) as Record<RoutableChannel, typeof channelWeight>,
);
/** Every channel's weight, from the ones that are named. */
export const weightsFrom = (named: z.input<typeof channelWeights>): z.output<typeof channelWeights> => channelWeights.parse(named);
/** What a channel must be able to do should these bills be given back: for so many days after the payment, in parts or only as a whole. */
export const refundNeedsSchema = z.object({ windowDays: z.int().min(0).max(3_650), partial: z.boolean() });
export const routingSchema = z.object({
  weights: channelWeights,
  minChannels: z.int().min(1).max(8),
  refundNeeds: refundNeedsSchema.optional(),
});
export type Routing = z.infer<typeof routingSchema>;

/** The whole of one version. Drafts parse with it too: an unfinished plan has few items, not malformed ones. */
export const feePlanSchema = z.object({
  items: z.array(itemSchema).max(ITEMS_MAX),
  discounts: z.array(discountSchema).max(20),
  /** Groups billed by the plan, by code; empty = every active payer. */
  groupCodes: z.array(z.string().min(1).max(32)).max(200),
  cycle: cycleSchema,
  methods: methodsSchema,
  routing: routingSchema,
  lateFee: lateFeeSchema.optional(),
  rounding: roundingSchema.optional(),
  instalments: instalmentRuleSchema.optional(),
});
export type FeePlanDocument = z.infer<typeof feePlanSchema>;

export const TEMPLATES = [
  'kindergarten-monthly', 'school-term', 'dormitory-yearly', 'property-monthly', 'park-quarterly', 'clinic-once', 'exam-once', 'association-yearly',
] as const;
export type TemplateCode = (typeof TEMPLATES)[number];

/** One step of the way from the plan to a line's amount. The steps of a line add up to its charge; the words are the screen's. */
export type PriceStep =
  | { readonly kind: 'fixed'; readonly amountMinor: string }
  | { readonly kind: 'by-attribute'; readonly attribute: string; readonly value: string; readonly amountMinor: string }
  | {
      readonly kind: 'quantity';
      readonly quantityMilli: string;
      readonly unit: { readonly zh: string; readonly en: string };
      readonly unitPriceMilliMinor: string;
      readonly amountMinor: string;
      readonly reading?: { readonly previousMilli: string; readonly currentMilli: string };
      /** For a tier: the range this part of the quantity lies in. */
      readonly tier?: { readonly fromMilli: string; readonly upToMilli: string | null };
    }
  | {
      readonly kind: 'discount';
      readonly code: string;
      readonly name: { readonly zh: string; readonly en: string };
      /** Basis points of `ofMinor`, or null for a fixed sum. */
      readonly bps: number | null;
      readonly ofMinor: string;
      readonly amountMinor: string;
    }
  | { readonly kind: 'minimum' | 'maximum'; readonly limitMinor: string; readonly amountMinor: string }
  | { readonly kind: 'proration'; readonly days: number; readonly of: number; readonly amountMinor: string }
  | { readonly kind: 'rounding'; readonly unitMinor: string; readonly amountMinor: string }
  | { readonly kind: 'credit-note'; readonly number: string; readonly why: string; readonly amountMinor: string }
  | { readonly kind: 'late-fee'; readonly days: number; readonly dailyBps: number; readonly ofMinor: string; readonly capped: boolean; readonly amountMinor: string };

export interface Explanation {
  readonly steps: readonly PriceStep[];
  /** VAT contained in the charge. */
  readonly tax?: { readonly bps: number; readonly amountMinor: string };
}

export interface PricedLine {
  readonly itemCode: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly accountCode: string;
  readonly amountMinor: bigint;
  readonly explanation: Explanation;
}

export const VERSION_STATES = ['draft', 'review', 'active', 'retired'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** What one payer need not pay, as pricing sees it. `itemCodes` empty = every item; `bps` 10,000 = all of it. */
export interface Waiver {
  readonly itemCodes: readonly string[];
  readonly bps: number;
  readonly reason: string;
}
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const waiverInput = z.object({
  payerId: z.string().min(1).max(40), planId: z.string().min(1).max(40), itemCodes: z.array(z.string().min(1).max(32)).max(40),
  /** Whole percent. */
  percent: z.coerce.number().int().min(1).max(100), from: day, until: z.union([day, z.literal('')]), reason: z.string().trim().min(1).max(60),
});
export type WaiverInput = z.infer<typeof waiverInput>;

export interface WaiverView extends Waiver {
  readonly id: string;
  readonly planZh: string;
  readonly planEn: string;
  readonly from: string;
  readonly until: string | null;
  readonly approvalId: string;
  readonly ended: boolean;
}
/** What a waiver can be asked for of: plans in force and their items. */
export interface WaivablePlan {
  readonly planId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly items: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
}
