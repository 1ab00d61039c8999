/**
 * Cumulative limits of a channel: a payment takes its part before it is sent there and gives it back when its order is certainly dead. The counters
 * are in the database, so all processes agree; a decision reads them a second old at most, the reservation has the last word.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock } from '@/lib/kernel/ports';
import { addDays, businessDateOf, instantOf, plusMs, SECOND_MS, toDate, toIso, zoned, type Instant } from '@/lib/kernel/time';
import { withTx, type Scope, type Tx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { forgetHealth } from './health-cache';
import type { ChannelRules, RoutingDocument } from './model';

/** Banks count their days in China's time. */
export const LIMIT_ZONE = 'Asia/Shanghai';

export const periodsOf = (at: Instant): { day: string; month: string } => {
  const day = businessDateOf(at, LIMIT_ZONE);
  return { day, month: day.slice(0, 7) };
};

export const isLimited = (rules: ChannelRules | undefined): boolean => rules?.dayLimitMinor !== undefined || rules?.monthLimitMinor !== undefined;

export type Reserved = 'reserved' | 'day-limit' | 'month-limit';

/** One part for one payment at one channel; the same key again takes nothing twice. */
export async function reserveLimit(tx: Tx, at: Instant, wish: { key: string; channel: string; amountMinor: bigint }, rules: ChannelRules): Promise<Reserved> {
  const { day, month } = periodsOf(at);
  const dayLimit = rules.dayLimitMinor === undefined ? null : BigInt(rules.dayLimitMinor);
  const monthLimit = rules.monthLimitMinor === undefined ? null : BigInt(rules.monthLimitMinor);
  const [row] = await tx.$queryRaw<{ answer: Reserved }[]>`
    SELECT reserve_channel(${wish.key}, ${wish.channel}, ${day}, ${month}, ${wish.amountMinor}::bigint, ${dayLimit}::bigint, ${monthLimit}::bigint, ${toDate(at)}) AS answer`;
  return row!.answer;
}

/** `full` says of the best one why nobody has room; null where there was nobody to ask. */
export type ReservedWay = { readonly channel: string } | { readonly channel: null; readonly full: 'day-limit' | 'month-limit' | null };

/** The first channel of the order that has room, its part taken. Channels without limits answer at once and touch nothing. */
export async function reserveWay(scope: Scope, clock: Clock, wish: { key: string; amountMinor: bigint }, plan: readonly string[]): Promise<ReservedWay> {
  const { document } = await activeRouting(scope);
  let full: 'day-limit' | 'month-limit' | null = null;
  for (const channel of plan) {
    const rules = document.channels[channel];
    if (!rules || !isLimited(rules)) return { channel };
    const answer = await withTx(scope, (tx) => reserveLimit(tx, clock.now(), { ...wish, channel }, rules));
    if (answer === 'reserved') return { channel };
    full ??= answer;
    // What the snapshot said was too old; the next decision reads anew.
    forgetHealth(scope.institutionId);
  }
  return { channel: null, full };
}

/** What is left per channel; a channel without limits is not there. */
export async function leftOfLimits(tx: Tx, document: RoutingDocument, at: Instant): Promise<Map<string, { day: bigint | null; month: bigint | null }>> {
  const limited = Object.entries(document.channels).filter(([, rules]) => isLimited(rules));
  if (limited.length === 0) return new Map();
  const { day, month } = periodsOf(at);
  const rows = await tx.channel_usage.findMany({ where: { period: { in: [day, month] } } });
  const used = (channel: string, period: string) => rows.find((r) => r.channel === channel && r.period === period)?.used_minor ?? 0n;
  const left = (limit: string | undefined, taken: bigint) => (limit === undefined ? null : BigInt(limit) > taken ? BigInt(limit) - taken : 0n);
  return new Map(limited.map(([channel, rules]) => [channel, { day: left(rules.dayLimitMinor, used(channel, day)), month: left(rules.monthLimitMinor, used(channel, month)) }]));
}

/** A payment that never came into being gives back after this long; an order is looked at as soon. */
const SETTLE_AFTER_MS = 5 * SECOND_MS;
const ORPHAN_AFTER_MS = 120 * SECOND_MS;
const SETTLE_MAX = 500;

/** Gives back the parts of orders that are certainly dead, keeps those of paid ones for good. Returns how many were settled. */
export async function settleReservations(institutionId: InstitutionId, clock: Clock): Promise<number> {
  const now = clock.now();
  return withTx({ institutionId }, async (tx) => {
    const rows = await tx.$queryRaw<{ key: string; channel: string; paid: boolean }[]>`
      SELECT r.key, r.channel, coalesce(o.paid, false) AS paid
      FROM channel_reservation r
      LEFT JOIN LATERAL (
        SELECT bool_or(a.status = 'succeeded') AS paid, bool_and(a.status IN ('declined', 'not-sent', 'closed')) AS dead
        FROM payment p JOIN payment_attempt a ON a.payment_id = p.id AND a.channel = r.channel
        WHERE p.id = r.key OR p.idempotency_key = r.key
      ) o ON true
      WHERE r.state = 'held' AND r.reserved_at < ${toDate(plusMs(now, -SETTLE_AFTER_MS))}
        AND (o.paid OR o.dead OR (o.dead IS NULL AND r.reserved_at < ${toDate(plusMs(now, -ORPHAN_AFTER_MS))}))
      ORDER BY r.reserved_at LIMIT ${SETTLE_MAX}`;
    for (const { key, channel, paid } of rows) {
      if (paid) await tx.channel_reservation.updateMany({ where: { key, channel, state: 'held' }, data: { state: 'used', settled_at: toDate(now) } });
      else await tx.$queryRaw`SELECT release_channel(${key}, ${channel}, ${toDate(now)})`;
    }
    return rows.length;
  });
}

/** When a channel with daily hours opens again (ISO); null while it is open. */
export function closedUntil(hours: ChannelRules['hours'], at: Instant): string | null {
  if (!hours || hours.from === hours.to) return null;
  const { date, time } = zoned(at, LIMIT_ZONE);
  const now = time.slice(0, 5);
  const open = hours.from < hours.to ? now >= hours.from && now < hours.to : now >= hours.from || now < hours.to;
  return open ? null : toIso(instantOf(now < hours.from ? date : addDays(date, 1), hours.from, LIMIT_ZONE));
}
