/**
 * How a table is to be read, decided once from its first records: where the header is, which column means what, how decimals and dates
 * are written, and what a sign means. Reading the rest then only follows the plan.
 */
import { alignedLayout, commasAreInFigures } from './aligned';
import { clean } from './amounts';
import { fieldOf } from './captions';
import { amountAt, chooseColumns, decideStyles, isAmount, isDay, type Columns, type Styles } from './choose-columns';
import { beginOf, type Controls, isNoteLine, isTotalLine, readControls } from './controls';
import { decideOrder, isSerialDay, readDate, yearContext, type DateOrder, type YearContext } from './dates';
import { sheetOf } from './input';
import type { StatementInput } from './port';
import { recordsOf, sniffDelimiter, type Delimiter, type TableRecord } from './records';
import { inferColumns } from './headerless';
import type { Mapping } from './mapping';
import { otherTable } from './other-tables';
import { decidePolarity, type Polarity } from './polarity';
import { sidesProven } from './sides-by-balance';
import { tabLayout } from './tab-stops';
import { decideWays, type ReadWay } from './way-codes';

const SAMPLE_RECORDS = 2000;
const HEADER_WITHIN = 80;

export interface Plan {
  readonly delimiter: Delimiter;
  /** Line of the header; 0 when the table has none. */
  readonly headerLine: number;
  readonly width: number;
  readonly captions: readonly string[];
  readonly columns: Columns;
  readonly styles: Styles;
  readonly order: DateOrder;
  readonly orderCertain: boolean;
  /** For days printed without a year. */
  readonly year: YearContext | null;
  readonly polarity: Polarity;
  /** What a cell of the direction column says. */
  readonly way: ReadWay;
  readonly preamble: readonly TableRecord[];
  /** What the table is when it is no statement; null as well where a person said how it is to be read. */
  readonly other: 'invoices' | null;
}

const plans = new WeakMap<StatementInput, Plan | null>();

/** Null when the content is no table with dates and amounts. */
export function planOf(input: StatementInput): Plan | null {
  const known = plans.get(input);
  if (known !== undefined) return known;
  const plan = sheetOf(input) === null ? textPlan(input) : makePlan(input, null);
  plans.set(input, plan);
  return plan;
}

/** Where commas only part figures, blanks hold the columns apart or nothing does; elsewhere blanks are tried last. */
function textPlan(input: StatementInput): Plan | null {
  const aligned = () => (alignedLayout(input) ? makePlan(input, null, ' ') : null);
  if (sniffDelimiter(input) === ',' && commasAreInFigures(input)) return aligned();
  if (sniffDelimiter(input) === '\t' && tabLayout(input)) return makePlan(input, null, '\t\t') ?? makePlan(input, null);
  return makePlan(input, null) ?? aligned();
}

/** From here on the table is read as a person said. Null when it cannot be read so. */
export function planAs(input: StatementInput, mapping: Mapping): Plan | null {
  const plan = makePlan(input, mapping);
  plans.set(input, plan);
  return plan;
}

/** The first records of a table, as a person who maps its columns sees them. Null when the text is no table at all. */
export function sampleOf(input: StatementInput, limit = SAMPLE_RECORDS, said: Delimiter | null = null): { delimiter: Delimiter; records: TableRecord[] } | null {
  const delimiter = said ?? sniffDelimiter(input);
  if (delimiter === null) return null;
  const records: TableRecord[] = [];
  for (const record of recordsOf(input, delimiter)) {
    records.push(record);
    if (records.length >= limit) break;
  }
  return { delimiter, records };
}

/** `mapping`: what a person said about this kind of table; it overrules what would be guessed. */
export function makePlan(input: StatementInput, mapping: Mapping | null, said: Delimiter | null = null): Plan | null {
  // What a person left open is what would be guessed.
  const sample = sampleOf(input, SAMPLE_RECORDS, mapping ? (mapping.delimiter ?? planOf(input)?.delimiter ?? null) : said);
  if (sample === null) return null;
  const { delimiter, records } = sample;
  const at = mapping === null ? headerAt(records) : records.findIndex((record) => record.lineNo === mapping.headerLine);
  const header = at === -1 ? null : records[at]!;
  const preamble = records.slice(0, Math.max(0, at));
  const body = records.slice(at + 1).filter((record) => record.cells.filter((cell) => cell !== '').length >= 2);
  const stated: Controls = {};
  for (const record of [...preamble, ...records.slice(-5)]) readControls(record.cells, stated);
  const chosen = mapping?.columns ?? (header ? chooseColumns(header.cells, body) : inferColumns(body, stated.sum));
  if (!chosen || chosen.date === -1) return null;
  const captions = header?.cells ?? [];
  const banner = preamble.slice(0, 20).map((record) => record.cells.join(' ')).join(' ');
  const styles = mapping?.style ? new Map(Object.values(chosen).map((index) => [index, mapping.style!])) : decideStyles(body, chosen, captions, banner);
  const columns = mapping ? chosen : sidesProven(body, chosen, styles, captions);
  const cells = body.map((record) => record.cells[columns.date] || (record.cells[columns.settleDate] ?? ''));
  const decided = decideOrder(cells);
  const { order, certain } = mapping?.order ? { order: mapping.order, certain: true } : decided;
  const year = yearContext(cells, [...preamble, ...records.slice(-5)].map((record) => record.cells.join(' ')).join(' '), stated.period ?? null);
  const dated = body.filter((_, index) => isDay(cells[index]!) || isSerialDay(cells[index]!));
  const paid = dated.filter((record) => [columns.amount, columns.credit, columns.debit].some((c) => amountAt(record.cells, c, styles, 4) !== null));
  if (paid.length === 0 && (at === -1 || body.length > 3)) return null;
  const dayOf = (record: TableRecord | undefined) => readDate(record?.cells[columns.date] ?? '', order);
  const way = decideWays(paid, columns, captions, styles);
  const polarity = decidePolarity({
    rows: paid, at: columns, styles, captions, way, banner, descending: (dayOf(paid.at(0)) ?? '') > (dayOf(paid.at(-1)) ?? ''), inverted: mapping?.inverted ?? null,
  });
  if (!header && isCaptioned(records, dated[0]) && !tellsSides(paid, columns, styles, polarity)) return null;
  const width = header ? header.cells.length - [...header.cells].reverse().findIndex((cell) => cell !== '') : 0;
  return { delimiter, headerLine: header?.lineNo ?? 0, width, captions, columns, styles, order, orderCertain: certain, year, polarity, way, preamble, other: mapping ? null : otherTable(captions, columns) };
}

/** The first line whose cells are captions: a date, an amount and nothing that is itself a number. */
function headerAt(records: readonly TableRecord[]): number {
  let best = -1;
  let bestScore = 0;
  for (let i = 0; i < Math.min(records.length, HEADER_WITHIN); i++) {
    const { cells } = records[i]!;
    if (cells.some((cell) => /^[+-]?[\d.,]*\d$/.test(clean(cell)) || isDay(cell))) continue;
    const fields = new Set(cells.map(fieldOf).filter((field) => field !== null));
    const money = ['amount', 'credit', 'debit', 'either', 'fee'].some((field) => fields.has(field as never)) || currencyAndAmounts(cells, records[i + 1]);
    if (!money || !(fields.has('date') || fields.has('settleDate'))) continue;
    if (fields.size > bestScore) {
      best = i;
      bestScore = fields.size;
    }
  }
  return best;
}

/** Whether the line above the first row has a word for every column: captions nobody here knows, so that what is guessed without them must be proven. */
function isCaptioned(records: readonly TableRecord[], first: TableRecord | undefined): boolean {
  const above = first && records.filter((record) => record.lineNo < first.lineNo && record.cells.some((cell) => cell !== '')).at(-1);
  return above !== undefined && above.cells.length >= 3 && above.cells.length >= first!.cells.length - 1 && above.cells.filter((cell) => cell !== '').length >= 3
    && above.cells.every((cell) => !/\d/.test(cell));
}

const tellsSides = (paid: readonly TableRecord[], columns: Columns, styles: Styles, polarity: Polarity): boolean =>
  columns.direction !== -1 || (polarity.chained && paid.length > 1) || paid.some((record) => (amountAt(record.cells, columns.amount, styles, 4) ?? 0n) < 0n);

/** `交易币种/金额` above `CNY 123.18`: captioned as a currency, holding amounts. */
const currencyAndAmounts = (captions: readonly string[], next: TableRecord | undefined): boolean =>
  next !== undefined && captions.some((caption, index) => fieldOf(caption) === 'currency' && isAmount(next.cells[index] ?? ''));

export const isFooter = (cells: readonly string[]): boolean => {
  const text = beginOf(cells, ' ');
  return isTotalLine(text) || isNoteLine(text);
};
