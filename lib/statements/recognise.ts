/**
 * From bytes to a statement: open the container, let every reader say how sure it is of the content, take the surest, read. An archive with
 * several files of the same format (payments and refunds apart) is one statement. Nothing a file contains can make this throw.
 */
import { ok, type Result } from '@/lib/kernel/result';
import type { ByteFile } from './byte-file';
import { combine } from './combine';
import { openContainer } from './container';
import { refuse, UnreadableStatement, type StatementFailure } from './errors';
import { byteCount, headOf, type OpenedInput } from './input';
import type { ParsedStatement, StatementReader } from './port';

/** Below this a reader is only guessing. */
const SURE_ENOUGH = 0.3;
/** A better reader may still fail on the whole file; this many candidates are tried. */
const MAX_TRIES = 3;

export interface Recognised {
  readonly reader: StatementReader;
  readonly inputs: readonly OpenedInput[];
}

/** The reader that knows this file and the parts of the file it knows. Errors: every code of `REFUSAL_CODES`. */
export async function recognise(
  bytes: Uint8Array | ByteFile,
  fileName: string,
  readers: readonly StatementReader[],
): Promise<Result<Recognised[], StatementFailure>> {
  const opened = await openContainer(bytes, fileName);
  if (!opened.ok) return opened;
  const scored = opened.value.flatMap((input) => readers.map((reader) => ({ reader, input, score: safeScore(reader, input) })));
  const sure = scored
    .filter((one) => one.score >= SURE_ENOUGH)
    .sort((a, b) => b.score - a.score || byteCount(b.input) - byteCount(a.input));
  if (sure.length === 0) return refuseUnknown(opened.value);
  const candidates: Recognised[] = [];
  for (const { reader } of sure) {
    if (candidates.some((one) => one.reader === reader)) continue;
    const best = sure.filter((one) => one.reader === reader);
    candidates.push({ reader, inputs: best.filter((one) => one.score >= best[0]!.score - 0.1).map((one) => one.input) });
  }
  return ok(candidates.slice(0, MAX_TRIES));
}

/** Reads a statement file of any known format. `fileName` is a label and never decides the format. */
export async function inspect(
  bytes: Uint8Array | ByteFile,
  fileName: string,
  readers: readonly StatementReader[],
): Promise<Result<ParsedStatement, StatementFailure>> {
  const recognised = await recognise(bytes, fileName, readers);
  if (!recognised.ok) return recognised;
  let last: Result<ParsedStatement, StatementFailure> = refuse('statements.unreadable');
  let empty: ParsedStatement | null = null;
  for (const { reader, inputs } of recognised.value) {
    last = readSafely(reader, inputs);
    if (!last.ok) continue;
    if (last.value.summary.rows > 0) return last;
    empty ??= last.value;
  }
  return empty ? ok(empty) : last;
}

function safeScore(reader: StatementReader, input: OpenedInput): number {
  try {
    return reader.recognise(input);
  } catch {
    return 0;
  }
}

/** A reader that trips over hostile content refuses the file; its exception text never leaves. */
function readSafely(reader: StatementReader, inputs: readonly OpenedInput[]): Result<ParsedStatement, StatementFailure> {
  try {
    return ok(combine(inputs.map((input) => reader.read(input))));
  } catch (error) {
    if (error instanceof UnreadableStatement) return refuse(error.code, error.details);
    return refuse('statements.unreadable', { format: reader.id });
  }
}

const NOT_STATEMENTS: readonly (readonly [RegExp, string])[] = [
  [/<(?:\w+:)?CstmrPmtStsRpt\b/, 'payment_status_report'],
  [/<(?:\w+:)?CstmrCdtTrfInitn\b/, 'payment_order'],
  [/<(?:\w+:)?CstmrDrctDbtInitn\b/, 'direct_debit_order'],
  [/^01REMESSA/, 'direct_debit_order'],
  [/^%PDF-/, 'pdf'],
  [/^\s*[{[]/, 'json'],
];

function refuseUnknown(inputs: readonly OpenedInput[]): Result<never, StatementFailure> {
  const input = inputs[0];
  const head = input ? headOf(input) : '';
  if (head.trim() === '' && input?.sheet === null) return refuse('statements.empty-file');
  if (/<!DOCTYPE|<!ENTITY/i.test(head) && head.trimStart().startsWith('<')) return refuse('statements.xml-forbidden');
  const known = NOT_STATEMENTS.find(([shape]) => shape.test(head));
  return known
    ? refuse('statements.not-a-statement', { what: known[1] })
    : refuse('statements.unknown-format', { encoding: input?.encoding ?? '' });
}
