/** Differences so small that the rules let them go: booked to the account of differences by the system, up to a cap for each day of a channel. */
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { decideCase } from './decide-case';
import type { VersionedRules } from './engine/rule-set';
import { WRITE_OFF_MAX_MINOR } from './model';
import { decideWriteOff } from './rules';

const TRIED_MAX = 1_000;

/** The smallest first, so that the cap lets as many go as it can; the order does not depend on the file's. Answers the cases let go. */
export async function letGoOfSmall(tx: Tx, ctx: Ctx, channel: string, runId: string, rules: VersionedRules): Promise<number> {
  const [below, cap] = [BigInt(rules.tolerance.ignoreBelowMinor), BigInt(rules.tolerance.dailyCapMinor)];
  if (below === 0n || cap === 0n) return 0;
  const rows = await tx.$queryRaw<{ id: string; apart: bigint; day: string }[]>`
    SELECT c.id, abs(c.bank_minor - c.our_minor) AS apart, c.business_date::text AS day FROM recon_case c JOIN statement_line l ON l.id = c.line_id
    WHERE c.run_id = ${runId} AND c.reason = 'amount-differs' AND c.status = 'open' AND c.probable_cause <> 'currency-differs'
      AND abs(c.bank_minor - c.our_minor) < least(${below}::bigint, ${WRITE_OFF_MAX_MINOR}::bigint) ORDER BY apart, l.merchant_no LIMIT ${TRIED_MAX}`;
  const used = new Map<string, bigint>();
  let done = 0;
  for (const row of rows) {
    const before = used.get(row.day) ?? await usedOn(tx, channel, row.day);
    const fits = before + row.apart <= cap;
    used.set(row.day, fits ? before + row.apart : before);
    if (fits && (await decideCase(tx, ctx, { caseId: row.id, note: 'within-tolerance', kind: 'write-off' }, decideWriteOff)).ok) done++;
  }
  return done;
}

async function usedOn(tx: Tx, channel: string, day: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ used: bigint }[]>`
    SELECT coalesce(sum(abs(coalesce(bank_minor, 0) - coalesce(our_minor, 0))), 0)::bigint AS used FROM recon_case
    WHERE channel = ${channel} AND business_date = ${day}::date AND status = 'written-off' AND decided_by LIKE 'system:%'`;
  return row!.used;
}
