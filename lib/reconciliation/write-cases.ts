/** What is left over becomes cases: read in pages, judged by the rules, written in sets. A case that is there already is left as it is. */
import { CAPABILITIES, type ChannelCode } from '@/lib/channels';
import { newId } from '@/lib/kernel/ports';
import { instantOfDate, toIso, type BusinessDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { businessDayAt, isNearCut } from './days';
import type { Hint } from './engine/facts';
import type { VersionedRules } from './engine/rule-set';
import { fileSeqOf, type LineRange } from './line-ids';
import type { Reason } from './model';
import { isStillLate } from './not-yet';
import { classifyLine, classifySide } from './rules';

export interface CaseScope {
  readonly runId: string;
  readonly fileId: string;
  readonly channel: ChannelCode;
  readonly lines: LineRange;
  readonly days: readonly BusinessDate[];
  readonly rules: VersionedRules;
}

export interface Written {
  readonly opened: Partial<Record<Reason, number>>;
  readonly repeated: number;
}

export interface NewCase {
  readonly reason: Reason;
  readonly cause: string;
  readonly direction: string;
  readonly day: string;
  readonly lineId: bigint | null;
  readonly sideKind: string | null;
  readonly sideId: string | null;
  readonly bankMinor: bigint | null;
  readonly ourMinor: bigint | null;
  readonly currency: string;
}

const PAGE = 2_000;

/** The same line of an earlier file of the day stands in a case already: one case is enough. */
const dropSeenBefore = (tx: Tx, scope: CaseScope): Promise<number> => tx.$executeRaw`
  DELETE FROM leftover_line l USING recon_case c, statement_line e
  WHERE c.channel = ${scope.channel} AND c.line_id NOT BETWEEN ${scope.lines.from} AND ${scope.lines.to - 1n} AND e.id = c.line_id AND c.business_date = l.day
    AND e.merchant_no = l.merchant_no AND e.amount_minor = l.amount_minor AND e.channel_no IS NOT DISTINCT FROM l.channel_no`;

/**
 * A corrected file names refunds without a number of their own (CCB) once more: as many lines of an order, amount and moment as an earlier file has
 * matched are the same ones. Gone through by our facts, whose numbers are indexed.
 */
const dropSameRefunds = (tx: Tx, scope: CaseScope): Promise<number> => tx.$executeRaw`
  DELETE FROM leftover_line WHERE id IN (
    SELECT x.id FROM (
      SELECT l.id, row_number() OVER (PARTITION BY l.orig_merchant_no, l.amount_minor, l.trade_time ORDER BY l.id) AS n, (
        SELECT count(*) FROM payment_attempt a JOIN refund r ON r.attempt_id = a.id JOIN recon_match m ON m.side_id = r.id AND m.undone_at IS NULL
        JOIN statement_line e ON e.id = m.line_id
        WHERE a.channel = ${scope.channel} AND a.order_no = l.orig_merchant_no AND e.merchant_no IS NULL AND e.amount_minor = l.amount_minor
          AND e.trade_time IS NOT DISTINCT FROM l.trade_time AND e.id NOT BETWEEN ${scope.lines.from} AND ${scope.lines.to - 1n}) AS known
      FROM leftover_line l WHERE l.type = 'refund' AND l.merchant_no IS NULL AND l.orig_merchant_no IS NOT NULL) x
    WHERE x.n <= x.known)`;

interface LeftRow {
  id: bigint; type: string; direction: string; amount_minor: bigint; fee_minor: bigint | null; currency: string; merchant_no: string | null; day: Date | null;
  side_id: string | null; side_minor: bigint | null; side_currency: string | null; side_status: string | null;
  matched_line: bigint | null; matched_minor: bigint | null; hint: Hint['kind'] | null; orig_known: boolean;
}

/** Lines without a fact of ours (or with one that says something else). */
export async function writeLineCases(tx: Tx, ctx: Ctx, scope: CaseScope): Promise<Written> {
  const opened: Partial<Record<Reason, number>> = {};
  let repeated = (await dropSeenBefore(tx, scope)) + (await dropSameRefunds(tx, scope));
  for (let after = -1n; ;) {
    const page = await leftLines(tx, scope, after);
    if (page.length === 0) return { opened, repeated };
    const cases: NewCase[] = [];
    for (const row of page) {
      const found = judge(row, scope);
      if (found === null) repeated++;
      else cases.push(found);
    }
    await openCases(tx, ctx, scope, cases, opened);
    after = page[page.length - 1]!.id;
  }
}

/**
 * The fact with the line's number, looked up line by line (the LIMITs make sure of it: what was matched a moment ago is not in the planner's
 * statistics): an order for payments; for refunds the refund, or (CCB) one of the order that is still unmatched.
 */
const leftLines = (tx: Tx, scope: CaseScope, after: bigint): Promise<LeftRow[]> => tx.$queryRaw<LeftRow[]>`
  SELECT l.id, l.type, l.direction, l.amount_minor, l.fee_minor, l.currency, coalesce(l.merchant_no, l.orig_merchant_no) AS merchant_no, l.day,
    x.id AS side_id, x.amount_minor AS side_minor, x.currency AS side_currency, x.status AS side_status, m.line_id AS matched_line, m.amount_minor AS matched_minor, l.hint,
    l.type = 'refund' AND EXISTS (SELECT FROM payment_attempt o WHERE o.channel = ${scope.channel} AND o.order_no IN (l.orig_merchant_no, l.merchant_no)) AS orig_known
  FROM leftover_line l
  LEFT JOIN LATERAL (
    SELECT a.id, a.amount_minor, a.currency, a.status FROM payment_attempt a
    WHERE l.type = 'payment' AND a.channel = ${scope.channel} AND a.order_no = l.merchant_no
    UNION ALL
    SELECT r.id, r.amount_minor, r.currency, CASE WHEN r.status = 'returned' THEN 'succeeded' ELSE r.status END FROM refund r
    WHERE l.type = 'refund' AND r.channel = ${scope.channel} AND r.refund_no = l.merchant_no
    UNION ALL
    (SELECT r.id, r.amount_minor, r.currency, r.status FROM payment_attempt a JOIN refund r ON r.attempt_id = a.id
    WHERE l.type = 'refund' AND l.merchant_no IS NULL AND a.channel = ${scope.channel} AND a.order_no = l.orig_merchant_no
      AND NOT EXISTS (SELECT FROM recon_match m WHERE m.side_id = r.id AND m.undone_at IS NULL) ORDER BY r.requested_at LIMIT 1)
  ) x ON true
  LEFT JOIN LATERAL (
    SELECT m.line_id, (SELECT o.amount_minor FROM statement_line o WHERE o.id = m.line_id) AS amount_minor FROM recon_match m
    WHERE m.side_id = x.id AND m.undone_at IS NULL LIMIT 1
  ) m ON true
  WHERE l.id > ${after} ORDER BY l.id LIMIT ${PAGE}`;

function judge(row: LeftRow, scope: CaseScope): NewCase | null {
  const verdict = classifyLine({
    amountMinor: row.amount_minor, feeMinor: row.fee_minor, currency: row.currency, number: row.merchant_no, refund: row.type === 'refund',
    hint: row.hint, originalKnown: row.orig_known,
    side: row.side_id === null ? null : {
      amountMinor: row.side_minor!, currency: row.side_currency!, status: row.side_status!, matchedAmountMinor: row.matched_minor,
      matchedWith: row.matched_line === null ? null : fileSeqOf(row.matched_line) === fileSeqOf(scope.lines.from) ? 'this-file' : 'another-file',
    },
  });
  if (verdict.kind === 'repeated') return null;
  // A line beside the one that is matched has no side of its own: its whole amount is in question.
  const shares = verdict.reason === 'amount-differs';
  const sided = row.side_id !== null && verdict.reason !== 'unclear';
  return {
    reason: verdict.reason, cause: verdict.cause, direction: row.direction, day: dayText(row.day) ?? scope.days.at(-1) ?? '1970-01-01', lineId: row.id,
    sideKind: !sided ? null : row.type === 'refund' ? 'refund' : 'attempt', sideId: sided ? row.side_id : null,
    bankMinor: row.amount_minor, ourMinor: shares ? row.side_minor : null, currency: row.currency,
  };
}

const dayText = (day: Date | null): string | null => day && day.toISOString().slice(0, 10);

interface SideRow { id: string; kind: 'attempt' | 'refund'; amount_minor: bigint; currency: string; at: Date; settle_date: Date | null }

/** Payments and refunds of the file's days that the file does not have. */
export async function writeSideCases(tx: Tx, ctx: Ctx, scope: CaseScope): Promise<Partial<Record<Reason, number>>> {
  const opened: Partial<Record<Reason, number>> = {};
  const cut = CAPABILITIES[scope.channel].statement;
  const { notYet } = scope.rules;
  await tx.$executeRaw`DELETE FROM leftover_side s
    WHERE (SELECT m.id FROM recon_match m WHERE m.side_id = s.id AND m.undone_at IS NULL LIMIT 1) IS NOT NULL`;
  for (let after = ''; ;) {
    const page = await tx.$queryRaw<SideRow[]>`SELECT * FROM leftover_side WHERE id > ${after} ORDER BY id LIMIT ${PAGE}`;
    if (page.length === 0) return opened;
    const cases = page.flatMap((row): NewCase[] => {
      const at = instantOfDate(row.at);
      const day = dayText(row.settle_date) ?? businessDayAt(at, cut);
      if (!scope.days.includes(day as BusinessDate)) return [];
      const { reason, cause } = classifySide({
        nearCut: isNearCut(at, day as BusinessDate, cut, notYet.nearCutMinutes), early: isStillLate(ctx.clock.now(), day as BusinessDate, scope.channel, notYet),
      });
      return [{
        reason, cause, direction: row.kind === 'refund' ? 'debit' : 'credit', day, lineId: null, sideKind: row.kind, sideId: row.id, bankMinor: null,
        ourMinor: row.amount_minor, currency: row.currency,
      }];
    });
    await openCases(tx, ctx, scope, cases, opened);
    after = page[page.length - 1]!.id;
  }
}

async function openCases(tx: Tx, ctx: Ctx, scope: CaseScope, cases: readonly NewCase[], opened: Partial<Record<Reason, number>>): Promise<void> {
  for (const row of await insertCases(tx, ctx, scope, cases)) opened[row.reason as Reason] = (opened[row.reason as Reason] ?? 0) + 1;
}

/** Answers the cases that are new. A line or fact that stands in a case already gets no second one. */
export async function insertCases(
  tx: Tx, ctx: Ctx, scope: { readonly runId: string | null; readonly channel: string }, cases: readonly NewCase[],
): Promise<{ id: string; reason: string }[]> {
  if (cases.length === 0) return [];
  const rows = JSON.stringify(cases.map((c) => ({
    id: newId('reconCase', ctx), reason: c.reason, cause: c.cause, direction: c.direction, day: c.day, line_id: c.lineId?.toString() ?? null,
    side_kind: c.sideKind, side_id: c.sideId, bank: c.bankMinor?.toString() ?? null, ours: c.ourMinor?.toString() ?? null, currency: c.currency,
  })));
  const at = toIso(ctx.clock.now());
  return tx.$queryRaw<{ id: string; reason: string }[]>`
    WITH opened AS (
      INSERT INTO recon_case (id, institution_id, run_id, channel, business_date, reason, direction, line_id, side_kind, side_id, bank_minor, our_minor,
        currency, status, probable_cause, created_at)
      SELECT t.id, ${ctx.institutionId}, ${scope.runId}, ${scope.channel}, t.day, t.reason, t.direction, t.line_id, t.side_kind, t.side_id, t.bank, t.ours,
        t.currency, 'open', t.cause, ${at}::timestamptz
      FROM jsonb_to_recordset(${rows}::jsonb) AS t(id text, reason text, cause text, direction text, day date, line_id bigint, side_kind text, side_id text,
        bank bigint, ours bigint, currency text)
      WHERE CASE WHEN t.line_id IS NULL THEN NOT EXISTS (SELECT FROM recon_case c WHERE c.side_id = t.side_id AND c.status <> 'matched')
        ELSE NOT EXISTS (SELECT FROM recon_case c WHERE c.institution_id = ${ctx.institutionId} AND c.line_id = t.line_id AND c.status <> 'matched') END
      ON CONFLICT DO NOTHING RETURNING id, reason
    ), told AS (
      INSERT INTO recon_case_event (institution_id, case_id, kind, to_state, at, actor)
      SELECT ${ctx.institutionId}, id, 'opened', 'open', ${at}::timestamptz, ${actorName(ctx.actor)} FROM opened
    ) SELECT id, reason FROM opened`;
}
