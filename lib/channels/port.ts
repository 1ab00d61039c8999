/**
 * The one interface every channel (bank, wallet, card network) speaks inside Bafang. An adapter knows wire formats and nothing else:
 * it takes typed orders, calls the bank through `Net`, and answers with what is *certain*. It never touches the database.
 *
 * Certainty follows Kill Bill's five kinds: succeeded, pending (accepted), declined, not sent, unknown. A timeout is unknown.
 */
import type { ChannelAccountId, InstitutionId } from '@/lib/kernel/ids';
import type { Currency, Money } from '@/lib/kernel/money';
import type { Clock, Random } from '@/lib/kernel/ports';
import type { BusinessDate, Instant } from '@/lib/kernel/time';
import type { StatementReader } from '@/lib/statements/port';
import type { z } from 'zod';

export const CHANNELS = ['wechat', 'alipay', 'unionpay', 'ccb', 'cmb', 'icbc', 'abc', 'bocom', 'qra', 'boc', 'spdb', 'psbc', 'wallet'] as const;
export type ChannelCode = (typeof CHANNELS)[number];

/** How a payer pays; one channel may offer several. Also what a fee plan allows and what the router ranks within. */
export const METHODS = ['wechat', 'alipay', 'unionpay', 'bank', 'wallet'] as const;
export type Method = (typeof METHODS)[number];

/** What a channel can do, as data: the router, the refund rules, the checkout copy and the settings form read it. */
export interface Capabilities {
  readonly channel: ChannelCode;
  readonly name: { readonly zh: string; readonly en: string };
  readonly method: Method;
  readonly create: 'redirect' | 'form' | 'qr';
  readonly currencies: readonly Currency[];
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  readonly orderNo: { readonly minLength: number; readonly maxLength: number; readonly alphabet: 'alnum' | 'alnum-dash' };
  /** Whether `create` itself calls the bank. Where false the order is only known there once the payer arrives. */
  readonly createCallsBank: boolean;
  /** After a create whose answer was lost: `same-number` (the default) or `new-number` (CMB: the lost code was shown to nobody). */
  readonly createOnUnknown?: 'same-number' | 'new-number';
  readonly close: 'supported' | 'expires-only';
  /** The code or address in the answer to `create` is the only way to pay: an order whose answer nobody was shown can be paid by nobody. */
  readonly payableOnlyByAnswer?: boolean;
  readonly orderLifetimeMs: number;
  /** "Not found" from `query` younger than this is "not yet", never "failed". */
  readonly notFoundGraceMs: number;
  /** Delays between inquiries of an order whose callback is missing; the last one repeats. */
  readonly queryScheduleMs: readonly number[];
  readonly refund: {
    readonly windowDays: number;
    readonly partial: boolean;
    readonly maxCount: number | null;
    readonly minIntervalMs: number;
    readonly asynchronous: boolean;
    /** `same-number`: repeat safely. `query-first`: a repeated call could refund twice (CCB), look before you leap. */
    readonly onUnknown: 'same-number' | 'query-first';
  };
  readonly statement: { readonly earliestHour: number; readonly timeZone: string; readonly cutOff: string; readonly readerId: string };
  /** Basis points of the amount the channel keeps, for routing only; the statement says what was really taken. */
  readonly feeBps: number;
  /** Each fact's source and certainty tag, shown to administrators and printed in the adapter's README. */
  readonly sources: readonly { readonly fact: string; readonly certainty: 'A' | 'B' | 'C' | 'D' | 'sandbox convention'; readonly source: string }[];
}

/** One institution's contract with one channel. `config` and `secrets` are what the adapter's own schemas parsed. */
export interface ChannelAccount<Config = unknown, Secrets = unknown> {
  readonly id: ChannelAccountId;
  readonly institutionId: InstitutionId;
  readonly channel: ChannelCode;
  /** Where the bank's API and pages are (sandbox bank, or the real one). */
  readonly baseUrl: string;
  /** Public address the bank calls back: `<PUBLIC_URL>/api/channels/<channel>/notify/<account id>`. */
  readonly notifyUrl: string;
  readonly config: Config;
  readonly secrets: Secrets;
  /** The settings before the last change of a key: good for what the bank still signs with them, until then (rotation.ts). */
  readonly previous?: { readonly config: Config; readonly secrets: Secrets; readonly until: Instant };
}

/**
 * The only way out to a network. A transaction (`Tx`) is not a `Net`, so a network call inside a transaction does not compile; the
 * platform's implementation also refuses at run time when called inside one.
 */
export interface Net {
  readonly net: true;
  fetch(url: string, init: NetRequest): Promise<NetResponse>;
}
export interface NetRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
  /** Gives up before the time is over; what happened then is as unclear as after a time-out. */
  readonly giveUp?: AbortSignal;
  /** Bytes of the answer read at most. */
  readonly maxBytes?: number;
}
/** `sent: false` means certainly nothing reached the bank (name, refused connection); anything else that failed is unclear. */
export type NetResponse =
  | { readonly ok: true; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }
  | { readonly ok: false; readonly sent: boolean; readonly code: 'timeout' | 'refused' | 'dns' | 'reset' | 'tls' | 'too-large' | 'other' };

export interface CallContext {
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
}

// ── create ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface CreateOrder {
  /** Our number at the bank, unique per attempt for ever; fits the channel's `orderNo` shape. */
  readonly orderNo: string;
  readonly amount: Money;
  readonly subject: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** Where the bank sends the payer's browser afterwards. Arriving there proves nothing. */
  readonly returnUrl: string;
  readonly payerIp: string;
}

/** What the payer's browser must be given. */
export type Presentation =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'form'; readonly action: string; readonly charset: 'utf-8' | 'gbk'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'qr'; readonly text: string };

/** Why an operation did not do what was asked, in terms the payer page, the router and the clerk share. */
export type Cause =
  | 'insufficient-balance' | 'bank-limit' | 'card-details' | 'payer-cancelled' | 'risk-refused' | 'bank-maintenance' | 'bank-busy'
  | 'network' | 'merchant-configuration' | 'duplicate-order' | 'order-closed' | 'not-refundable' | 'merchant-balance' | 'other';

export interface Unclear {
  readonly certainty: 'unknown';
  readonly code: string;
  readonly cause: Cause;
}
export interface Refused {
  readonly certainty: 'declined';
  readonly code: string;
  readonly cause: Cause;
  readonly message: string;
}
/** Certainly never reached the bank: another route may be tried at once. */
export interface NotSent {
  readonly certainty: 'not-sent';
  readonly code: string;
  readonly cause: Cause;
}

export type CreateOutcome =
  | { readonly certainty: 'accepted'; readonly present: Presentation; readonly channelTradeNo?: string }
  | Refused | NotSent
  | (Unclear & { readonly retry: 'same-number' | 'new-number' | 'query-first' });

// ── what happened to an order: callback, query and statement say it in the same words ─────────────────────────────────────────
export interface PaidFact {
  readonly state: 'paid';
  readonly amount: Money;
  readonly channelTradeNo: string;
  readonly paidAt: Instant;
  readonly settleDate?: BusinessDate;
}
export type OrderFact =
  | PaidFact
  | { readonly state: 'unpaid' | 'closed' | 'not-found' }
  | { readonly state: 'failed'; readonly code: string; readonly cause: Cause }
  | { readonly state: 'unknown'; readonly code: string; readonly cause: Cause };

export type RefundFact =
  | { readonly state: 'succeeded'; readonly amount: Money; readonly channelRefundNo: string; readonly at: Instant }
  | { readonly state: 'processing'; readonly channelRefundNo?: string }
  | { readonly state: 'failed' | 'abnormal' | 'closed'; readonly code: string; readonly cause: Cause }
  | { readonly state: 'not-found' }
  | { readonly state: 'unknown'; readonly code: string; readonly cause: Cause };

// ── callbacks ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** The callback as it came: bytes first, meaning later. */
export interface RawInbound {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
}

export type NotifyVerdict =
  /** Signature, merchant and shape are right. `eventKey` identifies the event across resends (raw facts are stored once per key). */
  | { readonly kind: 'order'; readonly eventKey: string; readonly orderNo: string; readonly fact: OrderFact }
  | { readonly kind: 'refund'; readonly eventKey: string; readonly refundNo: string; readonly orderNo: string; readonly fact: RefundFact }
  /** Authentic but nothing we act on (for example "waiting for payer"). */
  | { readonly kind: 'ignored'; readonly eventKey: string; readonly reason: string }
  /** The bank testing whether we check signatures (WeChat SIGNTEST): answer with `ack(…, 'probe')`, record, do nothing. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'invalid'; readonly reason: InvalidReason };

export type InvalidReason =
  | 'malformed' | 'bad-signature' | 'unknown-certificate' | 'expired-certificate' | 'stale' | 'wrong-merchant' | 'undecryptable' | 'wrong-currency';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

// ── refunds ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface RefundOrder {
  readonly refundNo: string;
  readonly orderNo: string;
  readonly channelTradeNo: string;
  readonly paidAmount: Money;
  readonly amount: Money;
  /** What was already refunded before this one at the bank; CCB's query-first rule compares with it. */
  readonly refundedBefore: Money;
  readonly orderCreatedAt: Instant;
  readonly requestedAt: Instant;
  readonly reason: string;
}
export type RefundOutcome =
  | { readonly certainty: 'succeeded'; readonly channelRefundNo: string; readonly at: Instant }
  | { readonly certainty: 'accepted'; readonly channelRefundNo?: string }
  | Refused | NotSent | Unclear;

// ── the rest ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface OrderRef {
  readonly orderNo: string;
  readonly amount: Money;
  readonly createdAt: Instant;
  readonly channelTradeNo?: string;
}
export type CloseOutcome =
  /** `closed`: can certainly not be paid any more. `already-paid`: query it. */
  | { readonly certainty: 'closed' } | { readonly certainty: 'already-paid' } | { readonly certainty: 'unsupported' } | Refused | NotSent | Unclear;

export type StatementFetch =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly fileName: string }
  | { readonly kind: 'empty-day' } | { readonly kind: 'not-yet' }
  | { readonly kind: 'failed'; readonly code: string; readonly cause: Cause };

export interface ProbeResult {
  readonly healthy: boolean;
  readonly latencyMs: number;
  readonly code: string;
}

export interface ChannelAdapter<Config = unknown, Secrets = unknown> {
  readonly capabilities: Capabilities;
  readonly configSchema: z.ZodType<Config>;
  readonly secretsSchema: z.ZodType<Secrets>;
  readonly statementReader: StatementReader;
  create(account: ChannelAccount<Config, Secrets>, order: CreateOrder, call: CallContext): Promise<CreateOutcome>;
  /** Pure: no network, no clock but `receivedAt`. Verifies over the raw bytes before believing anything in them. */
  verifyNotify(account: ChannelAccount<Config, Secrets>, inbound: RawInbound): NotifyVerdict;
  /** The exact bytes the bank wants. `stored`: recorded, do not resend. `refused`: not authentic. `retry`: we could not store it. */
  /** `inbound`: what is answered, where the bank wants something of it repeated. */
  ack(account: ChannelAccount<Config, Secrets>, verdict: 'stored' | 'refused' | 'retry' | 'probe', inbound?: RawInbound): RawAnswer;
  query(account: ChannelAccount<Config, Secrets>, order: OrderRef, call: CallContext): Promise<OrderFact>;
  close(account: ChannelAccount<Config, Secrets>, order: OrderRef, call: CallContext): Promise<CloseOutcome>;
  refund(account: ChannelAccount<Config, Secrets>, refund: RefundOrder, call: CallContext): Promise<RefundOutcome>;
  queryRefund(account: ChannelAccount<Config, Secrets>, refund: RefundOrder, call: CallContext): Promise<RefundFact>;
  fetchStatement(account: ChannelAccount<Config, Secrets>, date: BusinessDate, call: CallContext): Promise<StatementFetch>;
  probe(account: ChannelAccount<Config, Secrets>, call: CallContext): Promise<ProbeResult>;
}
