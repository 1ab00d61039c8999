/** What is said between a process and its reading thread. One file at a time; answers and pieces come in the order they were made. */
import type { CopyEnd, CopiedFile, StatementSource } from './port';

export type ToThread =
  | { readonly kind: 'start'; readonly source: StatementSource }
  | { readonly kind: 'ask'; readonly name: 'open' | 'openKept' | 'openAs' | 'look' | 'tell'; readonly argument: unknown }
  | { readonly kind: 'copy'; readonly file: CopiedFile }
  /** So many bytes of pieces are on their way to the server: the reader may go on. */
  | { readonly kind: 'taken'; readonly bytes: number }
  /** Bytes that were a piece, to be written over: a million rows fill the same few buffers. */
  | { readonly kind: 'spare'; readonly bytes: Uint8Array }
  | { readonly kind: 'stop' }
  | { readonly kind: 'close' };

export type FromThread =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array; readonly ends: boolean }
  | { readonly kind: 'copied'; readonly end: CopyEnd }
  | { readonly kind: 'refused'; readonly code: string; readonly details: Readonly<Record<string, string | number>> }
  | { readonly kind: 'broken'; readonly text: string };

export const AHEAD_BYTES = 8 << 20;
