/**
 * Workbooks (xls, xlsx, ods, and the HTML or XML tables that banks name .xls) → rows of text. Numbers are taken from the stored value,
 * not from what the cell shows, because a display format may hide fen. The library is loaded only when a workbook comes.
 */
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import { UnreadableStatement } from './errors';
import { listedSheet, type Sheet } from './input';
import { digitsOf } from './sheet-numbers';

const MAX_ROWS = 200_000;
const MAX_COLUMNS = 200;
const MAX_SHEETS = 64;
/** The most a cell can hold. */
const MAX_CELL = 32_767;
type Library = typeof import('@e965/xlsx');

/** `text` for tables in markup, else null and the bytes are the workbook. Errors (thrown): `statements.sheet-broken`, `xml-forbidden`. */
export async function readSheet(bytes: Uint8Array, text: string | null): Promise<Sheet[]> {
  if (text !== null && declares(text.slice(0, 65_536))) throw new UnreadableStatement('statements.xml-forbidden');
  if (text !== null) {
    boundTables(text);
    boundSpans(text);
  }
  const library: Library = await import('@e965/xlsx');
  let book: WorkBook;
  try {
    const options = {
      dense: true,
      cellNF: true,
      cellHTML: false,
      cellFormula: false,
      cellText: true,
      sheetRows: MAX_ROWS + 1,
      raw: text !== null,
    } as const;
    book = text === null ? library.read(bytes, { ...options, type: 'buffer' }) : library.read(text, { ...options, type: 'string' });
  } catch {
    throw new UnreadableStatement('statements.sheet-broken');
  }
  if (book.SheetNames.length > MAX_SHEETS) throw new UnreadableStatement('statements.sheet-too-large', { sheets: book.SheetNames.length, limit: MAX_SHEETS });
  const found: Sheet[] = [];
  for (const name of book.SheetNames) {
    const sheet = book.Sheets[name];
    const cells = sheet ? cellsOf(sheet, library) : [];
    if (cells.length > MAX_ROWS) throw new UnreadableStatement('statements.sheet-too-large', { limit: MAX_ROWS });
    if (cells.some((row) => row.some((cell) => cell !== ''))) found.push(listedSheet(cells));
  }
  if (found.length === 0) throw new UnreadableStatement('statements.empty-file');
  return found;
}

/** An entity, or a document type with a part of its own; pages name one without. */
function declares(head: string): boolean {
  if (/<!ENTITY/i.test(head)) return true;
  const type = head.search(/<!DOCTYPE\s/i);
  return type !== -1 && /^[^>]*\[/.test(head.slice(type));
}

/** Before the library makes a sheet of each, and a name that no other has. */
function boundTables(text: string): void {
  let [open, tables] = [false, 0];
  for (const [, slash] of text.matchAll(/<(\/?)table\b/gi)) {
    if (slash === '/' && open) tables++;
    open = slash !== '/';
    if (tables > MAX_SHEETS) throw new UnreadableStatement('statements.sheet-too-large', { sheets: tables, limit: MAX_SHEETS });
  }
}

/** The library looks at every cell that spans others for every cell of the page. */
const SPANS_TIMES_CELLS_MAX = 500_000_000;
function boundSpans(text: string): void {
  let [spans, cells] = [0, 0];
  for (const [whole] of text.matchAll(/<t[dh]\b|\b(?:row|col)span\s{0,4}=\s{0,4}["']?(?:[2-9]|\d\d)/gi)) {
    if (whole.startsWith('<')) cells++;
    else spans++;
  }
  if (spans * cells > SPANS_TIMES_CELLS_MAX) throw new UnreadableStatement('statements.sheet-too-large', { cells, limit: MAX_ROWS });
}

function cellsOf(sheet: WorkSheet, library: Library): string[][] {
  const data = sheet['!data'] ?? [];
  const rows: string[][] = [];
  for (let r = 0; r < data.length && r <= MAX_ROWS; r++) {
    const row = data[r] ?? [];
    rows.push(Array.from({ length: Math.min(row.length, MAX_COLUMNS) }, (_, c) => cellText(row[c], library)));
  }
  return rows;
}

function cellText(cell: CellObject | undefined, library: Library): string {
  if (!cell || cell.v === undefined || cell.v === null || cell.t === 'e') return '';
  if (cell.t === 'n' && typeof cell.v === 'number') return numberText(cell.v, cell.z, library);
  return String(cell.v).slice(0, MAX_CELL);
}

function numberText(value: number, format: CellObject['z'], library: Library): string {
  if (format !== undefined && library.SSF.is_date(String(format))) {
    const date = library.SSF.parse_date_code(value);
    if (date) {
      const two = (n: number) => String(n).padStart(2, '0');
      const day = `${date.y}-${two(date.m)}-${two(date.d)}`;
      const time = `${two(date.H)}:${two(date.M)}:${two(Math.min(59, Math.round(date.S)))}`;
      return value < 1 ? time : value % 1 === 0 ? day : `${day} ${time}`;
    }
  }
  return digitsOf(value);
}
