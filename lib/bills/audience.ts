/** Whom a plan bills: active payers, of the plan's groups or all. Read in the order of their numbers, so that a job can stop and go on. */
import type { SqlTx } from '@/lib/platform/sql-tx';

export interface BilledPayer {
  readonly id: string;
  readonly number: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export async function countAudience(tx: SqlTx, groupCodes: readonly string[]): Promise<number> {
  const codes = JSON.stringify(groupCodes);
  const [row] = await tx.$queryRaw<{ total: bigint }[]>`
    SELECT count(*) AS total FROM payer p LEFT JOIN payer_group g ON g.id = p.group_id
    WHERE p.status = 'active' AND (${codes}::jsonb = '[]'::jsonb OR ${codes}::jsonb ? g.code)`;
  return Number(row!.total);
}

export function nextPayers(tx: SqlTx, groupCodes: readonly string[], after: string, limit: number): Promise<BilledPayer[]> {
  const codes = JSON.stringify(groupCodes);
  return tx.$queryRaw<BilledPayer[]>`
    SELECT p.id, p.number, p.attributes FROM payer p LEFT JOIN payer_group g ON g.id = p.group_id
    WHERE p.status = 'active' AND (${codes}::jsonb = '[]'::jsonb OR ${codes}::jsonb ? g.code) AND p.number > ${after}
    ORDER BY p.number LIMIT ${limit}`;
}
