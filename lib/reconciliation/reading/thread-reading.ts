/** A reading that is done in a thread of its own, seen from the process that wants it. */
import { statSync } from 'node:fs';
import { err, type Result } from '@/lib/kernel/result';
import { refuse, UnreadableStatement, type StatementFailure, type TableLook } from '@/lib/statements';
import type { RefusalCode, TableMapping } from '@/lib/statements/model';
import type { CopyPiece } from '../copy-rows';
import type { FromThread, ToThread } from './messages';
import type { Choice, CopiedFile, CopyEnd, KeptMapping, OpenedAs, Pieces, Reading, StatementSource, Told } from './port';
import { leaseThread, type Lease } from './thread-pool';

/** No step of any file takes this long; what does is a file made to. */
const SILENT_MS = 60_000;

const isOutOfMemory = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** From here on rows come by the hundred thousand. */
const LARGE_BYTES = 4 << 20;
const isLarge = (source: StatementSource): boolean => ('path' in source ? statSync(source.path, { throwIfNoEntry: false })?.size ?? 0 : source.bytes.length) >= LARGE_BYTES;

/** `give`: the bytes go over without being copied, and are no longer here. */
export async function readInThread(source: StatementSource, give = false): Promise<Reading> {
  const reading = new ThreadReading(await leaseThread(isLarge(source) ? 'large' : 'small'));
  reading.send({ kind: 'start', source }, give && 'bytes' in source && isWhole(source.bytes) ? [source.bytes.buffer] : []);
  return reading;
}

/** Not a part of a buffer that others use too. */
const isWhole = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> => bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;

class ThreadReading implements Reading {
  private readonly said: FromThread[] = [];
  private wake: (() => void) | null = null;
  /** Why nothing more will come. */
  private ended: UnreadableStatement | Error | null = null;
  private busy = false;
  private readonly hear = (message: FromThread): void => this.take(message);
  private readonly fail = (error: unknown): void => this.end(isOutOfMemory(error) ? new UnreadableStatement('statements.out-of-memory') : new Error('a reading thread failed'));
  private readonly gone = (): void => this.end(new Error('a reading thread ended'));

  constructor(private readonly lease: Lease) {
    lease.worker.on('message', this.hear).on('error', this.fail).on('exit', this.gone);
  }

  send(message: ToThread, moved: readonly ArrayBuffer[] = []): void {
    this.lease.worker.postMessage(message, [...moved]);
  }

  open(): Promise<Result<OpenedAs, StatementFailure>> {
    return this.ask('open', null);
  }

  async openKept(kept: KeptMapping): Promise<boolean> {
    const answer = await this.answerTo('openKept', kept);
    return answer.ok && answer.value === true;
  }

  openAs(mapping: TableMapping): Promise<Result<{ readonly fingerprint: string }, StatementFailure>> {
    return this.ask('openAs', mapping);
  }

  look(choice: Choice): Promise<Result<TableLook, StatementFailure>> {
    return this.ask('look', choice);
  }

  tell(cutOff: string): Promise<Result<Told, StatementFailure>> {
    return this.ask('tell', cutOff);
  }

  copy(file: CopiedFile): Pieces {
    this.busy = true;
    this.send({ kind: 'copy', file });
    let [end, stopped, before]: [CopyEnd | null, boolean, Uint8Array | null] = [null, false, null];
    return {
      take: async (): Promise<CopyPiece | null> => {
        if (end || stopped) return null;
        const message = await this.next();
        if (before?.buffer instanceof ArrayBuffer) this.send({ kind: 'spare', bytes: before }, [before.buffer]);
        before = null;
        if (message.kind === 'piece') {
          this.send({ kind: 'taken', bytes: message.bytes.length });
          before = message.bytes;
          return { bytes: Buffer.from(before.buffer, before.byteOffset, before.length), ends: message.ends };
        }
        if (message.kind === 'copied') {
          end = message.end;
          this.busy = false;
        } else this.trip(message);
        return null;
      },
      stop: () => { stopped = true; },
      result: async () => {
        if (this.ended) throw this.ended;
        if (!end) throw new Error('a file was not read to its end');
        return Promise.resolve(end);
      },
    };
  }

  /** A thread in the middle of a file is not waited for. */
  close(): void {
    this.lease.worker.off('message', this.hear).off('error', this.fail).off('exit', this.gone);
    if (!this.ended && !this.busy) this.send({ kind: 'close' });
    this.lease.release(this.ended !== null || this.busy);
  }

  private async ask<T>(name: 'open' | 'openAs' | 'look' | 'tell', argument: unknown): Promise<Result<T, StatementFailure>> {
    const answer = await this.answerTo(name, argument);
    return answer.ok ? (answer.value as Result<T, StatementFailure>) : answer;
  }

  private async answerTo(name: 'open' | 'openKept' | 'openAs' | 'look' | 'tell', argument: unknown): Promise<Result<unknown, StatementFailure>> {
    this.busy = true;
    this.send({ kind: 'ask', name, argument });
    const message = await this.next();
    if (message.kind === 'answer') {
      this.busy = false;
      return { ok: true, value: message.value };
    }
    this.trip(message);
    if (this.ended instanceof UnreadableStatement) return refuse(this.ended.code, this.ended.details);
    return err('statements.unreadable', { next: 'statements.next-export-as-csv' });
  }

  private trip(message: FromThread): void {
    if (message.kind === 'refused') this.end(new UnreadableStatement(message.code as RefusalCode, message.details));
    else this.end(new Error(message.kind === 'broken' ? message.text : 'a reading thread lost its way'));
  }

  private take(message: FromThread): void {
    this.said.push(message);
    this.stir();
  }

  private end(why: UnreadableStatement | Error): void {
    this.ended ??= why;
    this.stir();
  }

  private stir(): void {
    const { wake } = this;
    this.wake = null;
    wake?.();
  }

  /** What the thread says next; what ended it stands for a refusal. */
  private async next(): Promise<FromThread> {
    const late = setTimeout(() => this.end(new UnreadableStatement('statements.out-of-time')), SILENT_MS);
    try {
      while (this.said.length === 0 && !this.ended) await new Promise<void>((go) => { this.wake = go; });
    } finally {
      clearTimeout(late);
    }
    const message = this.said.shift();
    if (message) return message;
    return this.ended instanceof UnreadableStatement ? { kind: 'refused', code: this.ended.code, details: this.ended.details } : { kind: 'broken', text: 'a reading thread failed' };
  }
}
