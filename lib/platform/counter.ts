/** Human numbers (bill, payment, receipt …): one locked counter per institution and name; no gaps are promised, no repeats are. */
import type { SqlTx } from './sql-tx';
import type { Scope } from './tx';

/** Reserves `count` numbers and returns the first. */
export async function nextNumbers(tx: SqlTx, scope: Scope, name: string, count: number): Promise<bigint> {
  const rows = await tx.$queryRaw<{ value: bigint }[]>`
    INSERT INTO counter (institution_id, name, value) VALUES (${scope.institutionId}, ${name}, ${count})
    ON CONFLICT (institution_id, name) DO UPDATE SET value = counter.value + ${count} RETURNING value`;
  return rows[0]!.value - BigInt(count) + 1n;
}
