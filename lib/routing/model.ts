/** Browser-safe door of routing: what an administrator configures and what a decision says. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';
import { instant } from '@/lib/kernel/time';
import type { RiskHoldView } from './hold-model';

export { HOLD_SUBJECTS, HOLDS_MAX, holdRouteSchema, liftHoldSchema, type HoldRouteInput, type RiskHoldView } from './hold-model';

const percent = z.number().int().min(0).max(100);
const minorText = z.string().regex(/^\d{1,18}$/);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const channelKey = z.string().regex(/^[a-z0-9-]{2,32}$/);

/** What an institution knows of one channel beyond the contract's capabilities. Whatever is missing is no restriction. */
export const channelRulesSchema = z.object({
  /** Most that may be under way or paid through the channel in one day or month, together; reserved when a payment is routed there. */
  dayLimitMinor: minorText.optional(),
  monthLimitMinor: minorText.optional(),
  /** Orders that one process may have on the way to this bank at once. */
  concurrencyMax: z.number().int().min(1).max(1_000).optional(),
  /** `CN-36`, or `CN` for all of it; a payer of another region is not sent here. */
  regions: z.array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)).max(60).optional(),
  /** Only payers whose attribute has one of these values. */
  payers: z.object({ attribute: z.string().min(1).max(32), oneOf: z.array(z.string().min(1).max(60)).min(1).max(30) }).optional(),
  /** Daily hours in the institution's zone; `from` later than `to` runs over midnight. */
  hours: z.object({ from: clockTime, to: clockTime }).optional(),
});
export type ChannelRules = z.infer<typeof channelRulesSchema>;

/** Versioned per institution. Weights are the administrator's wish; health decides how much of it a channel gets. */
export const routingDocumentSchema = z.object({
  /** channel → 0…100; a channel that is not named has 50. */
  weights: z.record(channelKey, percent),
  /** Channels taken out of service by a person, with the reason shown to payers' helpers and auditors. */
  masks: z.array(z.object({ channel: z.string().max(32), reason: z.string().trim().min(1).max(200) })).max(32),
  breaker: z.object({
    timeoutsToOpen: z.number().int().min(1).max(20),
    failurePercentToOpen: percent.min(10),
    failuresMin: z.number().int().min(3).max(1_000),
    pauseMs: z.number().int().min(1_000).max(600_000),
  }),
  channels: z.record(channelKey, channelRulesSchema).default({}),
});
export type RoutingDocument = z.infer<typeof routingDocumentSchema>;

export const WEIGHT_DEFAULT = 50;
export const DEFAULT_ROUTING: RoutingDocument = {
  weights: {},
  masks: [],
  breaker: { timeoutsToOpen: 3, failurePercentToOpen: 50, failuresMin: 10, pauseMs: 30_000 },
  channels: {},
};

/** Why a channel cannot take this payment; copy under `routing.reasons.<code>`. */
export const REFUSAL_REASONS = [
  'method-not-allowed', 'method-not-chosen', 'currency', 'below-minimum', 'above-maximum', 'region', 'payer-not-served', 'refund-needs', 'risk-hold',
  'masked', 'maintenance', 'outside-hours', 'day-limit', 'month-limit', 'tried-already', 'breaker-open', 'trial-in-progress', 'not-answering', 'busy',
  'no-account',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface ScoreParts {
  /** 0…1 each; the product with the weight is the share. */
  readonly success: number;
  readonly latency: number;
  readonly fee: number;
  /** What is free of the channel's places for orders on the way. */
  readonly load: number;
  /** One for a payer of the channel's own region or where regions say nothing, a little less elsewhere. */
  readonly region: number;
  readonly weight: number;
}

export interface CandidateView {
  readonly channel: string;
  readonly accountId: string;
  readonly method: string;
  readonly eligible: boolean;
  readonly reason: RefusalReason | null;
  readonly until: string | null;
  readonly parts: ScoreParts | null;
  /** Part of the payments like this one that would go here, 0…1. */
  readonly share: number;
  readonly rank: number | null;
  /** One payment at a time: its breaker is not closed. Whoever sends there claims the trial first. */
  readonly trial?: boolean;
  /** It does not do well, and still it is asked, because nobody else is left. */
  readonly lastResort?: boolean;
}

/** Stored with every attempt: who stood for election, who was left out and why, in which order the rest stand by. */
export interface DecisionDocument {
  readonly chosen: string | null;
  /** Eligible channels, best first; the ones behind the first are the backups. */
  readonly plan: readonly string[];
  readonly candidates: readonly CandidateView[];
  readonly configVersion: number;
  readonly decidedAt: string;
  readonly micros: number;
}

export const HEALTH_WINDOWS = ['15m', '1h', '24h', '7d'] as const;
export type HealthWindow = (typeof HEALTH_WINDOWS)[number];
export const isHealthWindow = (text: unknown): text is HealthWindow => (HEALTH_WINDOWS as readonly unknown[]).includes(text);

export interface HealthPoint {
  readonly at: string;
  readonly channel: string;
  readonly calls: number;
  /** 0…1. */
  readonly successRate: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface ChannelTile {
  readonly channel: string;
  readonly breaker: string;
  readonly retryAt: string | null;
  readonly maintenanceUntil: string | null;
  readonly masked: string | null;
  readonly successRate: number;
  readonly p95Ms: number;
  readonly samples: number;
  readonly refusedCallbacks: number;
  /** Orders opened in the window, and their amounts. */
  readonly volume: { readonly orders: number; readonly amount: MoneyWire };
  readonly limits: { readonly day: LimitUsed | null; readonly month: LimitUsed | null };
}
export interface LimitUsed {
  readonly used: MoneyWire;
  readonly limit: MoneyWire;
}

export interface MaintenanceView {
  readonly id: string;
  readonly channel: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly note: string;
  readonly by: string;
}

export interface CallBehind {
  readonly id: string;
  readonly channel: string;
  readonly at: string;
  readonly operation: string;
  readonly signal: string;
  readonly cause: string | null;
  readonly code: string;
  readonly durationMs: number;
  readonly payment: { readonly id: string; readonly number: string; readonly status: string; readonly amount: MoneyWire } | null;
}

export interface AlarmView {
  readonly id: string;
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  /** `timeouts:3`, `failure-rate:53`, `probe-ok`, …: copy under `bank-health.cause.<word>`. */
  readonly cause: string;
  readonly at: string;
  readonly acknowledged: boolean;
}

export interface RefusedCallbackView {
  readonly id: string;
  readonly channel: string;
  readonly reason: string;
  readonly at: string;
}

export interface HealthDesk {
  readonly at: string;
  readonly tiles: readonly ChannelTile[];
  readonly points: readonly HealthPoint[];
  /** Of all channels together, per time bucket. */
  readonly latency: readonly { readonly at: string; readonly p50Ms: number | null; readonly p95Ms: number | null; readonly p99Ms: number | null }[];
  readonly alarms: readonly AlarmView[];
  /** In the whole window; the list below holds the newest. */
  readonly refusedTotal: number;
  readonly refusedCallbacks: readonly RefusedCallbackView[];
  /** Under way or still to come, soonest first. */
  readonly maintenance: readonly MaintenanceView[];
  readonly holds: readonly RiskHoldView[];
  readonly configVersion: number;
  readonly document: RoutingDocument;
  /** A version that waits for a second person, or for its moment. */
  readonly proposed: {
    readonly version: number;
    readonly state: string;
    readonly approvalId: string;
    readonly effectiveFrom: string | null;
    readonly by: string;
  } | null;
}

export interface SharePreview {
  readonly channel: string;
  /** 0…1. */
  readonly now: number;
  readonly then: number;
  readonly reason: RefusalReason | null;
}

export interface DraftPreview {
  readonly shares: readonly SharePreview[];
  /** Fee plans that could reach fewer than three channels. */
  readonly thin: readonly PlanReach[];
}

export interface PlanReach {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Channels that a payment of this plan could go to, outages left aside. */
  readonly channels: readonly string[];
}

interface ReplayedSide {
  readonly payments: number;
  /** 0…1. */
  readonly share: number;
  /** The channels' own fees by contract. */
  readonly cost: MoneyWire;
  /** Mean of the success measured when each payment was decided; null where nothing was known. */
  readonly success: number | null;
}
export interface ReplayedChannel {
  readonly channel: string;
  readonly now: ReplayedSide;
  readonly then: ReplayedSide;
}
export interface MovedPayment {
  readonly paymentId: string;
  readonly number: string;
  readonly at: string;
  readonly amount: MoneyWire;
  readonly from: string;
  /** Null: nobody could have taken it. */
  readonly to: string | null;
  /** Why the draft leaves the first channel out; null where it only ranks another one higher. */
  readonly reason: RefusalReason | null;
}
export interface ReplayReport {
  readonly payments: number;
  readonly since: string;
  /** There were more; the newest were taken. */
  readonly capped: boolean;
  readonly elsewhere: number;
  readonly channels: readonly ReplayedChannel[];
  readonly moved: readonly MovedPayment[];
}

export const proposeRoutingSchema = z.object({
  document: routingDocumentSchema,
  /** Milliseconds since 1970; now where it is missing. */
  effectiveFrom: z.number().int().positive().transform(instant).nullable().default(null),
  note: z.string().trim().max(200).default(''),
  /** Said by a person who was told which plans reach fewer than three channels. */
  acceptFew: z.boolean().default(false),
});
export type ProposeRoutingInput = z.output<typeof proposeRoutingSchema>;

const channelName = z.string().regex(/^[a-z0-9-]{2,32}$/);

export const maintenanceSchema = z.object({
  channel: channelName,
  /** Milliseconds since 1970. */
  startsAt: z.coerce.number().int().positive().transform(instant),
  endsAt: z.coerce.number().int().positive().transform(instant),
  note: z.string().trim().min(1).max(200),
  /** Made when the form was opened. */
  key: z.string().regex(/^[\w.:-]{8,128}$/),
});
export type MaintenanceInput = z.output<typeof maintenanceSchema>;

export const acknowledgeSchema = z.object({ eventId: z.string().regex(/^\d{1,18}$/) });

/** The draft travels as JSON in one address parameter: a preview reads, it does not write. */
const draft = z.string().max(8_000).transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
}).pipe(routingDocumentSchema);
export const sharesQuerySchema = z.object({ document: draft, amountMinor: z.string().regex(/^\d{1,15}$/).transform(BigInt) });
export const replayQuerySchema = z.object({ document: draft });
export const callsQuerySchema = z.object({ at: z.coerce.number().int().positive().transform(instant), window: z.enum(HEALTH_WINDOWS) });
