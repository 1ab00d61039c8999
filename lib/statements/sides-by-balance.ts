/** What running balances prove about sides: that two columns are those of the bank's own books, or which way amounts without any sign went. */
import { amountAt, type Columns, type Styles } from './choose-columns';
import type { TableRecord } from './records';

const MANY_DIGITS = 4;
const MOST = 0.9;
/** Rows that wait for the one before them on the page; whatever stands between is a note. */
const HELD_MAX = 1_000;

const sizeOf = (n: bigint): bigint => (n < 0n ? -n : n);

/** Debit and credit depend on whose books they are; a withdrawal is one in every book. */
const EITHER_BOOKS = /^(?:借方?|贷方?|借方发生额|贷方发生额|借方金额|贷方金额|debits?|credits?|dr|cr|soll|haben|d[eé]bit|cr[eé]dit)(?: ?amount)?$/i;

/** Debit and credit exchanged where every balance follows the exchange and none the captions: a ledger kept from the other side. */
export function sidesProven(rows: readonly TableRecord[], at: Columns, styles: Styles, captions: readonly string[]): Columns {
  if (at.amount !== -1 || at.balance === -1 || at.credit === -1 || at.debit === -1) return at;
  if (captions.length > 0 && ![at.credit, at.debit].every((index) => EITHER_BOOKS.test((captions[index] ?? '').replace(/[(（].*/, '').trim()))) return at;
  const value = (row: TableRecord, index: number) => amountAt(row.cells, index, styles, MANY_DIGITS);
  const links = rows.map((row) => ({ effect: (value(row, at.credit) ?? 0n) - sizeOf(value(row, at.debit) ?? 0n), balance: value(row, at.balance) })).filter((one) => one.balance !== null);
  let [steps, plain, turned] = [0, 0, 0];
  for (let i = 1; i < links.length; i++) {
    const [before, after] = [links[i - 1]!, links[i]!];
    const step = after.balance! - before.balance!;
    if (step === 0n) continue;
    steps++;
    if (step === after.effect || -step === before.effect) plain++;
    if (step === -after.effect || -step === -before.effect) turned++;
  }
  return steps > 0 && plain === 0 && turned >= steps * MOST ? { ...at, credit: at.debit, debit: at.credit } : at;
}

/** Whether amounts without signs are, row by row, what the balance went up or down by; both must occur. */
export function waysInBalances(rows: readonly TableRecord[], at: Columns, styles: Styles): 'down' | 'up' | null {
  if (at.amount === -1 || at.balance === -1 || at.direction !== -1) return null;
  const links = rows.map((row) => ({ amount: amountAt(row.cells, at.amount, styles, MANY_DIGITS), balance: amountAt(row.cells, at.balance, styles, MANY_DIGITS) }));
  if (links.some((one) => one.amount !== null && one.amount < 0n)) return null;
  const known = links.filter((one) => one.amount !== null && one.balance !== null);
  const steps = known.slice(1).map((after, i) => ({ by: after.balance! - known[i]!.balance!, after: after.amount!, before: known[i]!.amount! }));
  const moved = steps.filter((step) => step.by !== 0n);
  const ties = (fits: (step: (typeof steps)[number]) => boolean): boolean => moved.length >= 2 && moved.filter(fits).length >= moved.length * MOST;
  if (!moved.some((step) => step.by > 0n) || !moved.some((step) => step.by < 0n)) return null;
  if (ties((step) => sizeOf(step.by) === step.after)) return 'down';
  return ties((step) => sizeOf(step.by) === step.before) ? 'up' : null;
}

export type Ways = WeakMap<TableRecord, 'credit' | 'debit'>;

interface Where { readonly at: Columns; readonly styles: Styles; readonly newestFirst: boolean; readonly opening: bigint | null; readonly ways: Ways }

/** Passes the records on, each once it is known what the balance did. */
export function* withWays(records: Iterable<TableRecord>, { at, styles, newestFirst, opening, ways }: Where): Generator<TableRecord> {
  let before: bigint | null = newestFirst ? null : opening;
  let held: TableRecord[] = [];
  let waiting: { record: TableRecord; amount: bigint; balance: bigint } | null = null;
  const say = (record: TableRecord, from: bigint | null, to: bigint, amount: bigint): void => {
    const way = from === null ? likelyFirst(to, amount) : to > from ? 'credit' : 'debit';
    if (way !== null) ways.set(record, way);
  };
  for (const record of records) {
    const [balance, amount] = [amountAt(record.cells, at.balance, styles, 2), amountAt(record.cells, at.amount, styles, 2)];
    const counts = balance !== null && amount !== null;
    if (!newestFirst) {
      if (counts) say(record, before, balance, amount);
      before = counts ? balance : before;
      yield record;
      continue;
    }
    if (counts && waiting) say(waiting.record, balance, waiting.balance, waiting.amount);
    if (counts || held.length >= HELD_MAX) {
      yield* held;
      held = [];
    }
    waiting = counts ? { record, amount, balance } : waiting;
    held.push(record);
  }
  if (waiting) say(waiting.record, opening, waiting.balance, waiting.amount);
  yield* held;
}

/** Before the oldest row nothing is known but that an account hardly begins below zero, and often begins at it. */
function likelyFirst(balance: bigint, amount: bigint): 'credit' | 'debit' | null {
  if (amount === 0n || balance === amount) return 'credit';
  return balance >= 0n && balance < amount ? 'debit' : null;
}
