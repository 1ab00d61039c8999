/** Fees against the contract: lines that are matched, but of which the channel kept something else than agreed. Only where the rules name its rate. */
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { feeOf } from './engine/batches';
import type { VersionedRules } from './engine/rule-set';
import type { Reason } from './model';
import { insertCases, type CaseScope } from './write-cases';

/** Of one file; a contract that is wrong in the rules makes as many cases as the file has lines, and this many say it as well. */
const CASES_MAX = 5_000;

interface FeeRow { id: bigint; amount_minor: bigint; fee_minor: bigint; currency: string; day: Date | null; side_kind: string | null; side_id: string | null }

/** Fees are booked as the bank printed them; a case asks for the difference. Answers the cases opened. */
export async function checkFees(tx: Tx, ctx: Ctx, scope: CaseScope, rules: VersionedRules): Promise<Partial<Record<Reason, number>>> {
  const bps = rules.fees.bps[scope.channel];
  if (bps === undefined) return {};
  const rows = await tx.$queryRaw<FeeRow[]>`
    SELECT l.id, l.amount_minor, l.fee_minor, l.currency, l.day, m.side_kind, m.side_id FROM statement_line l
    JOIN recon_match m ON m.id = l.id AND m.group_id IS NULL
    WHERE l.id >= ${scope.lines.from} AND l.id < ${scope.lines.to} AND l.type = 'payment' AND l.direction = 'credit' AND l.fee_minor IS NOT NULL
      AND abs(l.fee_minor - (l.amount_minor * ${bps}::bigint * 2 + 10000) / 20000) > ${BigInt(rules.fees.toleranceMinor)}
    ORDER BY l.id LIMIT ${CASES_MAX}`;
  const opened = await insertCases(tx, ctx, scope, rows.map((row) => ({
    reason: 'fee-differs', cause: 'fee-not-by-contract', direction: 'debit', day: row.day?.toISOString().slice(0, 10) ?? scope.days.at(-1) ?? '1970-01-01', lineId: row.id,
    sideKind: row.side_kind, sideId: row.side_id, bankMinor: row.fee_minor, ourMinor: feeOf(row.amount_minor, bps), currency: row.currency,
  })));
  return opened.length === 0 ? {} : { 'fee-differs': opened.length };
}
