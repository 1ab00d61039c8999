/**
 * Every entry of the books added up again, in runs of entries side by side, so that ten million postings neither fill the memory nor take minutes.
 * Two figures per run: each entry balances in each of its currencies, and every entry has its postings.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import { withTx } from '@/lib/platform/tx';

export interface Reverified {
  readonly entries: bigint;
  readonly postings: bigint;
  readonly wrong: bigint;
  /** Up to ten ids of entries that do not balance. */
  readonly examples: readonly string[];
}

const RUN = 250_000n;
const LANES = 2;

/** `after`: entries up to this id are known to be right already. Answers what was looked at, and the last id. */
export async function reverifyBooks(institutionId: InstitutionId, after = 0n): Promise<Reverified & { readonly upTo: bigint }> {
  const [ends] = await withTx({ institutionId }, (tx) => tx.$queryRaw<{ first: bigint | null; last: bigint | null }[]>`
    SELECT (SELECT id FROM journal_entry WHERE id > ${after} ORDER BY id LIMIT 1) AS first, (SELECT id FROM journal_entry WHERE id > ${after} ORDER BY id DESC LIMIT 1) AS last`);
  const { first, last } = ends!;
  if (first === null || last === null) return { entries: 0n, postings: 0n, wrong: 0n, examples: [], upTo: after };
  const runs: Reverified[] = [];
  let from = first - 1n;
  const lane = async (): Promise<void> => {
    while (from < last) {
      const start = from;
      from += RUN;
      runs.push(await oneRun(institutionId, start, start + RUN < last ? start + RUN : last));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { ...runs.reduce(add), upTo: last };
}

const add = (a: Reverified, b: Reverified): Reverified => ({
  entries: a.entries + b.entries, postings: a.postings + b.postings, wrong: a.wrong + b.wrong, examples: [...a.examples, ...b.examples].slice(0, 10),
});

function oneRun(institutionId: InstitutionId, after: bigint, upTo: bigint): Promise<Reverified> {
  return withTx({ institutionId }, async (tx) => {
    await tx.$executeRaw`SELECT set_config('work_mem', '96MB', true)`;
    const [found] = await tx.$queryRaw<{ entries: bigint; with_postings: bigint; postings: bigint | null; unbalanced: bigint; examples: string[] | null }[]>`
      WITH line AS (
        SELECT entry_id, currency, sum(amount_minor) AS off, count(*) AS n FROM ledger_posting
        WHERE entry_id > ${after} AND entry_id <= ${upTo} GROUP BY entry_id, currency
      ), entry AS (SELECT entry_id, bool_or(off <> 0) OR sum(n) < 2 AS bad, sum(n) AS n FROM line GROUP BY entry_id)
      SELECT (SELECT count(*) FROM journal_entry WHERE id > ${after} AND id <= ${upTo}) AS entries, count(*) AS with_postings, sum(n)::bigint AS postings,
        count(*) FILTER (WHERE bad) AS unbalanced, (array_agg(entry_id::text) FILTER (WHERE bad))[1:10] AS examples
      FROM entry`;
    const { entries, with_postings, postings, unbalanced, examples } = found!;
    const bare = entries > with_postings ? entries - with_postings : with_postings - entries;
    return { entries, postings: postings ?? 0n, wrong: unbalanced + bare, examples: examples ?? [] };
  }, { timeoutMs: 120_000 });
}
