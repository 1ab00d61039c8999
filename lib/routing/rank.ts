/**
 * The router's decision: pure, no I/O, well under a millisecond for a hundred channels. Eligible channels are ordered by a weighted
 * rendezvous hash: each gets a share in proportion to weight × health, the same payment always gets the same order, and nothing rotates.
 */
import { WEIGHT_DEFAULT, type CandidateView, type RefusalReason, type RoutingDocument, type ScoreParts } from './model';
import type { BreakerState } from './machine';

export interface ChannelSnapshot {
  readonly accountId: string;
  readonly channel: string;
  readonly method: string;
  readonly currencies: readonly string[];
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  readonly feeBps: number;
  readonly breaker: BreakerState;
  /** A half-open breaker lets one payment through; true when somebody has it. */
  readonly trialTaken: boolean;
  readonly maintenanceUntil: string | null;
  readonly health: ChannelHealth;
}

/** Decayed figures of real traffic, payer-caused refusals left out; probes stand in only where there is no traffic. */
export interface ChannelHealth {
  readonly successRate: number;
  readonly p95Ms: number;
  readonly samples: number;
}

export interface RouteRequest {
  /** Spreads payments by hash; the payment's id. */
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Methods the bills allow. */
  readonly allowedMethods: readonly string[];
  /** What the payer chose; `any` lets the router choose. */
  readonly method: string;
  /** Channels this payment has already been refused by. */
  readonly tried: readonly string[];
}

/** A bank-card payment can go through the card network as well as through the bank's own gateway. */
const SERVES: Readonly<Record<string, readonly string[]>> = { bank: ['bank'], unionpay: ['unionpay', 'bank'] };
export const methodsServed = (method: string): readonly string[] => SERVES[method] ?? [method];

const LATENCY_GOOD_MS = 400;
const LATENCY_BAD_MS = 6_000;
/** How strongly health bends the administrator's weights: at 90 % success a channel keeps about a third of its wish. */
const SUCCESS_POWER = 10;

export function rankChannels(channels: readonly ChannelSnapshot[], request: RouteRequest, document: RoutingDocument): CandidateView[] {
  const masks = new Map(document.masks.map((m) => [m.channel, m.reason]));
  const scored = channels.map((channel) => {
    const refusal = refuse(channel, request, masks);
    const parts = refusal ? null : scoreOf(channel, document);
    return { channel, refusal, parts, pull: parts ? pullOf(parts) : 0 };
  });
  const total = scored.reduce((sum, s) => sum + s.pull, 0);
  const order = scored
    .filter((s) => s.parts !== null)
    // −ln(u)/pull is an exponential race: the smallest wins, with probability pull/total; u comes from a hash, not from chance.
    .map((s) => ({ s, key: -Math.log(hashToUnit(`${request.key}\0${s.channel.channel}`)) / s.pull }))
    .sort((a, b) => a.key - b.key);
  const rankOf = new Map(order.map((o, index) => [o.s, index]));
  return scored.map((s) => ({
    channel: s.channel.channel, accountId: s.channel.accountId, method: s.channel.method, eligible: s.refusal === null, reason: s.refusal,
    until: s.refusal === 'maintenance' ? s.channel.maintenanceUntil : null,
    parts: s.parts, share: total > 0 ? s.pull / total : 0, rank: rankOf.get(s) ?? null,
  }));
}

/** First reason in a fixed order, so the same situation is always explained the same way. */
function refuse(c: ChannelSnapshot, r: RouteRequest, masks: ReadonlyMap<string, string>): RefusalReason | null {
  const served = methodsServed(c.method);
  if (!served.some((m) => r.allowedMethods.includes(m))) return 'method-not-allowed';
  if (r.method !== 'any' && !served.includes(r.method)) return 'method-not-chosen';
  if (!c.currencies.includes(r.currency)) return 'currency';
  if (r.amountMinor < c.minMinor) return 'below-minimum';
  if (r.amountMinor > c.maxMinor) return 'above-maximum';
  if (masks.has(c.channel)) return 'masked';
  if (c.maintenanceUntil) return 'maintenance';
  if (r.tried.includes(c.channel)) return 'tried-already';
  if (c.breaker === 'open') return 'breaker-open';
  if (c.breaker === 'half-open' && c.trialTaken) return 'trial-in-progress';
  return null;
}

function scoreOf(c: ChannelSnapshot, document: RoutingDocument): ScoreParts {
  const latency = 1 - clamp((c.health.p95Ms - LATENCY_GOOD_MS) / (LATENCY_BAD_MS - LATENCY_GOOD_MS));
  return {
    success: clamp(c.health.successRate),
    latency: 0.25 + 0.75 * latency,
    // 1 % dearer costs a tenth of the pull: fees matter among healthy channels, never more than health.
    fee: 1 - clamp(c.feeBps / 1_000),
    weight: clamp((document.weights[c.channel] ?? WEIGHT_DEFAULT) / 100),
  };
}

/** A weight of nothing still keeps a channel as the last backup. */
const pullOf = (p: ScoreParts): number => Math.max(1e-6, p.weight * p.success ** SUCCESS_POWER * p.latency * p.fee);
const clamp = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);

/** FNV-1a with a final mix: spreads short texts evenly over (0, 1). */
function hashToUnit(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 16; h = Math.imul(h, 0x7feb352d); h ^= h >>> 15; h = Math.imul(h, 0x846ca68b); h ^= h >>> 16;
  return ((h >>> 0) + 0.5) / 0x1_0000_0000;
}

/** Channel names of the eligible, best first. */
export const planOf = (candidates: readonly CandidateView[]): string[] =>
  candidates.filter((c) => c.rank !== null).sort((a, b) => a.rank! - b.rank!).map((c) => c.channel);
