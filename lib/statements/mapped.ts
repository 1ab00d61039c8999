/**
 * Tables that no rule can read, as a person said they are to be read: looked at first (rows as they stand, and what the rules would guess), then opened with
 * the mapping. The same kind of table is told again by its captions, wherever its header stands, or by what its columns hold where it has none.
 */
import { createHash } from 'node:crypto';
import { ok, type Result } from '@/lib/kernel/result';
import type { ByteFile } from './byte-file';
import { isAmount, isDay, NO_COLUMNS, type Columns } from './choose-columns';
import { openContainer } from './container';
import { decodeText, type Encoding } from './encoding';
import { refuse, type StatementFailure } from './errors';
import { sheetOf, type OpenedInput } from './input';
import { MAPPED_FIELDS, type Mapping, type MappedField, type TableMapping } from './mapping';
import { planAs, planOf, sampleOf } from './plan';
import type { StatementRow } from './port';
import { tableReader } from './readers/table';
import type { TableRecord } from './records';
import type { StatementStream, StreamingReader } from './stream';

const SHOWN_ROWS = 40;
const SHOWN_COLUMNS = 40;
const SHOWN_LETTERS = 80;
/** A header stands within the first lines, however long the banner. */
const HEADER_WITHIN = 80;

export interface TableLook {
  readonly encoding: string;
  readonly delimiter: string;
  readonly sheet: boolean;
  /** The first rows as they stand, cut to what a screen shows. */
  readonly rows: readonly { readonly lineNo: number; readonly cells: readonly string[] }[];
  /** What the rules would say; null when they know nothing. */
  readonly guess: { readonly headerLine: number; readonly columns: TableMapping['columns'] } | null;
}

type Choice = Pick<TableMapping, 'encoding' | 'delimiter'>;

/** Errors: as `openContainer`; `statements.unknown-format` when it is no table at all. */
export async function lookAtTable(content: Uint8Array | ByteFile, fileName: string, choice: Choice): Promise<Result<TableLook, StatementFailure>> {
  const input = await inputOf(content, fileName, choice);
  if (!input.ok) return input;
  const plan = choice.delimiter === null ? planOf(input.value) : null;
  const sample = sampleOf(input.value, SHOWN_ROWS, choice.delimiter ?? plan?.delimiter ?? null);
  if (sample === null) return refuse('statements.unknown-format', { encoding: input.value.encoding });
  const rows = sample.records.map((r) => ({ lineNo: r.lineNo, cells: r.cells.slice(0, SHOWN_COLUMNS).map((cell) => cell.slice(0, SHOWN_LETTERS)) }));
  return ok({
    encoding: input.value.encoding, delimiter: sample.delimiter, sheet: sheetOf(input.value) !== null, rows,
    guess: plan && { headerLine: plan.headerLine, columns: namedColumns(plan.columns) },
  });
}

const namedColumns = (columns: Columns): TableMapping['columns'] =>
  Object.fromEntries(MAPPED_FIELDS.filter((field) => columns[field] !== -1).map((field): [MappedField, number] => [field, columns[field]]));

export interface MappedStatement extends StatementStream {
  /** By which the same kind of table is told again. */
  readonly fingerprint: string;
}

/** Errors: as `openContainer`; `statements.unknown-format` when the table has no dates and amounts where the mapping says. */
export async function openMapped(content: Uint8Array | ByteFile, fileName: string, mapping: TableMapping): Promise<Result<MappedStatement, StatementFailure>> {
  const input = await inputOf(content, fileName, mapping);
  if (!input.ok) return input;
  const plan = planAs(input.value, asMapping(mapping));
  if (plan === null) return refuse('statements.unknown-format', { encoding: input.value.encoding });
  const stream = (tableReader as StreamingReader).stream(input.value);
  const records = mapping.headerLine === 0 ? (sampleOf(input.value, HEADER_WITHIN, mapping.delimiter)?.records ?? []) : [];
  return ok({ rows: asMoney(stream.rows), finish: () => stream.finish(), fingerprint: mapping.headerLine === 0 ? shapePrint(records) : captionPrint(plan.captions) });
}

/** Money that came in is a payment, whatever the table calls it: a person said that this is the account's statement. */
function* asMoney(rows: Iterable<StatementRow>): Generator<StatementRow> {
  for (const row of rows) yield row.type === 'other' && row.direction === 'credit' ? { ...row, type: 'payment' } : row;
}

/** Whether this is the kind of table the mapping was made for; answers the mapping with its header where it stands in this file. */
export async function tellsMapping(
  content: Uint8Array | ByteFile, fileName: string, kept: { readonly fingerprint: string; readonly mapping: TableMapping },
): Promise<TableMapping | null> {
  const input = await inputOf(content, fileName, kept.mapping);
  if (!input.ok) return null;
  const records = sampleOf(input.value, HEADER_WITHIN, kept.mapping.delimiter)?.records ?? [];
  if (kept.mapping.headerLine === 0) {
    return shapePrint(records) === kept.fingerprint && planAs(input.value, asMapping(kept.mapping)) !== null ? kept.mapping : null;
  }
  const header = records.find((r: TableRecord) => captionPrint(r.cells) === kept.fingerprint);
  return header ? { ...kept.mapping, headerLine: header.lineNo } : null;
}

const print = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Captions alone: blanks, case and empty cells at the end say nothing. */
const captionPrint = (cells: readonly string[]): string => print(`captions|${cells.map((c) => c.normalize('NFKC').replace(/\s+/g, '').toLowerCase()).join('|').replace(/\|+$/, '')}`);

/** Of a table without captions: what most cells of each column are. Another table of the same width is not taken for it. */
function shapePrint(records: readonly TableRecord[]): string {
  const rows = records.filter((r) => r.cells.length > 2);
  const width = Math.max(0, ...rows.map((r) => r.cells.length));
  const kindOf = (cell: string): string => (isDay(cell) ? 'day' : /^\d{10,}$/.test(cell) ? 'number' : isAmount(cell) ? 'amount' : 'text');
  const columns = Array.from({ length: width }, (_, i) => {
    const kinds = rows.flatMap((r) => (r.cells[i] ? [kindOf(r.cells[i])] : []));
    return [...Map.groupBy(kinds, (kind) => kind)].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]?.[0] ?? 'nothing';
  });
  return print(`shape|${columns.join('|')}`);
}

const asMapping = (mapping: TableMapping): Mapping => ({
  headerLine: mapping.headerLine, columns: { ...NO_COLUMNS, ...mapping.columns }, style: mapping.style, order: mapping.order, inverted: mapping.inverted,
  delimiter: mapping.delimiter,
});

async function inputOf(content: Uint8Array | ByteFile, fileName: string, choice: Choice): Promise<Result<OpenedInput, StatementFailure>> {
  const opened = await openContainer(content, fileName);
  if (!opened.ok) return opened;
  const [first] = opened.value;
  if (!first) return refuse('statements.empty-file');
  return ok(choice.encoding === null || first.sheet !== null ? first : inEncoding(first, choice.encoding));
}

/** The same bytes read otherwise. */
const inEncoding = (input: OpenedInput, encoding: Encoding): OpenedInput => {
  const { bytes } = input;
  return { fileName: input.fileName, bytes, encoding, sheet: null, get text() { return decodeText(bytes, encoding); } };
};
