/** Records of a delimited text or a sheet: cells cleaned of padding, with the line they began on. Quoted cells may span lines. */
import { alignedLayout, alignedRecords } from './aligned';
import { MAX_CELLS, splitQuoted, trimCell } from './cells';
import { headOf, linesOf, sheetOf } from './input';
import type { StatementInput } from './port';
import { tabLayout, tabRecords } from './tab-stops';

export interface TableRecord {
  readonly lineNo: number;
  readonly cells: readonly string[];
  /** A line that is longer than a page is wide: it stands here as it is, and no column of it is believed. */
  readonly overlong?: true;
}

export const DELIMITERS = [',', '\t', ';', '|', '^', '~'] as const;
/** A blank stands for columns that only blanks hold apart, two tabs for columns at tab stops. */
export type Delimiter = (typeof DELIMITERS)[number] | ' ' | '\t\t';
const MAX_JOINED_LINES = 30;
const MAX_RECORD = 65_536;

/** The mark that cuts most lines into the same number of cells. Padding tabs beside commas are not a delimiter. */
export function sniffDelimiter(input: StatementInput): Delimiter | null {
  if (sheetOf(input)) return ',';
  const lines = headOf(input)
    .split(/\r\n|\n|\r/)
    .slice(0, 200)
    .filter((line) => line.trim() !== '');
  let best: { mark: Delimiter; score: number } | null = null;
  for (const mark of DELIMITERS) {
    const widths = new Map<number, number>();
    for (const line of lines) {
      const cells = splitQuoted(line.slice(0, 8192), mark);
      if (cells.length > 2 && cells.some((cell) => /\d/.test(cell))) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    }
    // A line of captions, which has no digits, is worth a row.
    const named = lines.slice(0, 80).find((line) => line.length < 2_000 && !/\d/.test(line) && isCaptions(splitQuoted(line, mark)));
    if (named !== undefined && (widths.size > 0 || lines.length === 1)) widths.set(splitQuoted(named, mark).length, (widths.get(splitQuoted(named, mark).length) ?? 0) + 1);
    for (const [width, count] of widths) {
      const score = count * Math.min(width, 12);
      if (!best || score > best.score) best = { mark, score };
    }
  }
  return best?.mark ?? null;
}

const isCaptions = (cells: readonly string[]): boolean => cells.length > 2 && cells.every((cell) => cell.length <= 40) && cells.filter((cell) => cell.trim() !== '').length > 2;

export function* recordsOf(input: StatementInput, delimiter: Delimiter): Generator<TableRecord> {
  const sheet = sheetOf(input);
  if (sheet) {
    for (const [lineNo, row] of sheet.rows()) yield { lineNo, cells: row.map(trimCell) };
    return;
  }
  if (delimiter === ' ') {
    const layout = alignedLayout(input);
    if (layout) yield* alignedRecords(input, layout);
    return;
  }
  if (delimiter === '\t\t') {
    const layout = tabLayout(input);
    if (layout) yield* tabRecords(input, layout);
    return;
  }
  let pending: { lineNo: number; text: string; lines: number } | null = null;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    if (line === '' && pending === null) continue;
    const open: { lineNo: number; text: string; lines: number } = pending
      ? { lineNo: pending.lineNo, text: `${pending.text}\n${line}`, lines: pending.lines + 1 }
      : { lineNo, text: line, lines: 1 };
    pending = null;
    if (opensQuote(open.text, delimiter) && open.lines < MAX_JOINED_LINES && open.text.length < MAX_RECORD) {
      pending = open;
      continue;
    }
    yield recordOf(open.lineNo, open.text, delimiter);
  }
  // A quote that was never closed: its lines are records of their own.
  if (pending) for (const [index, text] of pending.text.split('\n').entries()) yield recordOf(pending.lineNo + index, text, delimiter);
}

const recordOf = (lineNo: number, text: string, delimiter: Delimiter): TableRecord => ({
  lineNo,
  cells: (text.includes('"') ? splitQuoted(text, delimiter, MAX_CELLS) : text.split(delimiter, MAX_CELLS)).map(trimCell),
});

function evenQuotes(text: string): boolean {
  let even = true;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) even = !even;
  return even;
}

/** Whether a cell that begins with a quote is still open at the end of the text. */
function opensQuote(text: string, delimiter: Delimiter): boolean {
  if (evenQuotes(text)) return false;
  for (let at = 0; at !== -1; ) {
    while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at++;
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end === -1) return true;
      at = end + 1;
    }
    const next = text.indexOf(delimiter, at);
    at = next === -1 ? -1 : next + delimiter.length;
  }
  return false;
}
