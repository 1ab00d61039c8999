/** What must be true of a plan before it can bill anybody, and in which words two versions differ. Pure. */
import type { BillItemFailure } from './errors';
import { ROUTABLE_CHANNELS, type FeePlanDocument, type InstalmentRule, type PlanDifference, type PlanWarning, type RoutableChannel } from './model';
import { milliText } from './quantities';
import { err, ok, type Result } from '@/lib/kernel/result';

/** Channels that can serve the plan's methods with a weight above zero. */
export const reachableChannels = (plan: Pick<FeePlanDocument, 'methods' | 'routing'>): RoutableChannel[] =>
  (Object.keys(ROUTABLE_CHANNELS) as RoutableChannel[]).filter(
    (channel) => plan.methods.allowed.includes(ROUTABLE_CHANNELS[channel]) && plan.routing.weights[channel] > 0,
  );

export function checkPlan(plan: FeePlanDocument): Result<readonly PlanWarning[], BillItemFailure> {
  if (plan.items.length === 0) return err('bill-items.no-items');
  if (plan.methods.allowed.length === 0) return err('bill-items.no-methods');
  for (const codes of [plan.items.map((i) => i.code), plan.discounts.map((d) => d.code)]) {
    const twice = codes.find((code, index) => codes.indexOf(code) !== index);
    if (twice !== undefined) return err('bill-items.duplicate-code', { code: twice });
  }
  for (const item of plan.items) {
    if (item.minMinor !== undefined && item.maxMinor !== undefined && BigInt(item.minMinor) > BigInt(item.maxMinor))
      return err('bill-items.limits-crossed', { item: item.code });
    if (item.pricing.kind === 'tiered' && !tiersRise(item.pricing.tiers)) return err('bill-items.tiers-not-rising', { item: item.code });
  }
  if (!cycleComplete(plan)) return err('bill-items.cycle-incomplete');
  if (plan.instalments && !instalmentsWhole(plan.instalments)) return err('bill-items.instalments-not-whole');
  return ok(warningsOf(plan));
}

function warningsOf(plan: FeePlanDocument): PlanWarning[] {
  const channels = reachableChannels(plan);
  if (channels.length === 0) return ['no-weight'];
  return channels.length < plan.routing.minChannels ? ['few-channels'] : [];
}

const cycleComplete = ({ cycle }: FeePlanDocument): boolean =>
  (cycle.kind !== 'once' || cycle.onceOn !== null) && (cycle.kind !== 'term' || cycle.terms.length > 0);

/** The first on the due date, the others later and later, together the whole bill. */
const instalmentsWhole = (parts: InstalmentRule): boolean =>
  parts.reduce((sum, part) => sum + part.bps, 0) === 10_000 && parts.every((part, i) => (i === 0 ? part.afterDays === 0 : part.afterDays > parts[i - 1]!.afterDays));

function tiersRise(tiers: readonly { readonly upToMilli: string | null }[]): boolean {
  let from = 0n;
  return tiers.every((tier, index) => {
    if (tier.upToMilli === null) return index === tiers.length - 1;
    const rises = BigInt(tier.upToMilli) > from;
    from = BigInt(tier.upToMilli);
    return rises && index < tiers.length - 1;
  });
}

export function comparePlans(before: FeePlanDocument, after: FeePlanDocument): PlanDifference[] {
  return [
    ...compareList('items', before.items, after.items),
    ...compareList('discounts', before.discounts, after.discounts),
    ...compareFields('groups', '', { groupCodes: before.groupCodes }, { groupCodes: after.groupCodes }),
    ...compareFields('items', '', { lateFee: before.lateFee, rounding: before.rounding }, { lateFee: after.lateFee, rounding: after.rounding }),
    ...compareFields('cycle', '', { instalments: instalmentText(before) }, { instalments: instalmentText(after) }),
    ...compareFields('cycle', '', before.cycle, after.cycle),
    ...compareFields('methods', '', before.methods, after.methods),
    ...compareFields('routing', '', before.routing, after.routing),
  ];
}

const instalmentText = ({ instalments }: FeePlanDocument): string[] | undefined => instalments?.map((p) => `${milliText(String(p.bps * 10))}% +${p.afterDays}`);

type Area = PlanDifference['area'];

function compareList(area: Area, before: readonly { code: string }[], after: readonly { code: string }[]): PlanDifference[] {
  const codes = [...new Set([...before, ...after].map((e) => e.code))];
  const found = codes.flatMap((code): PlanDifference[] => {
    const old = before.find((e) => e.code === code);
    const now = after.find((e) => e.code === code);
    if (!old) return [{ kind: 'added', area, subject: code, field: '', before: '', after: code }];
    if (!now) return [{ kind: 'removed', area, subject: code, field: '', before: code, after: '' }];
    return compareFields(area, code, old, now);
  });
  const kept = (list: readonly { code: string }[], other: readonly { code: string }[]) =>
    list
      .map((e) => e.code)
      .filter((code) => other.some((o) => o.code === code))
      .join(', ');
  const [orderBefore, orderAfter] = [kept(before, after), kept(after, before)];
  // The order counts: fixed discounts are taken from the items in turn.
  if (orderBefore !== orderAfter)
    found.push({ kind: 'changed', area, subject: '', field: 'order', before: orderBefore, after: orderAfter });
  return found;
}

function compareFields(area: Area, subject: string, before: unknown, after: unknown): PlanDifference[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => (old.get(field) ?? '') !== (now.get(field) ?? ''))
    .map((field) => ({ kind: 'changed', area, subject, field, before: old.get(field) ?? '', after: now.get(field) ?? '' }));
}

/** Leaves of a document by dotted path; a list counts as one leaf, because its places have no names. */
function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return new Map(Object.entries(value).flatMap(([key, v]) => [...flatten(v, path ? `${path}.${key}` : key)]));
  }
  const text = (v: unknown): string => (typeof v === 'string' ? v : v === undefined || v === null ? '' : JSON.stringify(v));
  return new Map([[path, Array.isArray(value) ? value.map(text).join(', ') : text(value)]]);
}
