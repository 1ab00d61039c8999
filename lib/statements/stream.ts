/**
 * How a reader is built: from one generator that yields rows while a tally goes along. `read` makes one pass for the summary and a
 * fresh pass each time rows are asked for; `stream` gives rows and summary in a single pass, for files of a million lines.
 */
import type { ParsedStatement, RejectedRow, StatementInput, StatementReader, StatementRow, StatementSummary } from './port';
import { headOf } from './input';
import { Tally } from './tally';

export interface StatementStream {
  /** To be gone through once, to its end. */
  readonly rows: Iterable<StatementRow>;
  /** After the last row. */
  finish(): { readonly summary: StatementSummary; readonly rejectedRows: readonly RejectedRow[] };
}

export interface StreamingReader extends StatementReader {
  stream(input: StatementInput): StatementStream;
}

export interface ReaderParts {
  readonly id: string;
  recognise(input: StatementInput): number;
  /** Yields rows and adds each to the tally (`tally.add`), with what the file states about itself in `tally.stated`. */
  rows(input: StatementInput, tally: Tally): Generator<StatementRow>;
}

export function makeReader(parts: ReaderParts): StreamingReader {
  const stream = (input: StatementInput): StatementStream => {
    const tally = new Tally(parts.id, input.encoding);
    if (headOf(input).includes('\ufffd')) tally.warn('statements.warn-broken-characters');
    return { rows: parts.rows(input, tally), finish: () => tally.finish() };
  };
  return { id: parts.id, recognise: parts.recognise, stream, read: (input) => readThrough(() => stream(input)) };
}

export function readThrough(open: () => StatementStream): ParsedStatement {
  const first = open();
  const pass = first.rows[Symbol.iterator]();
  while (pass.next().done !== true);
  return { ...first.finish(), rows: { [Symbol.iterator]: () => open().rows[Symbol.iterator]() } };
}
