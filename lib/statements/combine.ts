/** Several parts of one archive as one statement: rows follow each other, sums and counts add up, dates span all parts. */
import { assert } from '@/lib/kernel/assert';
import type { ParsedStatement, StatementRow, StatementSummary } from './port';

type Side = { readonly count: number; readonly amountMinor: bigint };
const addSides = (a: Side, b: Side): Side => ({ count: a.count + b.count, amountMinor: a.amountMinor + b.amountMinor });
const NONE: Side = { count: 0, amountMinor: 0n };

export function combine(parts: readonly ParsedStatement[]): ParsedStatement {
  const first = parts[0];
  assert(first, 'a statement has at least one part');
  if (parts.length === 1) return first;
  return {
    summary: parts.slice(1).reduce((all, part) => addSummaries(all, part.summary), first.summary),
    rows: { [Symbol.iterator]: () => allRows(parts) },
    rejectedRows: parts.flatMap((part) => part.rejectedRows).slice(0, 1000),
  };
}

function* allRows(parts: readonly ParsedStatement[]): Generator<StatementRow> {
  for (const part of parts) yield* part.rows;
}

/** Parts whose balances follow each other (a sheet for each month) open with the first and close with the last. */
function joined(a: StatementSummary, b: StatementSummary): Pick<StatementSummary, 'openingBalanceMinor' | 'closingBalanceMinor'> {
  if (a.closingBalanceMinor !== null && a.closingBalanceMinor === b.openingBalanceMinor) return { openingBalanceMinor: a.openingBalanceMinor, closingBalanceMinor: b.closingBalanceMinor };
  if (b.closingBalanceMinor !== null && b.closingBalanceMinor === a.openingBalanceMinor) return { openingBalanceMinor: b.openingBalanceMinor, closingBalanceMinor: a.closingBalanceMinor };
  return { openingBalanceMinor: null, closingBalanceMinor: null };
}

function addSummaries(a: StatementSummary, b: StatementSummary): StatementSummary {
  const earlier = (x: string, y: string) => (x < y ? x : y);
  const later = (x: string, y: string) => (x > y ? x : y);
  return {
    ...a,
    rows: a.rows + b.rows,
    rejected: a.rejected + b.rejected,
    credit: addSides(a.credit, b.credit),
    debit: addSides(a.debit, b.debit),
    neutral: addSides(a.neutral ?? NONE, b.neutral ?? NONE),
    currency: a.currency === b.currency ? a.currency : null,
    period:
      a.period && b.period ? { from: earlier(a.period.from, b.period.from), to: later(a.period.to, b.period.to) } : (a.period ?? b.period),
    ...joined(a, b),
    stated: null,
    account: a.account === b.account ? a.account : null,
    warnings: [
      ...a.warnings.filter((w) => w.code !== 'statements.warn-no-rows' || b.rows === 0),
      ...b.warnings.filter((w) => w.code !== 'statements.warn-no-rows' || a.rows === 0),
    ],
  };
}
