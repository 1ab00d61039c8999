/**
 * A CSV or TSV file as rows of text, whatever spreadsheet wrote it: byte-order mark, UTF-8, or GBK/GB18030 (Excel in China). Detection is
 * strict: bytes that are not valid in an encoding are not that encoding; nothing is replaced silently. Bounded in bytes, rows and columns.
 */
import { parse } from 'csv-parse/sync';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX } from './model';

export interface Table {
  readonly encoding: string;
  readonly header: readonly string[];
  /** `line` as a spreadsheet counts: the header is 1. Empty lines are left out. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}
export type TableFailure = Failure<'table.too-large' | 'table.unreadable' | 'table.too-many-rows' | 'table.empty'>;

const COLUMNS_MAX = 60;

export function decodeText(bytes: Uint8Array): { text: string; encoding: string } | null {
  const mark = [...bytes.subarray(0, 3)];
  const marked = mark[0] === 0xef && mark[1] === 0xbb && mark[2] === 0xbf ? 'utf-8'
    : mark[0] === 0xff && mark[1] === 0xfe ? 'utf-16le' : mark[0] === 0xfe && mark[1] === 0xff ? 'utf-16be' : null;
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\0') ? null : { text, encoding };
    } catch { /* not this one */ }
  }
  return null;
}

export function readTable(bytes: Uint8Array): Result<Table, TableFailure> {
  if (bytes.length > IMPORT_BYTES_MAX) return err('table.too-large', { megabytes: IMPORT_BYTES_MAX / 1024 / 1024 });
  const decoded = decodeText(bytes);
  if (!decoded) return err('table.unreadable');
  const firstLine = /^[^\r\n]*/.exec(decoded.text.trimStart())?.[0] ?? '';
  const delimiter = ['\t', ';', ','].find((d) => firstLine.includes(d)) ?? ',';
  let records: string[][];
  try {
    records = parse(decoded.text, {
      delimiter, bom: true, relax_column_count: true, relax_quotes: true, trim: true, skip_empty_lines: false, max_record_size: 100_000,
    });
  } catch {
    return err('table.unreadable');
  }
  const filled = records.map((cells, index) => ({ line: index + 1, cells })).filter((r) => r.cells.some((c) => c !== ''));
  const [head, ...rows] = filled;
  if (!head || rows.length === 0 || head.cells.length > COLUMNS_MAX) return err('table.empty');
  if (rows.length > IMPORT_ROWS_MAX) return err('table.too-many-rows', { max: IMPORT_ROWS_MAX });
  return ok({ encoding: decoded.encoding, header: head.cells.map((c) => c.normalize('NFKC').trim()), rows });
}

/** Index of the column with one of these names, ignoring case, spaces and marks; -1 when it is not there. */
export function columnOf(header: readonly string[], names: readonly string[]): number {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_*：:()（）-]/g, '');
  return header.findIndex((h) => names.some((n) => plain(n) === plain(h)));
}
