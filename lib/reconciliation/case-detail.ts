/** One case in full: both sides, what agrees, why it probably is so, what to do next, and what it might belong to. */
import { z } from 'zod';
import { hasPermission, namesOf, requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { caseColumns, caseRowView, type CaseRow } from './case-queue';
import { detailsOf } from './copy-rows';
import { PLACE_BITS } from './line-ids';
import { UNDECIDED, type Agreement, type CaseDetailView, type CaseEventView, type CaseState, type LineView, type NearMissView, type ProbableCause, type SideKind, type SideView, type SumView, type WhyNot } from './model';
import { nearMissesOf } from './near-misses';
import { maySplit, nextActionOf } from './rules';
import { suggestSum } from './suggest-sum';

interface Row extends CaseRow { side_kind: string | null; proposed_by: string | null }

const EVENTS_SHOWN = 200;

/** Null when this institution has no such case. */
export async function reconciliationCase(ctx: Ctx, caseId: string): Promise<CaseDetailView | null> {
  requirePermission(ctx, 'reconciliation.read');
  const personal = hasPermission(ctx.actor, 'payer.read-personal');
  return withTx(ctx, async (tx): Promise<CaseDetailView | null> => {
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT ${caseColumns}, c.side_kind, c.proposed_by, NULL AS number, NULL AS time FROM recon_case c WHERE c.id = ${caseId}`;
    if (!row) return null;
    const line = row.line_id === null ? null : await readLine(tx, row.line_id, personal);
    const side = row.side_id === null ? null : await readSide(tx, row.side_id);
    const open = UNDECIDED.includes(row.status as CaseState);
    const near = open ? await nearMissesOf(tx, row) : [];
    const sum = open ? await readSum(tx, row, personal) : null;
    const nearMisses: NearMissView[] = [];
    for (const n of near) {
      const [theirLine, theirSide] = [n.lineId === null ? null : await readLine(tx, n.lineId, personal), n.sideId === null ? null : await readSide(tx, n.sideId)];
      const agreement = agreementOf(line ?? theirLine, theirSide ?? side);
      nearMisses.push({ line: theirLine, side: theirSide, agreement, whyNot: [...numberOf(agreement), ...n.whyNot] });
    }
    const view = caseRowView(row);
    const facts = {
      reason: view.reason, status: view.status, direction: view.direction, bankMinor: row.bank_minor, ourMinor: row.our_minor, proposedBy: row.proposed_by,
    };
    return {
      ...view, number: line?.number ?? line?.origNumber ?? side?.number ?? null, time: line?.time ?? side?.time ?? null, line, side, agreement: agreementOf(line, side),
      cause: row.probable_cause as ProbableCause | null, nextAction: nextActionOf(facts, near.filter((n) => !n.whyNot.includes('other-amount')).length + (sum?.others === 0 ? 1 : 0)),
      proposedByMe: row.proposed_by === actorName(ctx.actor), nearMisses, sum, ownerName: row.owner_id === null ? null : ((await namesOf(tx, [row.owner_id])).get(row.owner_id) ?? null), splittable: line !== null && !line.partOf && maySplit(facts), events: await readEvents(tx, caseId),
    };
  });
}

async function readEvents(tx: Tx, caseId: string): Promise<CaseEventView[]> {
  const rows = await tx.recon_case_event.findMany({ where: { case_id: caseId }, orderBy: { id: 'desc' }, take: EVENTS_SHOWN });
  return rows.map((e) => ({ id: e.id.toString(), kind: e.kind, note: e.note, at: e.at.toISOString(), actor: e.actor, evidence: evidenceOf(e.document) }));
}

const evidenceSchema = z.object({ name: z.string(), bytes: z.number() });
function evidenceOf(document: unknown): CaseEventView['evidence'] {
  const found = evidenceSchema.safeParse(document);
  return found.success ? found.data : null;
}

async function readSum(tx: Tx, row: Row, personal: boolean): Promise<SumView | null> {
  const found = await suggestSum(tx, row);
  if (found === null) return null;
  const elements: (LineView | SideView)[] = [];
  for (const { lineId, sideId } of found.elements) {
    const one = lineId !== null ? await readLine(tx, lineId, personal) : sideId !== null ? await readSide(tx, sideId) : null;
    if (one) elements.push(one);
  }
  return {
    lineIds: found.elements.flatMap((e) => e.lineId?.toString() ?? []), sideIds: found.elements.flatMap((e) => e.sideId ?? []), elements, others: found.others,
  };
}

interface LineRow {
  split_line: bigint | null; split_whole: bigint | null; split_parts: number | null;
  id: bigint; line_no: number; type: string; direction: string; amount_minor: bigint; fee_minor: bigint | null; currency: string; merchant_no: string | null;
  orig_merchant_no: string | null; channel_no: string | null; bank_status: string | null; trade_time: string | null; file_id: string; file_name: string;
  sealed_at: bigint | null; sealed: Uint8Array | null;
}

/** The bank's free text is opened only for those who may see personal data. */
async function readLine(tx: Tx, id: bigint, personal: boolean): Promise<LineView | null> {
  const [row] = await tx.$queryRaw<LineRow[]>`
    SELECT l.*, o.id AS file_id, o.file_name, d.id AS sealed_at, d.details_sealed AS sealed, s.line_id AS split_line, s.whole_minor AS split_whole, s.parts AS split_parts
    FROM statement_line l JOIN statement_file f ON f.seq = l.id >> ${Number(PLACE_BITS)}::int LEFT JOIN recon_split s ON s.file_id = f.id
    -- A part of a split line has the words of the whole.
    JOIN statement_file o ON o.seq = coalesce(s.line_id, l.id) >> ${Number(PLACE_BITS)}::int
    LEFT JOIN LATERAL (SELECT b.id, b.details_sealed FROM statement_line b WHERE b.id >= coalesce(s.line_id, l.id) AND b.id < (o.seq + 1) << ${Number(PLACE_BITS)}::int
      AND b.details_sealed IS NOT NULL ORDER BY b.id LIMIT 1) d ON true
    WHERE l.id = ${id}`;
  if (!row) return null;
  const wire = (minor: bigint) => toWire(money(minor, row.currency as Currency));
  const place = row.sealed_at === null ? 0 : Number(row.sealed_at & ((1n << PLACE_BITS) - 1n));
  const details = personal && row.sealed ? detailsOf(row.file_id, place, row.line_no, row.sealed) : { counterparty: null, memo: null };
  return {
    id: row.id.toString(), lineNo: row.line_no, fileId: row.file_id, fileName: row.file_name, type: row.type, direction: row.direction as 'credit' | 'debit',
    amount: wire(row.amount_minor), fee: row.fee_minor === null ? null : wire(row.fee_minor), number: row.merchant_no, origNumber: row.orig_merchant_no,
    channelNo: row.channel_no, status: row.bank_status, time: row.trade_time, ...details,
    ...(row.split_line !== null && { partOf: { lineId: row.split_line.toString(), whole: wire(row.split_whole ?? 0n), parts: row.split_parts ?? 0 } }),
  };
}

interface SideRow {
  kind: string; id: string; owner_id: string | null; owner_number: string | null; direction: string; amount_minor: bigint; currency: string; number: string;
  channel_no: string | null; status: string; time: string | null;
}

async function readSide(tx: Tx, id: string): Promise<SideView | null> {
  const [row] = await tx.$queryRaw<SideRow[]>`
    SELECT x.kind, x.id, x.owner_id, x.owner_number, x.direction, x.amount_minor, x.currency, x.number, x.channel_no, x.status,
      to_char(x.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') AS time
    FROM (
      SELECT 'attempt' AS kind, a.id, p.id AS owner_id, p.number AS owner_number, 'credit' AS direction, a.amount_minor, a.currency, a.order_no AS number,
        a.channel_trade_no AS channel_no, a.status, coalesce(a.paid_at, a.created_at) AS at
      FROM payment_attempt a JOIN payment p ON p.id = a.payment_id WHERE a.id = ${id}
      UNION ALL
      SELECT 'refund', r.id, r.id, r.number, 'debit', r.amount_minor, r.currency, r.refund_no, r.channel_refund_no, r.status, coalesce(r.succeeded_at, r.requested_at)
      FROM refund r WHERE r.id = ${id}
      UNION ALL
      SELECT 'suspense', s.id, s.payment_id, NULL, 'credit', s.amount_minor, s.currency, s.order_no, nullif(substr(s.evidence, 7), ''), s.status, s.created_at
      FROM suspense_item s WHERE s.id = ${id}) x`;
  if (!row) return null;
  return {
    kind: row.kind as SideKind, id: row.id, ownerId: row.owner_id, ownerNumber: row.owner_number, direction: row.direction as 'credit' | 'debit',
    amount: toWire(money(row.amount_minor, row.currency as Currency)), number: row.number, channelNo: row.channel_no, status: row.status, time: row.time,
  };
}

/** What the numbers say against a pair. */
const numberOf = (agreement: readonly Agreement[]): readonly WhyNot[] =>
  ({ differs: ['other-number' as const], unknown: ['no-number' as const], agrees: [] })[agreement.find((a) => a.field === 'number')?.verdict ?? 'agrees'];

/** Banks and we look at different clocks: within this the times agree. */
const SAME_TIME_MS = 5 * 60_000;

function agreementOf(line: LineView | null, side: SideView | null): Agreement[] {
  if (!line || !side) return [];
  const of = (field: Agreement['field'], a: string | null, b: string | null, same = a === b): Agreement =>
    ({ field, verdict: a === null || b === null ? 'unknown' : same ? 'agrees' : 'differs' });
  const apart = Math.abs(Date.parse(`${line.time ?? ''}Z`.replace(' ', 'T')) - Date.parse(`${side.time ?? ''}Z`.replace(' ', 'T')));
  return [
    of('amount', line.amount.minor, side.amount.minor, line.amount.minor === side.amount.minor && line.amount.currency === side.amount.currency),
    of('number', line.number ?? line.origNumber, side.number, (line.number ?? line.origNumber) === side.number),
    of('channelNo', line.channelNo, side.channelNo),
    of('time', line.time, side.time, apart <= SAME_TIME_MS),
    of('state', 'succeeded', side.kind === 'suspense' ? null : side.status),
  ];
}
