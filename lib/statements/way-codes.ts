/**
 * A column of codes (1 and 2, 0 and 1) that say which way the money went: its caption explains them, or the running balances prove them. What neither
 * says stays unknown, and its rows are rejected rather than guessed.
 */
import { amountAt, type Columns, type Styles } from './choose-columns';
import type { TableRecord } from './records';
import { wayOf, type Way } from './words';

export type ReadWay = (cell: string) => Way | null;

const MANY_DIGITS = 4;
/** `借贷标志(1-借 2-贷)`, `收支方向：0收入，1支出`. */
const EXPLAINED = /([0-9A-Za-z])\s*[-—:：=.、为]?\s*(借|贷|收|支|付|入|出|转入|转出|credit|debit|in\b|out\b)/gi;

export function decideWays(
  rows: readonly TableRecord[], at: Columns, captions: readonly string[], styles: Styles,
): ReadWay {
  const codes = [...new Set(rows.map((row) => row.cells[at.direction] ?? '').filter((cell) => cell !== '' && wayOf(cell) === null))];
  if (at.direction === -1 || codes.length === 0 || codes.length > 2) return wayOf;
  const explained = [...(captions[at.direction] ?? '').normalize('NFKC').matchAll(EXPLAINED)].map(([, code, word]) => [code!, wayOf(word!)] as const);
  const said = new Map(explained.filter((pair): pair is readonly [string, Way] => pair[1] !== null));
  const ways = codes.every((code) => said.has(code)) ? said : provenBy(rows, at, styles, codes);
  return ways === null ? wayOf : (cell) => ways.get(cell) ?? wayOf(cell);
}

/** Both readings of two codes are tried against the balances; one must tie where the other does not. */
function provenBy(
  rows: readonly TableRecord[], at: Columns, styles: Styles, codes: readonly string[],
): ReadonlyMap<string, Way> | null {
  if (at.balance === -1) return null;
  const readings = ([['credit', 'debit'], ['debit', 'credit']] as const).map((ways) => new Map(codes.map((code, index) => [code, ways[index]!] as const)));
  const [first, second] = readings.map((ways) => ties(rows, at, styles, ways)) as [number, number];
  return first === second ? null : readings[first > second ? 0 : 1]!;
}

function ties(rows: readonly TableRecord[], at: Columns, styles: Styles, ways: ReadonlyMap<string, Way>): number {
  const links = rows.map((row) => {
    const size = amountAt(row.cells, at.amount, styles, MANY_DIGITS) ?? 0n;
    return { effect: ways.get(row.cells[at.direction] ?? '') === 'debit' ? -size : size, balance: amountAt(row.cells, at.balance, styles, MANY_DIGITS) };
  });
  let [down, up] = [0, 0];
  for (let i = 1; i < links.length; i++) {
    const [before, after] = [links[i - 1]!, links[i]!];
    if (before.balance === null || after.balance === null || before.balance === after.balance) continue;
    if (after.balance - before.balance === after.effect) down++;
    if (before.balance - after.balance === before.effect) up++;
  }
  return Math.max(down, up);
}
