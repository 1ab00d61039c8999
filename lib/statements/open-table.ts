/** Any file with rows in it (CSV, TSV, xls, xlsx, zipped or not, in any encoding) as rows of text, read block by block: for imports that are no statements. */
import { createHash } from 'node:crypto';
import { openContainer } from './container';
import { refuse, type StatementFailure } from './errors';
import { recordsOf, sniffDelimiter, type TableRecord } from './records';
import { headOf, type OpenedInput } from './input';
import { ok, type Result } from '@/lib/kernel/result';

const TABLE_BYTES_MAX = 20 * 1024 * 1024;

export interface OpenTable {
  /** `utf-8`, `gb18030`, …; `binary` for a workbook. */
  readonly encoding: string;
  readonly sha256: string;
  /** A fresh pass through the rows with each call. */
  records(): Iterable<TableRecord>;
}

/** The first sheet or text of the file. Errors: as `openContainer`, and `statements.too-large`. */
export async function openTable(bytes: Uint8Array, fileName: string): Promise<Result<OpenTable, StatementFailure>> {
  if (bytes.length > TABLE_BYTES_MAX) return refuse('statements.too-large', { bytes: bytes.length, limit: TABLE_BYTES_MAX });
  const opened = await openContainer(bytes, fileName);
  if (!opened.ok) return opened;
  const [input] = opened.value;
  if (!input) return refuse('statements.empty-file');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const delimiter = sniffDelimiter(input) ?? plainDelimiter(input);
  return ok({ encoding: input.sheet ? 'workbook' : input.encoding, sha256, records: () => recordsOf(input, delimiter) });
}

/** Two columns, or no digit anywhere: too little for the sniffer, but a first line says enough. */
function plainDelimiter(input: OpenedInput): ',' | '\t' | ';' {
  const first = /^[^\r\n]*/.exec(headOf(input).trimStart())?.[0] ?? '';
  return (['\t', ';', ','] as const).find((mark) => first.includes(mark)) ?? ',';
}
