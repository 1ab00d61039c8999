/**
 * A large file that nothing is matched of yet, in one pass: one full join of its lines with the facts of its days tells pairs, lines without a fact and
 * facts without a line at once. Asking three times, each a join of a million with a million, would say the same.
 */
import { CAPABILITIES } from '@/lib/channels';
import { toIso } from '@/lib/kernel/time';
import { sqlState, type Tx } from '@/lib/platform/tx';
import { spanOfDays } from './days';
import { insertInto, LARGE_ROWS, leftoverColumns, planWithWorkers, UNIQUE_VIOLATION, type MatchScope } from './match-pairs';
import { RULE_EXACT_KEY } from './model';
import type { RestScope } from './rest-facts';

/**
 * Answers the lines matched, and leaves `leftover_line` and `unpaired` behind it. Null where the file is small, was matched before or meets facts that
 * another file has: then the rules ask one after the other.
 */
export async function pairLarge(tx: Tx, s: MatchScope & RestScope, rows: number, largeFrom = LARGE_ROWS): Promise<number | null> {
  const span = spanOfDays(s.days, CAPABILITIES[s.channel].statement);
  if (rows <= largeFrom || span === null) return null;
  const [known] = await tx.$queryRaw<[{ any: boolean }]>`SELECT EXISTS (SELECT FROM recon_match WHERE id >= ${s.lines.from} AND id < ${s.lines.to})
    OR EXISTS (SELECT FROM recon_match WHERE line_id >= ${s.lines.from} AND line_id < ${s.lines.to} AND undone_at IS NOT NULL) AS any`;
  if (known.any) return null;
  await tx.$executeRaw`SAVEPOINT all_new`;
  try {
    await planWithWorkers(tx, true);
    await joinAll(tx, s, [toIso(span.from), toIso(span.to)]);
    await planWithWorkers(tx, false);
    const matched = await tx.$executeRaw`${insertInto} SELECT line_id, ${s.institutionId}, ${s.runId}, line_id, 'attempt', side_id, ${RULE_EXACT_KEY}, ${s.ruleVersion}::int, ${s.actor},
      ${s.at}::timestamptz FROM paired WHERE line_id IS NOT NULL AND side_id IS NOT NULL`;
    await keepUnpaired(tx);
    return matched;
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT all_new`;
    return null;
  }
}

/**
 * Lines that are no payment of ours, and those whose number came before in the file, have no key here: they stay for the next steps. In the order of the
 * file, which is nearly that of our facts too: the matches' indexes then grow at their ends, not all over. Sorted here, where two processors do it.
 */
const joinAll = (tx: Tx, s: MatchScope & RestScope, [from, to]: readonly [string, string]): Promise<number> => tx.$executeRaw`
  CREATE TEMP TABLE paired ON COMMIT DROP AS
  SELECT l.id AS line_id, x.id AS side_id FROM (
    SELECT id, CASE WHEN type = 'payment' AND direction = 'credit' AND NOT again THEN merchant_no END AS key, amount_minor, currency FROM statement_line
    WHERE id >= ${s.lines.from} AND id < ${s.lines.to} AND settled AND type IN ('payment', 'refund')
  ) l FULL JOIN (
    SELECT id, order_no, amount_minor, currency FROM payment_attempt
    WHERE channel = ${s.channel} AND status = 'succeeded' AND paid_at >= ${from}::timestamptz AND paid_at < ${to}::timestamptz
  ) x ON x.order_no = l.key AND x.amount_minor = l.amount_minor AND x.currency = l.currency ORDER BY line_id`;

/** What has no other half, taken out once of all that was joined; its lines are looked up by their ids, few as they are. */
async function keepUnpaired(tx: Tx): Promise<void> {
  await tx.$executeRaw`CREATE TEMP TABLE unpaired ON COMMIT DROP AS SELECT line_id, side_id FROM paired WHERE line_id IS NULL OR side_id IS NULL`;
  await tx.$executeRaw`CREATE TEMP TABLE leftover_line ON COMMIT DROP AS
    SELECT ${leftoverColumns} FROM statement_line l WHERE l.id = ANY(ARRAY(SELECT line_id FROM unpaired WHERE side_id IS NULL))`;
  await tx.$executeRaw`ANALYZE leftover_line`;
  await tx.$executeRaw`SELECT set_config('enable_nestloop', 'on', true)`;
}
