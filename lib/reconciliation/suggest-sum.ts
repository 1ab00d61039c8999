/** Several open facts that together are a line's amount (or the other way round): proposed with the count of other solutions, never matched by itself. */
import type { Tx } from '@/lib/platform/tx';
import { SUBSET_ITEMS_MAX, subsetOf } from './engine/subset';
import { UNDECIDED } from './model';

export interface SumFound {
  readonly elements: readonly { readonly lineId: bigint | null; readonly sideId: string | null }[];
  /** Other choices of open cases that make the same sum; 0 is a proof that there is none. */
  readonly others: number;
}

interface Asked { readonly id: string; readonly channel: string; readonly business_date: Date; readonly direction: string; readonly currency: string; readonly line_id: bigint | null; readonly bank_minor: bigint | null; readonly our_minor: bigint | null }

/** Looks among the open cases of the same day and the other side, the bounds of the search allowing. */
export async function suggestSum(tx: Tx, asked: Asked): Promise<SumFound | null> {
  if (asked.bank_minor !== null && asked.our_minor !== null) return null;
  const sum = asked.bank_minor ?? asked.our_minor ?? 0n;
  const rows = await tx.$queryRaw<{ line_id: bigint | null; side_id: string | null; minor: bigint }[]>`
    SELECT c.line_id, CASE WHEN c.line_id IS NULL THEN c.side_id END AS side_id, coalesce(c.bank_minor, c.our_minor) AS minor FROM recon_case c
    WHERE c.channel = ${asked.channel} AND c.business_date = ${asked.business_date} AND c.id <> ${asked.id} AND c.status = ANY(${[...UNDECIDED]})
      AND c.direction = ${asked.direction} AND c.currency = ${asked.currency} AND (c.line_id IS NULL) = ${asked.line_id !== null}
      AND (c.bank_minor IS NULL OR c.our_minor IS NULL) AND c.reason NOT IN ('duplicate', 'fee-differs')
      AND coalesce(c.bank_minor, c.our_minor) < ${sum}
      AND NOT EXISTS (SELECT FROM recon_dismissal d WHERE d.line_id = coalesce(c.line_id, ${asked.line_id}) AND d.side_id = c.side_id)
    ORDER BY c.id LIMIT ${SUBSET_ITEMS_MAX + 1}`;
  if (rows.length > SUBSET_ITEMS_MAX) return null;
  const found = subsetOf(rows.map((r) => r.minor), sum);
  return found && { elements: found.places.map((place) => ({ lineId: rows[place]!.line_id, sideId: rows[place]!.side_id })), others: found.others };
}
