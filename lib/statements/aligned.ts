/**
 * Tables whose columns are held apart by blanks alone, as printed or copied from a page: amounts stand under each other by their right edge, so an empty
 * cell is told by what is missing there. The layout is decided once, from the first lines; a caption belongs to the amounts that stand below it.
 */
import { CURRENCIES } from '@/lib/kernel/money';
import { fieldOf } from './captions';
import { isWide } from './cells';
import { isDay } from './choose-columns';
import { headOf, linesOf } from './input';
import type { TableRecord } from './records';
import type { StatementInput } from './port';

interface Segment {
  readonly text: string;
  readonly from: number;
  /** Where it ends on the page, its sign or CR not counted. */
  readonly to: number;
}

interface Layout {
  /** Right edges of the columns of amounts, from left to right. */
  readonly edges: readonly number[];
  readonly dates: number;
  readonly headerLine: number;
  readonly header: readonly string[];
  /** Where the captions of words begin; without captions all words are one. */
  readonly texts: readonly number[];
  readonly wide: boolean;
}

const EDGE_SLACK = 2;
const CAPTION_SLACK = 6;
const EDGES_MAX = 5;
const LINES_MAX = 2_000;
/** No page is wider, and no line that is longer is looked at. */
const LINE_MAX = 1_000;
const HEADER_WITHIN = 4;

/** With a fraction: whole numbers on a page are also branches, cheques and references. */
const MONEY = /^[+\-(]?[¥￥$€£]?[+-]?(?:\d{1,3}(?:[,.']?\d{3})*[.,]\d{2}|\d{1,3}(?:,\d{3})+)\)?(?:[+-]|[CD]R?)?$/i;
/** What stands behind an amount and is part of it: its side, its currency. */
const BEHIND = /^(?:CR|DR|C|D|[€£$¥￥₽]|元|円|kr|zł|TL)$/i;
/** What stands before an amount and is part of it: its sign, its currency, its thousands. */
const CODES = new Set<string>(CURRENCIES);
const leads = (before: string | undefined, amount: string): boolean =>
  before !== undefined && (before === '+' || before === '-' || CODES.has(before) || (/^[+-]?\d{1,3}$/.test(before) && /^\d{3}(?:[.,]\d{2}|$)/.test(amount)));
const TAIL = /(?:[)+-]|[CD]R?)$/i;

const layouts = new WeakMap<StatementInput, Layout | null>();

/** Null where no amounts stand under each other beside days. */
export function alignedLayout(input: StatementInput): Layout | null {
  const known = layouts.get(input);
  if (known !== undefined) return known;
  const lines = headOf(input).split(/\r\n|\n|\r/).slice(0, LINES_MAX).map((line) => (line.length > LINE_MAX ? '' : line));
  // A terminal gives a Chinese letter two places, an editor one.
  const layout = decide(lines, true) ?? decide(lines, false);
  layouts.set(input, layout);
  return layout;
}

export function* alignedRecords(input: StatementInput, layout: Layout): Generator<TableRecord> {
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    if (lineNo === layout.headerLine) yield { lineNo, cells: [...layout.header] };
    else if (line.length > LINE_MAX) yield { lineNo, cells: [line], overlong: true };
    else yield { lineNo, cells: cellsOf(line, layout) };
  }
}

/** Day, second day, words, and every amount under its edge; any other line as its parts stand. */
function cellsOf(line: string, layout: Layout): string[] {
  const row = rowOf(line, layout.wide);
  if (row === null) return segmentsOf(line, layout.wide).map((s) => s.text);
  const cells = [...row.days.slice(0, layout.dates), ...Array.from({ length: Math.max(0, layout.dates - row.days.length) }, () => '')];
  return [...cells, ...wordsIn(row.words, layout.texts), ...layout.edges.map((edge) => row.amounts.find((a) => Math.abs(a.to - edge) <= EDGE_SLACK)?.text ?? '')];
}

/** Words stand at the left edge of their caption. */
function wordsIn(words: readonly Segment[], texts: readonly number[]): string[] {
  if (texts.length < 2) return [words.map((w) => w.text).join(' ')];
  const cells = texts.map(() => '');
  for (const word of words) {
    const at = texts.reduce((best, from, i) => (Math.abs(from - word.from) < Math.abs(texts[best]! - word.from) ? i : best), 0);
    cells[at] = `${cells[at]} ${word.text}`.trim();
  }
  return cells;
}

interface Row { readonly crowded: boolean; readonly days: readonly string[]; readonly words: readonly Segment[]; readonly amounts: readonly Segment[] }

/** A line that begins with a day and has an amount; null for all others. */
function rowOf(line: string, wide: boolean): Row | null {
  const segments = segmentsOf(line, wide);
  const [days, words, amounts]: [string[], Segment[], Segment[]] = [[], [], []];
  let crowded = false;
  for (const [index, segment] of segments.entries()) {
    let rest = segment;
    while (words.length === 0 && amounts.length === 0 && days.length === (index === 0 ? 0 : days.length) && days.length < 2) {
      const cut = dayAtStart(rest.text);
      if (cut === 0) break;
      days.push(rest.text.slice(0, cut).trim());
      rest = { ...rest, from: rest.from + cut + 1, text: rest.text.slice(cut).trim() };
      if (rest.text === '') break;
    }
    if (index === 0 && days.length === 0) return null;
    const { text, found } = amountsAtEnd(rest);
    if (found.length > 1) crowded = true;
    // A sign that blanks keep from its amount.
    const sign = text === '' && /^[+-]$/.test(words.at(-1)?.text ?? '') && found.length > 0 ? words.pop()!.text : '';
    if (text !== '') words.push({ text, from: rest.from, to: rest.from + text.length });
    amounts.push(...found.map((one, i) => (i === 0 ? { ...one, text: `${sign}${one.text}` } : one)));
  }
  return days.length > 0 && amounts.length > 0 ? { crowded, days, words, amounts } : null;
}

/** How many letters at the beginning are a day: one to three words, the more the better. */
function dayAtStart(text: string): number {
  const words = text.split(' ').slice(0, 3);
  for (let n = words.length; n > 0; n--) {
    const candidate = words.slice(0, n).join(' ');
    if (candidate.length <= 20 && isDay(candidate)) return candidate.length;
  }
  return 0;
}

/** Amounts that a single blank keeps from the words before them. */
function amountsAtEnd(segment: Segment): { text: string; found: Segment[] } {
  const words = segment.text.split(' ');
  const found: Segment[] = [];
  let to = segment.to;
  while (words.length > 0) {
    const last = words.at(-1)!;
    const sided = (BEHIND.test(last) || CODES.has(last)) && words.length > 1 && MONEY.test(words.at(-2)!);
    let text = sided ? `${words.at(-2)} ${last}` : last;
    if (!sided && !MONEY.test(last)) break;
    const edge = to - (sided ? last.length + 1 : (TAIL.exec(text)?.[0].length ?? 0));
    words.splice(sided ? -2 : -1);
    while (leads(words.at(-1), text)) text = /\d$/.test(words.at(-1)!) ? `${words.pop()} ${text}` : `${words.pop()}${text}`;
    found.unshift({ text, from: to - text.length, to: edge });
    to -= text.length + 1;
  }
  return { text: words.join(' '), found };
}

/** Parts of a line that two blanks or more hold apart, with their places on the page. */
function segmentsOf(line: string, wide: boolean): Segment[] {
  const segments: Segment[] = [];
  let [text, from, blanks, at] = ['', 0, 2, 0];
  const close = (): void => {
    if (text !== '') segments.push({ text, from, to: at - blanks });
    text = '';
  };
  for (const letter of line) {
    const width = letter === '\t' ? 8 - (at % 8) : wide && isWide(letter) ? 2 : 1;
    if (letter === ' ' || letter === '\t' || letter === '\u3000' || letter === '\u00a0') {
      blanks += width;
    } else {
      if (blanks > 1 || text === '') {
        close();
        from = at;
      } else if (blanks === 1) text += ' ';
      text += letter;
      blanks = 0;
    }
    at += width;
  }
  close();
  return segments;
}

function decide(lines: readonly string[], wide: boolean): Layout | null {
  const rows = lines.flatMap((line, index) => {
    const row = rowOf(line, wide);
    return row === null ? [] : [{ index, row }];
  });
  // Amounts that a single blank parts are running text, wherever they happen to end.
  if (rows.length < 2 || rows.filter(({ row }) => row.crowded).length > rows.length / 2) return null;
  const edges = edgesOf(rows.flatMap(({ row }) => row.amounts.map((a) => a.to)));
  if (edges === null) return null;
  // Two amounts of a line under one edge: they do not stand in columns.
  const apart = rows.every(({ row }) => edges.every((edge) => row.amounts.filter((a) => Math.abs(a.to - edge) <= EDGE_SLACK).length <= 1));
  if (!apart) return null;
  const dates = Math.max(...rows.map(({ row }) => row.days.length));
  const first = rows[0]!.index;
  const header = headerAbove(lines, first, { edges, dates, wide, lefts: edges.map((edge) => Math.min(...rows.flatMap(({ row }) => row.amounts.filter((a) => Math.abs(a.to - edge) <= EDGE_SLACK).map((a) => a.from)))) });
  return { edges, dates, wide, headerLine: header?.lineNo ?? 0, header: header?.cells ?? [], texts: header?.texts ?? [] };
}

/** Edges that lie within a letter or two of each other are one column. */
function edgesOf(all: readonly number[]): number[] | null {
  const sorted = [...all].sort((a, b) => a - b);
  const edges: number[] = [];
  for (const edge of sorted) if (edges.length === 0 || edge - edges.at(-1)! > EDGE_SLACK) edges.push(edge);
  return edges.length <= EDGES_MAX ? edges : null;
}

interface Columns { readonly edges: readonly number[]; readonly lefts: readonly number[]; readonly dates: number; readonly wide: boolean }

/** The nearest line above that has a caption for every column of amounts and one for the day. */
function headerAbove(lines: readonly string[], first: number, columns: Columns): { lineNo: number; cells: string[]; texts: number[] } | null {
  for (let at = first - 1, seen = 0; at >= 0 && seen < HEADER_WITHIN; at--) {
    const segments = segmentsOf(lines[at]!, columns.wide);
    if (segments.length === 0) continue;
    seen++;
    if (segments.length < 2 || segments.some((s) => /\d[.,]\d{2}\b/.test(s.text))) continue;
    const captions = columns.edges.map((edge, i) => captionOf(segments, columns.lefts[i]!, edge));
    const taken = new Set(captions);
    if (captions.includes(null) || taken.size < captions.length) continue;
    const others = segments.filter((s) => !taken.has(s));
    const days = others.filter((s) => ['date', 'settleDate'].includes(fieldOf(s.text) ?? '')).slice(0, columns.dates);
    if (days.length === 0) continue;
    const words = others.filter((s) => !days.includes(s));
    const missing = Array.from({ length: columns.dates - days.length }, () => '');
    const named = words.length === 0 ? [''] : words.map((s) => s.text);
    return { lineNo: at + 1, cells: [...days.map((s) => s.text), ...missing, ...named, ...captions.map((s) => s!.text)], texts: words.map((s) => s.from) };
  }
  return null;
}

/** The caption that stands above an amount, else the one whose end lies nearest to it. */
function captionOf(segments: readonly Segment[], from: number, to: number): Segment | null {
  const above = segments.filter((s) => s.from < to && s.to > from);
  const near = (above.length > 0 ? above : segments).toSorted((a, b) => Math.abs(a.to - to) - Math.abs(b.to - to))[0];
  return near && (above.length > 0 || Math.abs(near.to - to) <= CAPTION_SLACK) ? near : null;
}

const COMMA_LINES = 200;
/** Whether the commas of a text are thousands and decimals, and nothing is held apart by them. */
export function commasAreInFigures(input: StatementInput): boolean {
  let [figures, all] = [0, 0];
  for (const line of headOf(input).split(/\r\n|\n|\r/).slice(0, COMMA_LINES)) {
    for (const word of line.slice(0, LINE_MAX).split(/\s+/)) {
      if (!word.includes(',')) continue;
      all++;
      if (MONEY.test(word) || /^\d{1,2},$/.test(word)) figures++;
    }
  }
  return figures >= 2 && figures >= all * 0.9;
}
