/**
 * Whom a plan bills: active payers, of the plan's groups with all that is below them or of all; for an event only those it is about. Read in the order of
 * their numbers, so that a job can stop and go on.
 */
import type { SqlTx } from '@/lib/platform/sql-tx';

export interface BilledPayer {
  readonly id: string;
  readonly number: string;
  readonly attributes: Readonly<Record<string, string>>;
}
export interface Audience {
  readonly groupCodes: readonly string[];
  /** Numbers; null = everybody of the groups. */
  readonly only?: readonly string[] | null;
}

export async function countAudience(tx: SqlTx, { groupCodes, only = null }: Audience): Promise<number> {
  const codes = JSON.stringify(groupCodes);
  const [row] = await tx.$queryRaw<{ total: bigint }[]>`
    WITH RECURSIVE wanted AS (
      SELECT id FROM payer_group WHERE ${codes}::jsonb ? code UNION SELECT g.id FROM payer_group g JOIN wanted w ON g.parent_id = w.id)
    SELECT count(*) AS total FROM payer p
    WHERE p.status = 'active' AND (${codes}::jsonb = '[]'::jsonb OR p.group_id IN (SELECT id FROM wanted))
      AND (${only === null} OR p.number = ANY(${[...(only ?? [])]}))`;
  return Number(row!.total);
}

export function nextPayers(tx: SqlTx, { groupCodes, only = null }: Audience, after: string, limit: number): Promise<BilledPayer[]> {
  const codes = JSON.stringify(groupCodes);
  return tx.$queryRaw<BilledPayer[]>`
    WITH RECURSIVE wanted AS (
      SELECT id FROM payer_group WHERE ${codes}::jsonb ? code UNION SELECT g.id FROM payer_group g JOIN wanted w ON g.parent_id = w.id)
    SELECT p.id, p.number, p.attributes FROM payer p
    WHERE p.status = 'active' AND (${codes}::jsonb = '[]'::jsonb OR p.group_id IN (SELECT id FROM wanted)) AND p.number > ${after}
      AND (${only === null} OR p.number = ANY(${[...(only ?? [])]}))
    ORDER BY p.number LIMIT ${limit}`;
}
