/** Reads a file in the thread it is called in. */
import { CHANNELS, CAPABILITIES, type ChannelCode } from '@/lib/channels/model';
import { STATEMENT_READERS } from '@/lib/channels/readers';
import { assert } from '@/lib/kernel/assert';
import { err, ok, type Result } from '@/lib/kernel/result';
import {
  allReaders, ByteFile, inspect, lookAtTable, openMapped, recognise, tellsMapping, UnreadableStatement, type StatementFailure, type StatementReader, type StatementRow, type StatementStream,
  type StreamingReader, type TableLook,
} from '@/lib/statements';
import type { TableMapping } from '@/lib/statements/model';
import { copyPieces, copyWriter, type CopyPiece, type CopyTally } from '../copy-rows';
import { dayOfRow } from '../days';
import { LineSums } from '../line-sums';
import { PieceQueue } from '../piece-queue';
import type { Choice, CopiedFile, CopyEnd, KeptMapping, OpenedAs, Pieces, Reading, SampleRow, StatementSource, Told } from './port';

/** From here on a file is read in one pass; smaller ones are read twice, which lets a second reader try when the first one fails. */
const ONE_PASS_BYTES = 4 << 20;
/** Of a large file its first rows are compared: enough to see that somebody imports a day again. */
const ROWS_COMPARED = 5_000;
const FIRST_ROWS = 12;

const channelOfFormat = (format: string): ChannelCode | null => CHANNELS.find((channel) => CAPABILITIES[channel].statement.readerId === format) ?? null;
const readers = (): readonly StatementReader[] => allReaders(STATEMENT_READERS);
const isStreaming = (reader: StatementReader): reader is StreamingReader => 'stream' in reader && typeof reader.stream === 'function';

export class LocalReading implements Reading {
  private readonly file: ByteFile | null;
  private readonly content: Uint8Array | ByteFile;
  private readonly fileName: string;
  private opened: StatementStream | null = null;

  constructor(source: StatementSource) {
    this.fileName = source.fileName;
    this.file = 'path' in source ? ByteFile.open(source.path) : null;
    this.content = 'path' in source ? this.file! : source.bytes;
  }

  private get bytes(): number {
    return this.content instanceof ByteFile ? this.content.size : this.content.length;
  }

  async open(): Promise<Result<OpenedAs, StatementFailure>> {
    if (this.bytes >= ONE_PASS_BYTES) {
      const recognised = await recognise(this.content, this.fileName, readers());
      if (!recognised.ok) return recognised;
      const best = recognised.value[0];
      const [input, ...more] = best?.inputs ?? [];
      if (best && input && more.length === 0 && isStreaming(best.reader)) {
        this.opened = best.reader.stream(input);
        return ok({ format: best.reader.id, channel: channelOfFormat(best.reader.id) });
      }
    }
    const parsed = await inspect(this.content, this.fileName, readers());
    if (!parsed.ok) return parsed;
    const { summary, rows, rejectedRows } = parsed.value;
    this.opened = { rows, finish: () => ({ summary, rejectedRows }) };
    return ok({ format: summary.format, channel: channelOfFormat(summary.format) });
  }

  async openKept(kept: KeptMapping): Promise<boolean> {
    const here = await tellsMapping(this.content, this.fileName, kept);
    return here !== null && (await this.openAs(here)).ok;
  }

  async openAs(mapping: TableMapping): Promise<Result<{ readonly fingerprint: string }, StatementFailure>> {
    const mapped = await openMapped(this.content, this.fileName, mapping);
    if (!mapped.ok) return mapped;
    this.opened = mapped.value;
    return ok({ fingerprint: mapped.value.fingerprint });
  }

  look(choice: Choice): Promise<Result<TableLook, StatementFailure>> {
    return lookAtTable(this.content, this.fileName, choice);
  }

  tell(cutOff: string): Promise<Result<Told, StatementFailure>> {
    return Promise.resolve(tellAll(this.stream(), cutOff));
  }

  copy(file: CopiedFile): Pieces {
    return localPieces(this.stream(), { ...file, bytes: this.bytes });
  }

  /** The pieces themselves, for the thread that sends them on. */
  pieces(file: CopiedFile): Made {
    return piecesOf(this.stream(), { ...file, bytes: this.bytes });
  }

  close(): void {
    this.file?.close();
  }

  private stream(): StatementStream {
    assert(this.opened, 'a file is opened before it is read');
    return this.opened;
  }
}

function tellAll(stream: StatementStream, cutOff: string): Result<Told, StatementFailure> {
  const rowsOfDay = new Map<string, number>();
  const [sample, first]: [SampleRow[], StatementRow[]] = [[], []];
  let [counted, largestMinor] = [0, 0n];
  try {
    for (const row of stream.rows) {
      counted++;
      if (row.amountMinor > largestMinor) largestMinor = row.amountMinor;
      if (first.length < FIRST_ROWS) first.push(row);
      const day = dayOfRow(row, cutOff);
      if (day === null) continue;
      rowsOfDay.set(day, (rowsOfDay.get(day) ?? 0) + 1);
      if (row.merchantNo !== null && sample.length < ROWS_COMPARED) sample.push({ no: row.merchantNo, minor: row.amountMinor.toString(), direction: row.direction, day });
    }
  } catch (error) {
    if (error instanceof UnreadableStatement) return err(error.code, error.details);
    throw error;
  }
  return ok({ rowsOfDay, sample, first, counted, largestMinor, ...stream.finish() });
}

interface Made {
  readonly pieces: Iterable<CopyPiece>;
  /** Bytes that were a piece and may be written over. */
  reuse(bytes: Uint8Array): void;
  end(): CopyEnd;
}

function piecesOf(stream: StatementStream, file: CopiedFile & { readonly bytes: number }): Made {
  const writer = copyWriter();
  const tally: CopyTally = { rows: 0, rowsOfDay: new Map(), sums: new LineSums() };
  return {
    pieces: copyPieces(stream.rows, file, tally, writer),
    reuse: (bytes) => writer.reuse(bytes),
    end: () => ({ rows: tally.rows, rowsOfDay: tally.rowsOfDay, sums: tally.sums.toJson(), summary: stream.finish().summary }),
  };
}

export function localPieces(stream: StatementStream, file: CopiedFile & { readonly bytes: number }): Pieces {
  const { pieces, end } = piecesOf(stream, file);
  const queue = new PieceQueue<CopyPiece>();
  const read = queue.fill(pieces);
  read.catch(() => undefined);
  return { take: () => queue.take(), stop: () => queue.end(), result: () => read.then(end) };
}
