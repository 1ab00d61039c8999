/**
 * A file's rows on their way into the books, whatever the import is of: find the head line, check row by row, take the good ones in batches, keep
 * every bad one with its cause. Nothing but the batch at hand is in memory, so the size of a file does not matter.
 */
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { turnstile } from '@/lib/platform/turnstile';
import { BAD_ROWS_SHOWN, IMPORT_ROWS_MAX, type BadRow, type ImportReport } from './model';

/** What an opened file gives (lib/statements `openTable`); a fresh pass with each call of `records`. */
export interface TableSource {
  readonly encoding: string;
  readonly sha256: string;
  records(): Iterable<TableLine>;
}
export interface TableLine {
  /** As a spreadsheet counts, from 1. */
  readonly lineNo: number;
  readonly cells: readonly string[];
}

/**
 * Rows of one transaction. Few, because a batch travels as one text: one of more than 128 kB is born old for the collector, and memory grows by what nobody
 * needs any more. A file that is stopped half-way is simply sent again, what is there already stays as it is.
 */
const BATCH = 100;
/** However many import at once, they leave the database to those who pay: two batches at a time, the others wait without a connection. */
const oneBatch = turnstile(2, 200);
/** A title, a note and an empty line may stand above the head. */
const HEAD_WITHIN = 20;

export type TableFailure = Failure<'table.too-many-rows' | 'table.empty' | 'table.columns-missing' | 'table.busy'>;

export interface Wrong<C extends string> {
  /** Index of the column; -1 = the row as a whole. */
  readonly at: number;
  readonly cause: C;
}
export const isWrong = <C extends string>(row: unknown): row is Wrong<C> => typeof row === 'object' && row !== null && 'cause' in row;

export interface ImportProgress {
  readonly rows: number;
  readonly total: number;
}

export interface ImportOptions {
  /** False = dry run: says what would happen and writes nothing. */
  readonly apply: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface TakenBatch<C extends string> {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that only the database could find wrong, by their place in the batch. */
  readonly bad: readonly { readonly index: number; readonly wrong: Wrong<C> }[];
}

export interface TableImport<T, C extends string> {
  readonly header: readonly string[];
  check(cells: readonly string[]): T | Wrong<C>;
  take(rows: readonly T[]): Promise<TakenBatch<C>>;
}

/** The head line: the first one that `isHead` accepts. */
export function headOf(source: TableSource, isHead: (header: readonly string[]) => boolean): Result<readonly string[], TableFailure> {
  let [first, seen] = [null as readonly string[] | null, 0];
  for (const { cells } of source.records()) {
    if (cells.every((cell) => cell === '')) continue;
    const header = cells.map((cell) => cell.normalize('NFKC').trim());
    if (isHead(header)) return ok(header);
    first ??= header;
    if (++seen >= HEAD_WITHIN) break;
  }
  return first ? err('table.columns-missing', { columns: first.slice(0, 12).join(', ') }) : err('table.empty');
}

const NOTHING: TakenBatch<never> = { created: 0, changed: 0, unchanged: 0, bad: [] };

export async function importTable<T, C extends string>(
  source: TableSource, spec: TableImport<T, C>, options: ImportOptions,
): Promise<Result<ImportReport<C>, TableFailure>> {
  const total = countRows(source, spec.header);
  if (total > IMPORT_ROWS_MAX) return err('table.too-many-rows', { max: IMPORT_ROWS_MAX });
  if (total === 0) return err('table.empty');
  const bad = new BadRows<C>(spec.header);
  const counts = { created: 0, changed: 0, unchanged: 0 };
  let rows = 0;
  let batch: { line: TableLine; row: T | Wrong<C> }[] = [];
  const flush = async (): Promise<boolean> => {
    const good = batch.flatMap(({ line, row }) => (isWrong<C>(row) ? [] : [{ line, row: row as T }]));
    const taken = good.length > 0 ? await oneBatch(() => spec.take(good.map((b) => b.row))) : NOTHING;
    if (taken === null) return false;
    const refused = new Map(taken.bad.map(({ index, wrong }) => [good[index]!.line, wrong as Wrong<C>]));
    // In the file's order, whether the row itself or only the books said no.
    for (const { line, row } of batch) {
      const wrong = isWrong<C>(row) ? row : refused.get(line);
      if (wrong) bad.add(line, wrong);
    }
    counts.created += taken.created;
    counts.changed += taken.changed;
    counts.unchanged += taken.unchanged;
    batch = [];
    options.onProgress?.({ rows, total });
    return true;
  };
  for (const line of dataLines(source, spec.header)) {
    rows++;
    batch.push({ line, row: spec.check(line.cells) });
    if (batch.length >= BATCH && !(await flush())) return err('table.busy');
  }
  if (batch.length > 0 && !(await flush())) return err('table.busy');
  return ok({
    encoding: source.encoding, rows, good: rows - bad.count, badCount: bad.count, bad: bad.shown, badFile: bad.file(), ...counts, applied: options.apply,
  });
}

function countRows(source: TableSource, header: readonly string[]): number {
  let count = 0;
  for (const _ of dataLines(source, header)) if (++count > IMPORT_ROWS_MAX) break;
  return count;
}

/** Lines behind the head that hold anything; a head line repeated on a printed page is none. */
function* dataLines(source: TableSource, header: readonly string[]): Generator<TableLine> {
  let begun = false;
  const head = header.join('\u0000');
  for (const line of source.records()) {
    if (line.cells.every((cell) => cell === '')) continue;
    if (line.cells.map((cell) => cell.normalize('NFKC').trim()).join('\u0000') === head) begun = true;
    else if (begun) yield line;
  }
}

/** Bad rows: the first thousand for the screen, all of them as a file to mend and send again, with a column for the cause. */
class BadRows<C extends string> {
  count = 0;
  readonly shown: BadRow<C>[] = [];
  readonly #lines: string[] = [];
  constructor(readonly header: readonly string[]) {}

  add({ lineNo, cells }: TableLine, { at, cause }: Wrong<C>): void {
    this.count++;
    if (this.shown.length < BAD_ROWS_SHOWN) this.shown.push({ line: lineNo, column: this.header[at] ?? '', cause });
    this.#lines.push([...this.header.map((_, index) => cells[index] ?? ''), String(lineNo), cause].map(csvCell).join(','));
  }

  /** With a mark, so that a spreadsheet reads it as UTF-8. */
  file(): string | null {
    return this.count === 0 ? null : `\ufeff${[[...this.header, 'line', 'cause'].map(csvCell).join(','), ...this.#lines].join('\r\n')}\r\n`;
  }
}

/** Quoted where needed; what a spreadsheet would take for a formula is made text. */
export function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Index of the column with one of these names, ignoring case, spaces and marks; -1 when it is not there. */
export function columnOf(header: readonly string[], names: readonly string[]): number {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_*：:()（）-]/g, '');
  return header.findIndex((h) => names.some((n) => plain(n) === plain(h)));
}
