/** The parts of a split line: lines of a file of their own that add up to it, so that everything done with lines can be done with them. */
import { newId } from '@/lib/kernel/ports';
import { toDate, toIso } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { GroupLine } from './match-group';
import { PLACE_BITS } from './line-ids';

export const RULE_SPLIT = 'split';

export interface Part { readonly lineId: bigint; readonly minor: bigint }

/** The fee goes with the parts by their size; running sums make sure that no cent of it is lost. */
export function feesOfParts(feeMinor: bigint | null, parts: readonly bigint[]): (bigint | null)[] {
  if (feeMinor === null) return parts.map(() => null);
  const whole = parts.reduce((sum, minor) => sum + minor, 0n);
  let seen = 0n;
  return parts.map((minor) => {
    const before = (feeMinor * seen) / whole;
    seen += minor;
    return (feeMinor * seen) / whole - before;
  });
}

/** Registers the file of the parts and writes them; the whole is matched with them, so that no rule touches it. Answers the parts' lines. */
export async function writeParts(tx: Tx, ctx: Ctx, splitId: string, whole: GroupLine, parts: readonly bigint[], note: string): Promise<readonly Part[]> {
  const at = toIso(ctx.clock.now());
  const fileId = newId('statementFile', ctx);
  const [file] = await tx.$queryRaw<{ seq: bigint }[]>`
    INSERT INTO statement_file (id, institution_id, channel, sha256, file_name, format, encoding, days, status, source, summary, row_count, uploaded_by, received_at)
    SELECT ${fileId}, ${ctx.institutionId}, f.channel, ${`split:${splitId}`}, f.file_name, f.format, '', '{}'::date[], 'matched', 'split', '{}', ${parts.length}::int,
      ${actorName(ctx.actor)}, ${at}::timestamptz FROM statement_file f WHERE f.seq = ${whole.id} >> ${Number(PLACE_BITS)}::int RETURNING seq`;
  const first = file!.seq << PLACE_BITS;
  const fees = feesOfParts(whole.fee_minor, parts);
  const rows = JSON.stringify(parts.map((minor, i) => ({ id: (first + BigInt(i)).toString(), minor: minor.toString(), fee: fees[i]?.toString() ?? null })));
  await tx.$executeRaw`
    INSERT INTO statement_line (id, institution_id, line_no, type, direction, settled, again, amount_minor, fee_minor, currency, merchant_no, orig_merchant_no, channel_no,
      bank_status, trade_time, day)
    SELECT t.id, l.institution_id, l.line_no, l.type, l.direction, true, false, t.minor, t.fee, l.currency, l.merchant_no, l.orig_merchant_no, l.channel_no, l.bank_status,
      l.trade_time, l.day
    FROM statement_line l, jsonb_to_recordset(${rows}::jsonb) AS t(id bigint, minor bigint, fee bigint) WHERE l.id = ${whole.id}`;
  await tx.recon_split.create({
    data: {
      id: splitId, institution_id: ctx.institutionId, line_id: whole.id, file_id: fileId, whole_minor: whole.amount_minor, parts: parts.length, note, at: toDate(ctx.clock.now()),
      actor: actorName(ctx.actor),
    },
  });
  return parts.map((minor, i) => ({ lineId: first + BigInt(i), minor }));
}

/** False when something has the line already. */
export const markSplit = async (tx: Tx, ctx: Ctx, splitId: string, lineId: bigint): Promise<boolean> => (await tx.$executeRaw`
  INSERT INTO recon_match (id, institution_id, group_id, line_id, rule, rule_version, matched_by, matched_at)
  VALUES (${lineId}, ${ctx.institutionId}, ${splitId}, ${lineId}, ${RULE_SPLIT}, 1, ${actorName(ctx.actor)}, ${toIso(ctx.clock.now())}::timestamptz) ON CONFLICT DO NOTHING`) === 1;

export interface Whole { readonly splitId: string; readonly lineId: bigint; readonly minor: bigint; readonly writtenOffMinor: bigint; readonly parts: number }

/** What a line was taken from; null for a line of a bank's own file. `except`: the case that is being decided about. */
export async function wholeOf(tx: Tx, lineId: bigint, except: string): Promise<Whole | null> {
  const [row] = await tx.$queryRaw<{ id: string; line_id: bigint; whole_minor: bigint; parts: number; off: bigint }[]>`
    SELECT s.id, s.line_id, s.whole_minor, s.parts,
      (SELECT coalesce(sum(abs(coalesce(c.bank_minor, 0) - coalesce(c.our_minor, 0))), 0)::bigint FROM recon_case c
        WHERE c.line_id >= f.seq << ${Number(PLACE_BITS)}::int AND c.line_id < (f.seq + 1) << ${Number(PLACE_BITS)}::int AND c.status = 'written-off' AND c.id <> ${except}) AS off
    FROM statement_file f JOIN recon_split s ON s.file_id = f.id WHERE f.seq = ${lineId} >> ${Number(PLACE_BITS)}::int AND f.source = 'split'`;
  return row ? { splitId: row.id, lineId: row.line_id, minor: row.whole_minor, writtenOffMinor: row.off, parts: row.parts } : null;
}
