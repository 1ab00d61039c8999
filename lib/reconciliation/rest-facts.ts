/** Loads what the rules after the exact key look at: left-over lines with the bank's free text, and facts of ours they may mean. */
import { instantOfDate, toIso, type BusinessDate } from '@/lib/kernel/time';
import { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import { CAPABILITIES, type ChannelCode } from '@/lib/channels';
import { bankMoment } from './bank-time';
import { detailLines } from './copy-rows';
import { businessDayAt, spanOfDays } from './days';
import type { RestFact, RestLine } from './engine/facts';
import { cleanKey, keysIn, looksOurs } from './engine/keys';
import { PLACE_BITS } from './line-ids';
import type { SideKind } from './model';

/** Beyond this the file is not one of ours that lost some keys; its lines go to the queue as they are. */
export const REST_LINES_MAX = 100_000;
const REST_FACTS_MAX = 200_000;

export interface RestScope {
  readonly fileId: string;
  readonly channel: ChannelCode;
  readonly days: readonly BusinessDate[];
}

/** Few are looked up one by one, whatever the planner believes of pairs made a moment ago; many are joined. */
const unmatchedOfFew = Prisma.sql`WHERE (SELECT m.id FROM recon_match m WHERE m.side_id = x.id AND m.undone_at IS NULL LIMIT 1) IS NULL`;
const unmatchedOfMany = Prisma.sql`LEFT JOIN recon_match m ON m.side_id = x.id AND m.undone_at IS NULL WHERE m.side_id IS NULL`;
const leftByPairing = Prisma.sql`id = ANY(ARRAY(SELECT side_id FROM unpaired WHERE line_id IS NULL))`;

/** Facts of the file's days (and the hours around them) that no line is matched with. Later steps work on this table. `paired`: what a large file left over is known. */
export async function collectOpenFacts(tx: Tx, scope: RestScope, paired: boolean): Promise<void> {
  const span = spanOfDays(scope.days, CAPABILITIES[scope.channel].statement);
  const [from, to] = span ? [toIso(span.from), toIso(span.to)] : ['1970-01-01', '1970-01-01'];
  await tx.$executeRaw`CREATE TEMP TABLE leftover_side ON COMMIT DROP AS
    SELECT x.* FROM (
      SELECT id, 'attempt' AS kind, amount_minor, currency, paid_at AS at, settle_date FROM payment_attempt
      WHERE ${paired ? leftByPairing : Prisma.sql`channel = ${scope.channel} AND status = 'succeeded' AND paid_at >= ${from}::timestamptz AND paid_at < ${to}::timestamptz`}
      UNION ALL
      SELECT id, 'refund', amount_minor, currency, succeeded_at, NULL FROM refund
      WHERE channel = ${scope.channel} AND status IN ('succeeded', 'returned') AND succeeded_at >= ${from}::timestamptz AND succeeded_at < ${to}::timestamptz) x
    ${paired ? unmatchedOfFew : unmatchedOfMany}`;
}

interface LineRow {
  id: bigint; line_no: number; type: string; direction: 'credit' | 'debit'; amount_minor: bigint; fee_minor: bigint | null; net_minor: bigint | null; currency: string;
  merchant_no: string | null; orig_merchant_no: string | null; channel_no: string | null; trade_time: string | null; day: Date | null;
}

const dayText = (day: Date | null): string | null => day && day.toISOString().slice(0, 10);

/** The lines, still without the bank's free text. */
export async function loadRestLines(tx: Tx): Promise<(RestLine & { readonly lineNo: number })[]> {
  const rows = await tx.$queryRaw<LineRow[]>`SELECT * FROM leftover_line ORDER BY id LIMIT ${REST_LINES_MAX}`;
  return rows.map((r) => ({
    id: r.id, lineNo: r.line_no, type: r.type, direction: r.direction, amountMinor: r.amount_minor, feeMinor: r.fee_minor, netMinor: r.net_minor, currency: r.currency,
    number: r.merchant_no, origNumber: r.orig_merchant_no, channelNo: r.channel_no, day: dayText(r.day), texts: [],
    at: r.trade_time !== null && r.trade_time.length > 10 ? bankMoment(r.trade_time) : null,
  }));
}

const TEXT_PAGE = 500;

/** Opens the bank's free text of the lines that need it, block by block. It is looked at and kept nowhere. */
export async function withTexts(tx: Tx, fileId: string, lines: readonly (RestLine & { readonly lineNo: number })[]): Promise<RestLine[]> {
  const found = new Map<number, readonly string[]>();
  for (let from = 0; from < lines.length; from += TEXT_PAGE) {
    const ids = lines.slice(from, from + TEXT_PAGE).map((l) => l.id.toString());
    const blocks = await tx.$queryRaw<{ id: bigint; sealed: Uint8Array }[]>`
      SELECT DISTINCT ON (b.id) b.id, b.details_sealed AS sealed FROM unnest(${ids}::bigint[]) AS l(id) CROSS JOIN LATERAL (
        SELECT s.id, s.details_sealed FROM statement_line s WHERE s.id >= l.id AND s.id < ((l.id >> ${Number(PLACE_BITS)}::int) + 1) << ${Number(PLACE_BITS)}::int
          AND s.details_sealed IS NOT NULL ORDER BY s.id LIMIT 1) b`;
    for (const block of blocks) {
      const place = Number(block.id & ((1n << PLACE_BITS) - 1n));
      for (const text of detailLines(fileId, place, block.sealed)) {
        const [lineNo, counterparty, memo] = JSON.parse(text) as [number, string | null, string | null];
        found.set(lineNo, [memo, counterparty].filter((t): t is string => t !== null));
      }
    }
  }
  return lines.map((line) => ({ ...line, texts: found.get(line.lineNo) ?? [] }));
}

interface FactRow {
  id: string; kind: SideKind; direction: 'credit' | 'debit'; amount_minor: bigint; currency: string; number: string; channel_no: string | null;
  payment_number: string | null; orig_number: string | null; payment_code: string | null; at: Date; settle_date: Date | null; open: boolean;
}

const attempts = (where: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT a.id, 'attempt' AS kind, 'credit' AS direction, a.amount_minor, a.currency, a.order_no AS number, a.channel_trade_no AS channel_no, p.number AS payment_number,
    NULL AS orig_number, y.payment_code, coalesce(a.paid_at, a.created_at) AS at, a.settle_date,
    a.status = 'succeeded' AND NOT EXISTS (SELECT FROM recon_match m WHERE m.side_id = a.id AND m.undone_at IS NULL) AS open
  FROM payment_attempt a JOIN payment p ON p.id = a.payment_id LEFT JOIN payer y ON y.id = p.payer_id WHERE ${where}`;
const refunds = (where: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT r.id, 'refund', 'debit', r.amount_minor, r.currency, r.refund_no, r.channel_refund_no, NULL, o.order_no, NULL, coalesce(r.succeeded_at, r.requested_at), NULL::date,
    r.status IN ('succeeded', 'returned') AND NOT EXISTS (SELECT FROM recon_match m WHERE m.side_id = r.id AND m.undone_at IS NULL)
  FROM refund r JOIN payment_attempt o ON o.id = r.attempt_id WHERE ${where}`;

const factOf = (channel: ChannelCode) => (r: FactRow): RestFact => ({
  id: r.id, kind: r.kind, direction: r.direction, amountMinor: r.amount_minor, currency: r.currency, number: r.number, channelNo: r.channel_no,
  paymentNumber: r.payment_number, origNumber: r.orig_number, paymentCode: r.payment_code, at: r.at.getTime(), open: r.open,
  day: dayText(r.settle_date) ?? businessDayAt(instantOfDate(r.at), CAPABILITIES[channel].statement),
});

/** Facts that one of the numbers names, whenever they happened and whatever became of them. */
export async function factsByNumber(tx: Tx, channel: ChannelCode, numbers: readonly string[]): Promise<RestFact[]> {
  if (numbers.length === 0) return [];
  const asked = [...numbers];
  const rows = await tx.$queryRaw<FactRow[]>`
    ${attempts(Prisma.sql`a.channel = ${channel} AND a.order_no = ANY(${asked})`)}
    UNION ALL ${attempts(Prisma.sql`p.number = ANY(${asked}) AND a.channel = ${channel} AND a.status = 'succeeded'`)}
    UNION ALL ${refunds(Prisma.sql`r.channel = ${channel} AND r.refund_no = ANY(${asked})`)}`;
  return rows.map(factOf(channel));
}

/** Open facts of the file's days; of very many only those with an amount that a line has. */
export async function openFacts(tx: Tx, channel: ChannelCode): Promise<RestFact[]> {
  const [{ count }] = await tx.$queryRaw<[{ count: bigint }]>`SELECT count(*) AS count FROM leftover_side`;
  const some = count > BigInt(REST_FACTS_MAX) ? Prisma.sql`AND s.amount_minor IN (SELECT amount_minor FROM leftover_line)` : Prisma.empty;
  const rows = await tx.$queryRaw<FactRow[]>`
    SELECT f.* FROM leftover_side s CROSS JOIN LATERAL (${attempts(Prisma.sql`a.id = s.id`)}) f WHERE s.kind = 'attempt' ${some}
    UNION ALL SELECT f.* FROM leftover_side s CROSS JOIN LATERAL (${refunds(Prisma.sql`r.id = s.id`)}) f WHERE s.kind = 'refund' ${some} LIMIT ${REST_FACTS_MAX}`;
  return rows.map(factOf(channel));
}

/** Every number a line may mean: as printed, cleaned, and those in its text. */
export const numbersOf = (lines: readonly RestLine[]): string[] => [...new Set(lines.flatMap((l) =>
  [l.number, l.origNumber].flatMap((n) => (n === null ? [] : [n, cleanKey(n)])).concat(keysIn(l.number === null || looksOurs(l.number) ? l.texts : [...l.texts, l.number]))))];

/** Whether the text of a line may still say what its number does not. */
export const needsText = (line: RestLine, known: ReadonlySet<string>): boolean =>
  line.number === null || (!known.has(line.number) && !known.has(cleanKey(line.number)) && !looksOurs(line.number));
