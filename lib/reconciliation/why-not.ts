/**
 * "Why not this one?" A clerk names a number (an order's, a refund's, a payment's, the bank's own), and is told of everything that has it why no rule put it
 * together with the case.
 */
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { WhyNot, WhyNotView } from './model';

const FOUND_MAX = 5;
const NUMBER_MAX = 64;

interface Asked {
  readonly id: string; readonly channel: string; readonly business_date: Date; readonly direction: string; readonly currency: string; readonly line_id: bigint | null;
  readonly side_id: string | null; readonly bank_minor: bigint | null; readonly our_minor: bigint | null;
}

interface Row {
  line_id: bigint | null; side_id: string | null; number: string; amount_minor: bigint; currency: string; direction: string; channel: string; day: string | null; moved: boolean;
  matched_rule: string | null; matched_at: Date | null; matched_with: string | null; dismissed_by: string | null; dismissed_at: Date | null;
}

/** Null when this institution has no such case; an empty list when nothing has the number. */
export async function whyNotThis(ctx: Ctx, input: { readonly caseId: string; readonly number: string }): Promise<readonly WhyNotView[] | null> {
  requirePermission(ctx, 'reconciliation.read');
  const number = input.number.normalize('NFKC').trim().slice(0, NUMBER_MAX);
  return withTx(ctx, async (tx): Promise<readonly WhyNotView[] | null> => {
    const [asked] = await tx.$queryRaw<Asked[]>`
      SELECT id, channel, business_date, direction, currency, line_id, side_id, bank_minor, our_minor FROM recon_case WHERE id = ${input.caseId}`;
    if (!asked) return null;
    // The case is the bank's: facts of ours are looked for. The case is ours alone: lines of the bank.
    const rows = number === '' ? [] : asked.line_id === null ? await linesNamed(tx, asked, number) : await factsNamed(tx, asked, number);
    return rows.map((row) => viewOf(asked, row));
  });
}

const factsNamed = (tx: Tx, asked: Asked, number: string): Promise<Row[]> => tx.$queryRaw<Row[]>`
  SELECT NULL::bigint AS line_id, x.id AS side_id, x.number, x.amount_minor, x.currency, x.direction, x.channel, to_char(x.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, x.moved,
    m.rule AS matched_rule, m.matched_at, (SELECT string_agg(f.file_name || ' #' || l.line_no, ', ') FROM recon_match o JOIN statement_line l ON l.id = o.line_id
      JOIN statement_file f ON f.seq = l.id >> 24 WHERE o.undone_at IS NULL AND (o.id = m.id OR o.group_id = m.group_id)) AS matched_with,
    d.actor AS dismissed_by, d.at AS dismissed_at
  FROM (
    SELECT a.id, a.order_no AS number, a.amount_minor, a.currency, 'credit' AS direction, a.channel, coalesce(a.paid_at, a.created_at) AS at, a.status = 'succeeded' AS moved
    FROM payment_attempt a WHERE a.order_no = ${number} OR a.channel_trade_no = ${number} OR a.payment_id = (SELECT p.id FROM payment p WHERE p.number = ${number})
    UNION ALL
    SELECT r.id, r.refund_no, r.amount_minor, r.currency, 'debit', r.channel, coalesce(r.succeeded_at, r.requested_at), r.status IN ('succeeded', 'returned')
    FROM refund r WHERE r.refund_no = ${number} OR r.number = ${number}
  ) x LEFT JOIN recon_match m ON m.side_id = x.id AND m.undone_at IS NULL
  LEFT JOIN recon_dismissal d ON d.line_id = ${asked.line_id} AND d.side_id = x.id ORDER BY x.at DESC LIMIT ${FOUND_MAX}`;

const linesNamed = (tx: Tx, asked: Asked, number: string): Promise<Row[]> => tx.$queryRaw<Row[]>`
  WITH near AS (SELECT f.seq, f.channel, f.file_name FROM statement_file f WHERE f.channel = ${asked.channel} AND f.source <> 'split'
    AND f.days && ARRAY(SELECT ${asked.business_date}::date + g FROM generate_series(-3, 3) g))
  SELECT l.id AS line_id, NULL AS side_id, coalesce(l.merchant_no, l.orig_merchant_no, l.channel_no) AS number, l.amount_minor, l.currency, l.direction, f.channel, l.day::text AS day,
    l.settled AS moved, m.rule AS matched_rule, m.matched_at, (SELECT coalesce(a.order_no, r.refund_no) FROM recon_match o LEFT JOIN payment_attempt a ON a.id = o.side_id
      LEFT JOIN refund r ON r.id = o.side_id WHERE o.undone_at IS NULL AND o.side_id IS NOT NULL AND (o.id = m.id OR o.group_id = m.group_id) LIMIT 1) AS matched_with,
    d.actor AS dismissed_by, d.at AS dismissed_at
  FROM near f JOIN statement_line l ON l.id >= f.seq << 24 AND l.id < (f.seq + 1) << 24 AND ${number} IN (l.merchant_no, l.orig_merchant_no, l.channel_no)
  LEFT JOIN recon_match m ON m.id = l.id
  LEFT JOIN recon_dismissal d ON d.line_id = l.id AND d.side_id = ${asked.side_id} ORDER BY l.id DESC LIMIT ${FOUND_MAX}`;

/** A rule gives the money a day on either side; further off it asks a person. */
const DAY_MS = 86_400_000;

function viewOf(asked: Asked, row: Row): WhyNotView {
  const minor = asked.line_id === null ? asked.our_minor : asked.bank_minor;
  const apart = row.day === null ? 0 : Math.abs(Date.parse(`${row.day}T00:00:00Z`) - asked.business_date.getTime()) / DAY_MS;
  const why: WhyNot[] = [];
  if (row.line_id !== null ? row.line_id === asked.line_id : row.side_id === asked.side_id) why.push('this-case');
  if (row.channel !== asked.channel) why.push('other-channel');
  if (row.direction !== asked.direction) why.push('other-direction');
  if (row.currency !== asked.currency) why.push('other-currency');
  else if (row.amount_minor !== minor) why.push('other-amount');
  if (apart > 1) why.push('other-day');
  if (!row.moved) why.push('not-moved');
  if (row.matched_rule !== null) why.push('already-matched');
  if (row.dismissed_by !== null) why.push('dismissed');
  const wire = (value: bigint) => toWire(money(value, row.currency as Currency));
  return {
    lineId: row.line_id?.toString() ?? null, sideId: row.side_id, number: row.number, amount: wire(row.amount_minor), channel: row.channel, day: row.day,
    whyNot: why.length > 0 ? why : ['nothing-against'], apart: row.currency === asked.currency && minor !== null ? wire(row.amount_minor - minor) : null, daysApart: apart,
    matched: row.matched_rule === null ? null : { rule: row.matched_rule, at: row.matched_at!.toISOString(), with: row.matched_with },
    dismissed: row.dismissed_by === null ? null : { by: row.dismissed_by, at: row.dismissed_at!.toISOString() },
  };
}
