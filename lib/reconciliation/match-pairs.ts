/**
 * Rules as sets: one INSERT … SELECT each. A pair is made where key, amount, currency and direction are equal and neither is matched yet; the unique
 * indexes decide between two runs at once. A pair that a person took apart is not made again.
 */
import { Prisma } from '@/lib/platform/prisma/client';
import { sqlState, type Tx } from '@/lib/platform/tx';
import type { LineRange } from './line-ids';
import { RULE_EXACT_KEY } from './model';

export interface MatchScope {
  readonly institutionId: string;
  readonly runId: string;
  readonly channel: string;
  readonly lines: LineRange;
  readonly actor: string;
  /** ISO moment. */
  readonly at: string;
  readonly ruleVersion: number;
}

export const insertInto = Prisma.sql`INSERT INTO recon_match (id, institution_id, run_id, line_id, side_kind, side_id, rule, rule_version, matched_by, matched_at)`;
const values = (s: MatchScope, kind: string) => Prisma.sql`l.id, ${s.institutionId}, ${s.runId}, l.id, ${kind}, x.id, ${RULE_EXACT_KEY}, ${s.ruleVersion}::int,
  ${s.actor}, ${s.at}::timestamptz`;
const inFile = (s: MatchScope) => Prisma.sql`l.id >= ${s.lines.from} AND l.id < ${s.lines.to} AND l.settled`;
const sameMoney = Prisma.sql`x.amount_minor = l.amount_minor AND x.currency = l.currency`;
const notTakenApart = Prisma.sql`NOT EXISTS (SELECT FROM recon_match u WHERE u.line_id = l.id AND u.side_id = x.id AND u.undone_at IS NOT NULL)`;

/** From here on the planner is told to join in sets: its statistics cannot know lines that were staged a moment ago. */
export const LARGE_ROWS = 20_000;
export async function planForSize(tx: Tx, rows: number): Promise<void> {
  await tx.$executeRaw`SELECT set_config('work_mem', '160MB', true), set_config('jit', 'off', true), set_config('enable_nestloop', ${rows > LARGE_ROWS ? 'off' : 'on'}, true)`;
}

/** The planner knows nothing yet of rows written a moment ago, and would not think them worth a second processor. For most steps they are not. */
export const planWithWorkers = (tx: Tx, wanted: boolean): Promise<number> => tx.$executeRaw`
  SELECT set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true), set_config('min_parallel_table_scan_size', '0', true),
    set_config('max_parallel_workers_per_gather', ${wanted ? '2' : '0'}, true)`;

const paymentsOf = (s: MatchScope, from: Prisma.Sql) => Prisma.sql`${insertInto} SELECT ${values(s, 'attempt')} FROM ${from}
  JOIN payment_attempt x ON x.channel = ${s.channel} AND x.order_no = l.merchant_no AND x.status = 'succeeded' AND ${sameMoney}
  WHERE l.type = 'payment' AND l.direction = 'credit' AND ${notTakenApart}`;

/** The columns that the steps after the exact key work with, over `statement_line l`. */
export const leftoverColumns = Prisma.sql`l.id, l.line_no, l.type, l.direction, l.amount_minor, l.fee_minor, l.net_minor, l.currency, l.merchant_no,
  l.orig_merchant_no, l.channel_no, l.trade_time, l.day, NULL::text AS hint`;

export const UNIQUE_VIOLATION = '23505';

/**
 * Payments by our order number, in every channel the same. A file is first taken as what it nearly always is, one in which nothing is matched yet:
 * looking for conflicts row by row costs as much again as all the rest. Lines whose number came before in the file are left to the next step.
 */
export async function matchPayments(tx: Tx, s: MatchScope, rows: number): Promise<number> {
  const lines = (more: Prisma.Sql) => Prisma.sql`(SELECT * FROM statement_line WHERE id >= ${s.lines.from} AND id < ${s.lines.to} AND settled ${more}) l`;
  if (rows <= LARGE_ROWS) return tx.$executeRaw`${paymentsOf(s, lines(Prisma.empty))} ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`SAVEPOINT all_new`;
  try {
    return await tx.$executeRaw`${paymentsOf(s, lines(Prisma.sql`AND NOT again`))}`;
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT all_new`;
    return tx.$executeRaw`${paymentsOf(s, lines(Prisma.empty))} ON CONFLICT DO NOTHING`;
  }
}

/** Lines whose number came before in the file: the line that fits may be the later one. */
export const matchPaymentsAgain = (tx: Tx, s: MatchScope): Promise<number> => tx.$executeRaw`
  ${paymentsOf(s, Prisma.sql`leftover_line l`)} ON CONFLICT DO NOTHING`;

/** What makes one of several lines of a number the one: the bank's number that we know, then the earliest. */
const standing = (line: Prisma.Sql) => Prisma.sql`(${line}.channel_no IS DISTINCT FROM x.channel_trade_no, coalesce(${line}.trade_time, ''), coalesce(${line}.channel_no, ''))`;

/**
 * Of several lines with one number the first in the file was taken; the one that stands best takes its place, so that the order of the file decides
 * nothing. Only pairs of this run change.
 */
export async function preferBestOfTwins(tx: Tx, s: MatchScope): Promise<void> {
  await tx.$executeRaw`
    WITH best AS (
      SELECT DISTINCT ON (m.id) m.id AS match_id, m.line_id AS old_line, l.id AS new_line FROM leftover_line l
      JOIN payment_attempt x ON x.channel = ${s.channel} AND x.order_no = l.merchant_no AND ${sameMoney}
      JOIN LATERAL (SELECT id, line_id FROM recon_match WHERE side_id = x.id AND undone_at IS NULL AND run_id = ${s.runId} LIMIT 1) m ON true
      JOIN LATERAL (SELECT channel_no, trade_time FROM statement_line WHERE id = m.line_id) o ON true
      WHERE l.type = 'payment' AND l.direction = 'credit' AND ${notTakenApart} AND ${standing(Prisma.sql`l`)} < ${standing(Prisma.sql`o`)}
      ORDER BY m.id, ${standing(Prisma.sql`l`)}
    ), moved AS (
      UPDATE recon_match m SET id = best.new_line, line_id = best.new_line FROM best WHERE m.id = best.match_id RETURNING best.old_line, best.new_line
    ), gone AS (
      DELETE FROM leftover_line l USING moved WHERE l.id = moved.new_line
    ) INSERT INTO leftover_line SELECT ${leftoverColumns} FROM statement_line l JOIN moved ON l.id = moved.old_line`;
}

/** Refunds by their own number, where the channel prints it. */
export const matchRefunds = (tx: Tx, s: MatchScope): Promise<number> => tx.$executeRaw`
  ${insertInto} SELECT ${values(s, 'refund')} FROM leftover_line l
  JOIN refund x ON x.channel = ${s.channel} AND x.refund_no = l.merchant_no AND x.status IN ('succeeded', 'returned') AND ${sameMoney}
  WHERE l.type = 'refund' AND l.direction = 'debit' AND ${notTakenApart} ORDER BY l.trade_time, l.channel_no
  ON CONFLICT DO NOTHING`;

/**
 * The payment and refund lines that no pair was made for, with the fact of ours that has their number. Later steps and the classification work on
 * this table alone, which is small however large the file was.
 */
export async function collectLeftover(tx: Tx, s: MatchScope): Promise<void> {
  await tx.$executeRaw`CREATE TEMP TABLE leftover_line ON COMMIT DROP AS
    SELECT ${leftoverColumns}
    FROM statement_line l LEFT JOIN recon_match m ON m.id = l.id
    WHERE m.id IS NULL AND ${inFile(s)} AND l.type IN ('payment', 'refund')`;
  await tx.$executeRaw`ANALYZE leftover_line`;
  await tx.$executeRaw`SELECT set_config('enable_nestloop', 'on', true)`;
}

/** Money that is held for a person is ours too: the bank's line of it is explained. */
export const matchSuspense = (tx: Tx, s: MatchScope): Promise<number> => tx.$executeRaw`
  ${insertInto} SELECT ${values(s, 'suspense')} FROM leftover_line l
  JOIN suspense_item x ON x.channel = ${s.channel} AND x.order_no = l.merchant_no AND x.evidence = 'trade:' || coalesce(l.channel_no, l.merchant_no) AND ${sameMoney}
  WHERE l.type = 'payment' AND ${notTakenApart} ORDER BY l.trade_time, l.channel_no
  ON CONFLICT DO NOTHING`;

/**
 * Refunds of a channel without refund numbers (CCB): by order and amount, the first with the first where as many lines as refunds are equal. Where their
 * counts differ nobody knows which of them came.
 */
export const matchRefundsByOrder = (tx: Tx, s: MatchScope): Promise<number> => tx.$executeRaw`
  WITH l AS (
    SELECT id, orig_merchant_no, amount_minor, currency, row_number() OVER w AS n, count(*) OVER (PARTITION BY orig_merchant_no, amount_minor) AS all_of_them
    FROM leftover_line WHERE type = 'refund' AND merchant_no IS NULL AND orig_merchant_no IS NOT NULL
    WINDOW w AS (PARTITION BY orig_merchant_no, amount_minor ORDER BY trade_time, channel_no, id)
  ), x AS (
    SELECT r.id, a.order_no, r.amount_minor, r.currency, row_number() OVER (PARTITION BY a.order_no, r.amount_minor ORDER BY r.succeeded_at, r.id) AS n,
      count(*) OVER (PARTITION BY a.order_no, r.amount_minor) AS all_of_them
    FROM refund r JOIN payment_attempt a ON a.id = r.attempt_id
    WHERE r.channel = ${s.channel} AND r.status IN ('succeeded', 'returned') AND a.order_no IN (SELECT orig_merchant_no FROM l)
      AND NOT EXISTS (SELECT FROM recon_match m WHERE m.side_id = r.id AND m.undone_at IS NULL)
  )
  ${insertInto} SELECT ${values(s, 'refund')} FROM l JOIN x ON x.order_no = l.orig_merchant_no AND x.n = l.n AND x.all_of_them = l.all_of_them AND ${sameMoney}
  WHERE ${notTakenApart}
  ON CONFLICT DO NOTHING`;

/**
 * Looked up line by line: the pairs of a moment ago are not in the planner's statistics. Lines of groups stay until the sums are made, because a group
 * has an entry of its own.
 */
export const dropPairedLeftover = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM leftover_line l WHERE (SELECT m.id FROM recon_match m WHERE m.id = l.id AND m.group_id IS NULL LIMIT 1) IS NOT NULL`;

export const dropGroupedLeftover = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM leftover_line l WHERE (SELECT m.id FROM recon_match m WHERE m.id = l.id LIMIT 1) IS NOT NULL`;
