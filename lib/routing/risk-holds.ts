/** Holds in force, and whom they concern. A hold counts in every process within a second or two of being set or lifted. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { toDate, toIso, instantOfDate, type Instant } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import { withTx, type Scope, type Tx } from '@/lib/platform/tx';
import { HOLDS_MAX, type RiskHoldView } from './model';
import type { RouteRequest } from './snapshot';

export interface RiskHold {
  readonly subject: string;
  readonly subject_id: string | null;
  readonly from_minor: bigint | null;
  readonly channels: readonly string[];
}

export interface HeldAbout {
  readonly payerIds: readonly string[];
  readonly billIds: readonly string[];
  readonly amountMinor: bigint;
}

/** What holds leave out: some channels, all of them, or (undefined) none. Pure. */
export function heldBack(holds: readonly RiskHold[], about: HeldAbout): RouteRequest['riskHeld'] {
  const mine = holds.filter((h) => concerns(h, about));
  if (mine.some((h) => h.channels.length === 0)) return 'all';
  return mine.length === 0 ? undefined : [...new Set(mine.flatMap((h) => h.channels))];
}

function concerns(hold: RiskHold, about: HeldAbout): boolean {
  switch (hold.subject) {
    case 'payer': return about.payerIds.includes(hold.subject_id ?? '');
    case 'bill': return about.billIds.includes(hold.subject_id ?? '');
    default: return hold.from_minor !== null && about.amountMinor >= hold.from_minor;
  }
}

const FRESH_MS = 1_000;
const kept = new Map<InstitutionId, { at: number; value: Promise<RiskHold[]> }>();

export function holdsInForce(scope: Scope, now = performance.now()): Promise<RiskHold[]> {
  const found = kept.get(scope.institutionId);
  if (found && now - found.at < FRESH_MS) return found.value;
  const value = withTx(scope, (tx) => readHolds(tx, systemClock.now()));
  kept.set(scope.institutionId, { at: now, value });
  value.catch(() => kept.delete(scope.institutionId));
  return value;
}

export const forgetHolds = (institutionId: InstitutionId): boolean => kept.delete(institutionId);

/** Newest first. */
const readHolds = (tx: Tx, at: Instant) => tx.risk_hold.findMany({
  where: { lifted_at: null, OR: [{ until: null }, { until: { gt: toDate(at) } }] }, orderBy: { created_at: 'desc' }, take: HOLDS_MAX,
});

export async function holdViews(tx: Tx, at: Instant): Promise<RiskHoldView[]> {
  const holds = await readHolds(tx, at);
  const idsOf = (subject: string) => holds.flatMap((h) => (h.subject === subject && h.subject_id ? [h.subject_id] : []));
  const select = { id: true, number: true } as const;
  const payers = await tx.payer.findMany({ where: { id: { in: idsOf('payer') } }, select });
  const bills = await tx.bill.findMany({ where: { id: { in: idsOf('bill') } }, select });
  const numbers = new Map([...payers, ...bills].map((row) => [row.id, row.number]));
  return holds.map((h) => ({
    id: h.id, subject: h.subject, number: h.subject_id ? (numbers.get(h.subject_id) ?? '') : null,
    from: h.from_minor === null ? null : { minor: h.from_minor.toString(), currency: 'CNY' }, channels: h.channels, reason: h.reason, by: h.created_by,
    at: toIso(instantOfDate(h.created_at)), until: h.until ? toIso(instantOfDate(h.until)) : null,
  }));
}
