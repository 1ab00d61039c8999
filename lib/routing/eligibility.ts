/** Who may take a payment at all: pure. First reason in a fixed order, so the same situation is always explained the same way. */
import type { ChannelRules, RefusalReason, RoutingDocument } from './model';
import type { ChannelSnapshot, LiveLoad, RouteRequest } from './snapshot';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly until: string | null;
}

/** A bank-card payment can go through the card network as well as through the bank's own gateway. */
const SERVES: Readonly<Record<string, readonly string[]>> = { bank: ['bank'], unionpay: ['unionpay', 'bank'] };
export const methodsServed = (method: string): readonly string[] => SERVES[method] ?? [method];

/** This many orders waiting far too long or just ended unclear, and this part of all that are on the way, and the next one would only join them. */
const STALLED_MAX = 1;
const STALLED_PART = 0.25;

export function refusalOf(
  c: ChannelSnapshot, r: RouteRequest, document: RoutingDocument, masks: ReadonlyMap<string, string>, load: LiveLoad,
): Refusal | null {
  const rules = document.channels[c.channel];
  const reason = unsuited(c, r) ?? (rules ? unserved(rules, r) : null) ?? (masks.has(c.channel) ? 'masked' : null);
  if (reason) return { reason, until: null };
  if (c.maintenanceUntil) return { reason: 'maintenance', until: c.maintenanceUntil };
  if (c.closedUntil) return { reason: 'outside-hours', until: c.closedUntil };
  const now = exhausted(c, r) ?? unwell(c, r, load, rules);
  return now ? { reason: now, until: null } : null;
}

/** Whether a channel's refunds can do what these bills may need. */
export const givesBack = (refund: NonNullable<ChannelSnapshot['refund']>, needs: RouteRequest['refundNeeds'] | null): boolean =>
  !needs || (refund.windowDays >= needs.windowDays && (refund.partial || !needs.partial));

/** By the contract and the bills. */
function unsuited(c: ChannelSnapshot, r: RouteRequest): RefusalReason | null {
  const served = methodsServed(c.method);
  if (!served.some((m) => r.allowedMethods.includes(m))) return 'method-not-allowed';
  if (r.method !== 'any' && !served.includes(r.method)) return 'method-not-chosen';
  if (!c.currencies.includes(r.currency)) return 'currency';
  if (r.amountMinor < c.minMinor) return 'below-minimum';
  if (r.amountMinor > c.maxMinor) return 'above-maximum';
  if (c.refund && !givesBack(c.refund, r.refundNeeds)) return 'refund-needs';
  if (r.riskHeld === 'all' || r.riskHeld?.includes(c.channel)) return 'risk-hold';
  return null;
}

/** By what the institution laid down for this channel. What is not known of a payer excludes nobody. */
function unserved(rules: ChannelRules, r: RouteRequest): RefusalReason | null {
  if (rules.regions && r.region && !rules.regions.some((region) => region === r.region || r.region!.startsWith(`${region}-`))) return 'region';
  const value = rules.payers && r.payerAttributes?.[rules.payers.attribute];
  if (rules.payers && r.payerAttributes && !rules.payers.oneOf.includes(String(value))) return 'payer-not-served';
  return null;
}

function exhausted(c: ChannelSnapshot, r: RouteRequest): RefusalReason | null {
  const left = c.leftMinor;
  if (!left) return null;
  if (left.day !== null && r.amountMinor > left.day) return 'day-limit';
  if (left.month !== null && r.amountMinor > left.month) return 'month-limit';
  return null;
}

function unwell(c: ChannelSnapshot, r: RouteRequest, load: LiveLoad, rules: ChannelRules | undefined): RefusalReason | null {
  if (r.tried.includes(c.channel)) return 'tried-already';
  if (c.breaker === 'open') return 'breaker-open';
  if (c.breaker === 'half-open' && c.trialTaken) return 'trial-in-progress';
  if (c.unsure && c.breaker === 'closed') return 'not-answering';
  if (load.stalled >= STALLED_MAX && load.stalled >= STALLED_PART * load.inFlight) return 'not-answering';
  if (rules?.concurrencyMax && load.inFlight >= rules.concurrencyMax) return 'busy';
  return null;
}
