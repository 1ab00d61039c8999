/** What a case might belong to: other open cases of the channel from the other side, the closest first, each with why no rule took it. */
import type { Tx } from '@/lib/platform/tx';
import { UNDECIDED, type WhyNot } from './model';

export interface NearMiss {
  readonly lineId: bigint | null;
  readonly sideId: string | null;
  readonly whyNot: readonly WhyNot[];
}

interface Asked {
  readonly id: string; readonly channel: string; readonly business_date: Date; readonly direction: string; readonly currency: string;
  readonly line_id: bigint | null; readonly side_id: string | null; readonly bank_minor: bigint | null; readonly our_minor: bigint | null;
}

const SHOWN = 5;
const DAYS_AROUND = 3;
/** An amount this far off is nobody's near miss: a tenth, or ten yuan. */
const TOLERANCE_MINOR = 1_000n;

export async function nearMissesOf(tx: Tx, asked: Asked): Promise<NearMiss[]> {
  const minor = asked.bank_minor ?? asked.our_minor ?? 0n;
  const around = minor / 10n > TOLERANCE_MINOR ? minor / 10n : TOLERANCE_MINOR;
  const day = asked.business_date.toISOString().slice(0, 10);
  const rows = await tx.$queryRaw<{ line_id: bigint | null; side_id: string | null; apart: bigint; days: number }[]>`
    SELECT c.line_id, CASE WHEN c.line_id IS NULL THEN c.side_id END AS side_id, abs(coalesce(c.bank_minor, c.our_minor) - ${minor}) AS apart,
      abs(c.business_date - ${day}::date) AS days
    FROM recon_case c
    WHERE c.channel = ${asked.channel} AND c.id <> ${asked.id} AND c.status = ANY(${[...UNDECIDED]}) AND c.direction = ${asked.direction}
      AND c.currency = ${asked.currency} AND c.business_date BETWEEN ${day}::date - ${DAYS_AROUND}::int AND ${day}::date + ${DAYS_AROUND}::int
      AND (c.line_id IS NULL) = ${asked.line_id !== null} AND c.reason NOT IN ('duplicate', 'fee-differs') AND abs(coalesce(c.bank_minor, c.our_minor) - ${minor}) <= ${around}
      AND NOT EXISTS (SELECT FROM recon_dismissal d WHERE d.line_id = coalesce(c.line_id, ${asked.line_id}) AND d.side_id = CASE WHEN c.line_id IS NULL THEN c.side_id ELSE ${asked.side_id} END)
    ORDER BY 3, 4, c.id LIMIT ${SHOWN}`;
  return rows.map((r): NearMiss => ({
    lineId: r.line_id, sideId: r.side_id,
    whyNot: [...(r.apart !== 0n ? ['other-amount' as const] : []), ...(r.days !== 0 ? ['other-day' as const] : [])],
  }));
}
