/** Lines and facts that a person put together: their sums, their rows, their books. */
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import type { EntryDraft } from '@/lib/ledger';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { ReconciliationFailure } from './errors';
import { PLACE_BITS } from './line-ids';
import { matchId } from './match-ids';
import { groupSettled } from './postings';

export const RULE_BY_HAND = 'by-hand';

export interface GroupLine {
  readonly id: bigint;
  readonly direction: 'credit' | 'debit';
  readonly amount_minor: bigint;
  readonly fee_minor: bigint | null;
  readonly currency: string;
  readonly channel: string;
  readonly day: Date | null;
}

export const loadLines = (tx: Tx, ids: readonly bigint[]): Promise<GroupLine[]> => tx.$queryRaw<GroupLine[]>`
  SELECT l.id, l.direction, l.amount_minor, l.fee_minor, l.currency, l.day, f.channel FROM statement_line l JOIN statement_file f ON f.seq = l.id >> ${Number(PLACE_BITS)}::int
  WHERE l.id = ANY(${ids.map(String)}::bigint[]) AND l.settled`;

export interface GroupSide {
  readonly id: string;
  readonly kind: string;
  readonly direction: 'credit' | 'debit';
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly channel: string;
}

export const loadSides = (tx: Tx, ids: readonly string[]): Promise<GroupSide[]> => tx.$queryRaw<GroupSide[]>`
  SELECT id, 'attempt' AS kind, 'credit' AS direction, amount_minor, currency, channel FROM payment_attempt WHERE id = ANY(${[...ids]}) AND status = 'succeeded'
  UNION ALL SELECT id, 'refund', 'debit', amount_minor, currency, channel FROM refund WHERE id = ANY(${[...ids]}) AND status IN ('succeeded', 'returned')
  UNION ALL SELECT id, 'suspense', 'credit', amount_minor, currency, channel FROM suspense_item WHERE id = ANY(${[...ids]})`;

const signed = (one: { direction: string; amount_minor: bigint }): bigint => (one.direction === 'credit' ? one.amount_minor : -one.amount_minor);

/** Both sides there, one channel, one currency, and the same sum. */
export function checkGroup(lines: readonly GroupLine[], sides: readonly GroupSide[]): Result<true, ReconciliationFailure> {
  if (lines.length === 0 || sides.length === 0) return err('reconciliation.one-sided');
  const all = [...lines, ...sides];
  if (new Set(all.map((one) => `${one.channel} ${one.currency}`)).size > 1) return err('reconciliation.different-channels');
  const difference = lines.reduce((sum, l) => sum + signed(l), 0n) - sides.reduce((sum, s) => sum + signed(s), 0n);
  return difference === 0n ? ok(true) : err('reconciliation.amounts-differ', { differenceMinor: difference.toString() });
}

/** One row per element; false when one of them is matched already. */
export async function writeGroup(tx: Tx, ctx: Ctx, groupId: string, lines: readonly GroupLine[], sides: readonly GroupSide[]): Promise<boolean> {
  const rows = JSON.stringify([
    ...lines.map((l) => ({ line_id: l.id.toString(), kind: null, side_id: null })), ...sides.map((s) => ({ line_id: null, kind: s.kind, side_id: s.id })),
  ]);
  const written = await tx.$executeRaw`
    INSERT INTO recon_match (id, institution_id, group_id, line_id, side_kind, side_id, rule, rule_version, matched_by, matched_at)
    SELECT ${matchId}, ${ctx.institutionId}, ${groupId}, t.line_id, t.kind, t.side_id, ${RULE_BY_HAND}, 1, ${actorName(ctx.actor)}, ${toIso(ctx.clock.now())}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb) AS t(line_id bigint, kind text, side_id text) ON CONFLICT DO NOTHING`;
  return written === lines.length + sides.length;
}

/** The lines arrive at the bank and the facts leave clearing; without facts, the lines speak for both. */
export function groupEntry(ctx: Ctx, key: string, lines: readonly GroupLine[], sides: readonly GroupSide[]): EntryDraft | null {
  const head = { key, at: ctx.clock.now(), subjectKind: 'recon-match', subjectId: key.split(':')[1]!, channel: lines[0]!.channel, memo: '' };
  const moved = (one: GroupLine | GroupSide) => ({ direction: one.direction, amountMinor: one.amount_minor });
  return groupSettled(head, lines.map((l) => ({ ...moved(l), feeMinor: l.fee_minor, currency: l.currency })), sides.map(moved));
}
