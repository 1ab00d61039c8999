/** Money that the bank itself took back (冲正): two of its own lines that undo each other. Pure. */
import type { RestLine } from './facts';
import { group, type Pool } from './pool';

const NOBODYS = '';

/** What both lines of a reversal carry: the bank's number, or the order's. */
const referencesOf = (line: RestLine): string[] =>
  [line.channelNo && `bank ${line.channelNo}`, line.number && `order ${line.number}`, line.origNumber && `order ${line.origNumber}`].filter((r) => r !== null && r !== NOBODYS) as string[];

/**
 * A credit and a later debit of the same amount under one reference, where no money of ours stands behind the credit: they cancel out. Several
 * of either under one reference are left to a person. A debit that takes back money we count on is told apart for the queue.
 */
export function matchReversals(pool: Pool): void {
  const credits = new Map<string, RestLine[]>();
  for (const line of pool.lines.values()) {
    if (line.direction !== 'credit' || standsBehind(pool, line)) continue;
    for (const reference of referencesOf(line)) credits.set(reference, [...(credits.get(reference) ?? []), line]);
  }
  const debits = [...pool.lines.values()].filter((l) => l.direction === 'debit' && !standsBehind(pool, l));
  for (const debit of debits) {
    const found = new Set(referencesOf(debit).flatMap((reference) => credits.get(reference) ?? []).filter((c) =>
      pool.lines.has(c.id) && c.amountMinor === debit.amountMinor && c.currency === debit.currency && (c.at === null || debit.at === null || c.at <= debit.at)));
    const rivals = debits.filter((d) => d !== debit && d.amountMinor === debit.amountMinor && referencesOf(d).some((r) => referencesOf(debit).includes(r)));
    const [credit] = found;
    if (credit && found.size === 1 && rivals.length === 0) group(pool, [credit, debit], [], 'reversal', ['taken-back', 'amount']);
    else if (namesOurs(pool, debit)) pool.hints.set(debit.id, { lineId: debit.id, number: null, kind: 'taken-back' });
  }
}

/** The line names a fact whose money we count on: it is that fact's line, not half of a reversal. */
const standsBehind = (pool: Pool, line: RestLine): boolean => {
  const named = pool.named.get(line.id);
  return named !== undefined && named.fact.open && named.fact.direction === line.direction;
};

const namesOurs = (pool: Pool, debit: RestLine): boolean => debit.type !== 'refund' && [debit.number, debit.origNumber].some((n) => n !== null && pool.byNumber.has(n));
