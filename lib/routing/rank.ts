/**
 * The router's decision: pure, no I/O, well under a millisecond for a hundred channels. Eligible channels are ordered by a weighted
 * rendezvous hash: each gets a share in proportion to weight × health, the same payment always gets the same order, and nothing rotates.
 */
import { refusalOf, type Refusal } from './eligibility';
import { WEIGHT_DEFAULT, type CandidateView, type RoutingDocument, type ScoreParts } from './model';
import type { ChannelSnapshot, LiveLoad, LiveLoads, RouteRequest } from './snapshot';

const IDLE: LiveLoad = { inFlight: 0, stalled: 0 };

const LATENCY_GOOD_MS = 400;
/** A payer is promised the bank's page within two seconds: a channel whose slow answers take longer than that is asked when nobody else is left. */
const LATENCY_BAD_MS = 2_200;
const LATENCY_LEAST = 0.05;
/** How strongly health bends the administrator's weights: at 90 % success a channel keeps an eighth of its wish. */
const SUCCESS_POWER = 20;
/** A sick channel still gets this much of the best one's pull, so that its recovery is noticed. Backups stand behind every such payment. */
const EXPLORE_PULL = 0.004;
/** A channel on trial is given its one payment soon. */
const TRIAL_PULL = 0.1;

interface Scored {
  readonly channel: ChannelSnapshot;
  readonly refusal: Refusal | null;
  readonly parts: ScoreParts | null;
  pull: number;
  lastResort: boolean;
}

export function rankChannels(
  channels: readonly ChannelSnapshot[], request: RouteRequest, document: RoutingDocument, loads: LiveLoads = () => IDLE,
): CandidateView[] {
  const masks = new Map(document.masks.map((m) => [m.channel, m.reason]));
  const scored = channels.map((channel): Scored => {
    const load = loads(channel.channel, channel.health.p95Ms);
    const refusal = refusalOf(channel, request, document, masks, load);
    const parts = refusal ? null : scoreOf(channel, request, document, load);
    return { channel, refusal, parts, pull: parts ? pullOf(parts, channel, load) : 0, lastResort: false };
  });
  if (!scored.some((s) => s.parts)) return viewOf(withLastResort(scored, request, document), request);
  explore(scored);
  return viewOf(scored, request);
}

/**
 * Nobody is eligible, and for some the only reason is that they do not do well: asking them is better for the payer than a refusal. One that is
 * silent is asked by one payment at a time, which finds the first that is back without waiting for a pause to end; one that answers, if often with
 * a no, by everybody.
 */
function withLastResort(scored: readonly Scored[], request: RouteRequest, document: RoutingDocument): Scored[] {
  return scored.map((s) => {
    if (!mayBeLastResort(s)) return s;
    const parts = scoreOf(s.channel, request, document, IDLE);
    return { ...s, refusal: null, parts, pull: pullOf(parts, s.channel, IDLE), lastResort: true };
  });
}

function mayBeLastResort({ refusal, channel }: Scored): boolean {
  switch (refusal?.reason) {
    case 'not-answering': return true;
    case 'breaker-open': return !channel.silent || !channel.trialTaken;
    case 'trial-in-progress': return !channel.silent;
    default: return false;
  }
}

/** Small and bounded: a floor under the pull of channels that are let through at all and wished for at all. */
function explore(scored: readonly Scored[]): void {
  const best = scored.reduce((most, s) => Math.max(most, s.pull), 0);
  for (const s of scored) {
    if (!s.parts || s.parts.weight === 0) continue;
    s.pull = Math.max(s.pull, best * (s.channel.breaker === 'half-open' ? TRIAL_PULL : EXPLORE_PULL));
  }
}

function viewOf(scored: readonly Scored[], request: RouteRequest): CandidateView[] {
  const total = scored.reduce((sum, s) => sum + s.pull, 0);
  const order = scored
    .filter((s) => s.parts !== null)
    // −ln(u)/pull is an exponential race: the smallest wins, with probability pull/total; u comes from a hash, not from chance.
    .map((s) => ({ s, key: -Math.log(hashToUnit(`${request.key}\0${s.channel.channel}`)) / s.pull }))
    .sort((a, b) => a.key - b.key);
  const rankOf = new Map(order.map((o, index) => [o.s, index]));
  return scored.map((s) => ({
    channel: s.channel.channel, accountId: s.channel.accountId, method: s.channel.method, eligible: s.refusal === null, reason: s.refusal?.reason ?? null,
    until: s.refusal?.until ?? null,
    parts: s.parts, share: total > 0 ? s.pull / total : 0, rank: rankOf.get(s) ?? null,
    ...(s.parts && s.channel.breaker !== 'closed' && (s.channel.silent || !s.lastResort) && { trial: true }),
    ...(s.lastResort && { lastResort: true }),
  }));
}

function scoreOf(c: ChannelSnapshot, request: RouteRequest, document: RoutingDocument, load: LiveLoad): ScoreParts {
  const latency = 1 - clamp((c.health.p95Ms - LATENCY_GOOD_MS) / (LATENCY_BAD_MS - LATENCY_GOOD_MS));
  const rules = document.channels[c.channel];
  const used = rules?.concurrencyMax ? load.inFlight / rules.concurrencyMax : 0;
  const wish = (document.weights[c.channel] ?? WEIGHT_DEFAULT) / 100;
  return {
    success: clamp(c.health.successRate - (c.health.timeoutRate ?? 0)),
    latency: LATENCY_LEAST + (1 - LATENCY_LEAST) * latency,
    // 1 % dearer costs a tenth of the pull: fees matter among healthy channels, never more than health.
    fee: 1 - clamp(c.feeBps / 1_000),
    load: 1 - 0.9 * clamp(used) ** 2,
    // A channel that names the payer's very region is at home there.
    region: rules?.regions && request.region && !rules.regions.includes(request.region) ? 0.8 : 1,
    weight: clamp(wish * ((request.planWeights?.[c.channel] ?? 100) / 100)),
  };
}

/** The other way round: what a stored decision knew of a channel's slow answers, in milliseconds. */
export const p95OfPart = (latency: number): number => LATENCY_GOOD_MS + (1 - (latency - LATENCY_LEAST) / (1 - LATENCY_LEAST)) * (LATENCY_BAD_MS - LATENCY_GOOD_MS);

/** A weight of nothing still keeps a channel as the last backup. One stalled order halves the pull: it may be the first of many. */
function pullOf(p: ScoreParts, c: ChannelSnapshot, load: LiveLoad): number {
  const suspicion = load.stalled > 0 && c.breaker === 'closed' ? 0.5 ** load.stalled : 1;
  return Math.max(1e-6, p.weight * p.success ** SUCCESS_POWER * p.latency * p.fee * p.load * p.region * suspicion);
}
const clamp = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);

/** FNV-1a with a final mix: spreads short texts evenly over (0, 1). */
export function hashToUnit(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 16; h = Math.imul(h, 0x7feb352d); h ^= h >>> 15; h = Math.imul(h, 0x846ca68b); h ^= h >>> 16;
  return ((h >>> 0) + 0.5) / 0x1_0000_0000;
}

/** Channel names of the eligible, best first. */
export const planOf = (candidates: readonly CandidateView[]): string[] =>
  candidates.filter((c) => c.rank !== null).sort((a, b) => a.rank! - b.rank!).map((c) => c.channel);
