/**
 * Pages whose columns stand at tab stops: as many tabs as it takes bring the next word under its caption, so that an empty cell is told by its place and not by
 * counting tabs. Read so only where the lines have different numbers of tabs and yet begin under the captions.
 */
import { isWide } from './cells';
import { headOf, linesOf } from './input';
import type { TableRecord } from './records';
import type { StatementInput } from './port';

interface TabLayout {
  readonly size: number;
  readonly wide: boolean;
  /** Where the captions begin. */
  readonly starts: readonly number[];
}

const LINES_MAX = 500;
/** No page is wider, and no line that is longer is looked at. */
const LINE_MAX = 1_000;
const HEADER_WITHIN = 80;
const FITS = 0.9;

const layouts = new WeakMap<StatementInput, TabLayout | null>();

/** Null where tabs part the cells as commas would, or where nothing stands in columns. */
export function tabLayout(input: StatementInput): TabLayout | null {
  const known = layouts.get(input);
  if (known !== undefined) return known;
  const found = decide(headOf(input).split(/\r\n|\n|\r/).slice(0, LINES_MAX));
  layouts.set(input, found);
  return found;
}

export function* tabRecords(input: StatementInput, layout: TabLayout): Generator<TableRecord> {
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    if (line.length > LINE_MAX) {
      yield { lineNo, cells: [line], overlong: true };
      continue;
    }
    const cells = layout.starts.map(() => '');
    for (const { text, from } of wordsOf(line, layout)) {
      const at = Math.max(0, layout.starts.findLastIndex((start) => start <= from));
      cells[at] = `${cells[at]} ${text}`.trim();
    }
    yield { lineNo, cells };
  }
}

function decide(lines: readonly string[]): TabLayout | null {
  const at = lines.slice(0, HEADER_WITHIN).findIndex((line) => line.length <= LINE_MAX && !/\d/.test(line) && line.split('\t').filter((cell) => cell.trim() !== '').length >= 3);
  if (at === -1) return null;
  const rows = lines.slice(at + 1).filter((line) => line.length <= LINE_MAX && /\d/.test(line) && line.split('\t').filter((cell) => cell.trim() !== '').length >= 3);
  const width = lines[at]!.trimEnd().split('\t').length;
  if (rows.every((line) => line.split('\t').length === width || line.trimEnd().split('\t').length === width)) return null;
  let best: { layout: TabLayout; fits: number } | null = null;
  for (const size of [8, 4]) {
    for (const wide of [true, false]) {
      const layout = { size, wide, starts: wordsOf(lines[at]!, { size, wide }).map((word) => word.from) };
      const begins = rows.flatMap((line) => wordsOf(line, layout).map((word) => word.from));
      const fits = begins.filter((from) => layout.starts.includes(from)).length / begins.length;
      if (!best || fits > best.fits) best = { layout, fits };
    }
  }
  return best && best.fits >= FITS ? best.layout : null;
}

/** What stands between tabs, each with its place on the page. */
function wordsOf(line: string, { size, wide }: Pick<TabLayout, 'size' | 'wide'>): { text: string; from: number }[] {
  const found: { text: string; from: number }[] = [];
  let at = 0;
  for (const cell of line.split('\t')) {
    const text = cell.trim();
    if (text !== '') found.push({ text, from: at + cell.length - cell.trimStart().length });
    for (const letter of cell) at += wide && isWide(letter) ? 2 : 1;
    at += size - (at % size);
  }
  return found;
}
