/** Reading a statement file, wherever it is done: in this thread (small plain texts) or in one of its own with a bound on its memory. */
import type { ChannelCode } from '@/lib/channels/port';
import type { Result } from '@/lib/kernel/result';
import type { RejectedRow, StatementFailure, StatementRow, StatementSummary, TableLook } from '@/lib/statements';
import type { TableMapping } from '@/lib/statements/model';
import type { CopyPiece } from '../copy-rows';
import type { LineSums } from '../line-sums';

/** A file in memory, or one on the disk of this machine, which is only read piece by piece. `fileName` is a label; it never decides the format. */
export type StatementSource = ({ readonly bytes: Uint8Array } | { readonly path: string }) & { readonly fileName: string };

export interface OpenedAs {
  readonly format: string;
  /** Null for a format that no channel of ours writes. */
  readonly channel: ChannelCode | null;
}

export interface CopiedFile {
  readonly id: string;
  readonly channel: ChannelCode;
}

/** What was seen on the way of all rows into COPY. */
export interface CopyEnd {
  readonly rows: number;
  readonly rowsOfDay: ReadonlyMap<string, number>;
  readonly sums: ReturnType<LineSums['toJson']>;
  readonly summary: StatementSummary;
}

/** The reader goes on while the server is busy, but only so far ahead. */
export interface Pieces {
  /** The next piece; null at the end, and where the reader tripped. The bytes of the piece before are the reader's again: it writes over them. */
  take(): Promise<CopyPiece | null>;
  /** Nothing more is wanted. */
  stop(): void;
  /** After the last piece. Throws what the reader threw. */
  result(): Promise<CopyEnd>;
}

export interface SampleRow { readonly no: string; readonly minor: string; readonly direction: string; readonly day: string }

/** What a look at all rows says, without keeping them. */
export interface Told {
  readonly rowsOfDay: ReadonlyMap<string, number>;
  readonly sample: readonly SampleRow[];
  readonly first: readonly StatementRow[];
  readonly summary: StatementSummary;
  readonly rejectedRows: readonly RejectedRow[];
  readonly counted: number;
  readonly largestMinor: bigint;
}

export type KeptMapping = { readonly fingerprint: string; readonly mapping: TableMapping };
export type Choice = Pick<TableMapping, 'encoding' | 'delimiter'>;

/** One file, opened one way at a time: `open`, `openKept` or `openAs` first, then once `tell` or `copy`. Whoever starts it closes it. */
export interface Reading {
  open(): Promise<Result<OpenedAs, StatementFailure>>;
  /** Whether this is the kind of table the mapping was made for; then it is opened so. */
  openKept(kept: KeptMapping): Promise<boolean>;
  openAs(mapping: TableMapping): Promise<Result<{ readonly fingerprint: string }, StatementFailure>>;
  look(choice: Choice): Promise<Result<TableLook, StatementFailure>>;
  /** `cutOff`: where the channel cuts its day. */
  tell(cutOff: string): Promise<Result<Told, StatementFailure>>;
  copy(file: CopiedFile): Pieces;
  close(): void;
}
