/** From bytes to rows with their channel: every known format is recognised by content; whose file it is follows from its format. */
import { ALL_ADAPTERS, CAPABILITIES, CHANNELS, type ChannelCode } from '@/lib/channels';
import { ok, type Result } from '@/lib/kernel/result';
import { allReaders, ByteFile, inspect, recognise, type RejectedRow, type StatementFailure, type StatementReader, type StatementRow, type StatementSummary, type StreamingReader } from '@/lib/statements';

export interface OpenStatement {
  readonly format: string;
  /** Of the file, where it is known: what is kept per row is sized by it. */
  readonly bytes?: number;
  /** Null for a format that no channel of ours writes. */
  readonly channel: ChannelCode | null;
  /** To be gone through once, to its end. */
  readonly rows: Iterable<StatementRow>;
  /** After the last row. */
  finish(): { readonly summary: StatementSummary; readonly rejectedRows: readonly RejectedRow[] };
}

const readers = (): readonly StatementReader[] => allReaders(ALL_ADAPTERS.map((adapter) => adapter.statementReader));
export const channelOfFormat = (format: string): ChannelCode | null =>
  CHANNELS.find((channel) => CAPABILITIES[channel].statement.readerId === format) ?? null;

/** From here on a file is read in one pass; smaller ones are read twice, which lets a second reader try when the first one fails. */
const ONE_PASS_BYTES = 4 << 20;

export async function openStatement(content: Uint8Array | ByteFile, fileName: string): Promise<Result<OpenStatement, StatementFailure>> {
  const bytes = content instanceof ByteFile ? content.size : content.length;
  if (bytes >= ONE_PASS_BYTES) {
    const recognised = await recognise(content, fileName, readers());
    if (!recognised.ok) return recognised;
    const best = recognised.value[0];
    const [input, ...more] = best?.inputs ?? [];
    if (best && input && more.length === 0 && isStreaming(best.reader)) {
      const stream = best.reader.stream(input);
      return ok({ format: best.reader.id, bytes, channel: channelOfFormat(best.reader.id), rows: stream.rows, finish: () => stream.finish() });
    }
  }
  const parsed = await inspect(content, fileName, readers());
  if (!parsed.ok) return parsed;
  const { summary, rows, rejectedRows } = parsed.value;
  return ok({ format: summary.format, bytes, channel: channelOfFormat(summary.format), rows, finish: () => ({ summary, rejectedRows }) });
}

const isStreaming = (reader: StatementReader): reader is StreamingReader => 'stream' in reader && typeof reader.stream === 'function';
