/** The bytes of a file on the disk, read where and when they are wanted. Whoever opens it closes it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UnreadableStatement } from './errors';

/** Whoever writes no line ends for so long writes no lines. */
const LINE_BYTES_MAX = 64 << 20;

export class ByteFile {
  readonly size: number;
  private constructor(private readonly descriptor: number) {
    this.size = fstatSync(descriptor).size;
  }

  static open(path: string): ByteFile {
    return new ByteFile(openSync(path, 'r'));
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** At most so many of its first bytes. */
  head(bytes: number): Buffer {
    return this.at(0, Math.min(bytes, this.size));
  }

  all(): Buffer {
    return this.at(0, this.size);
  }

  /** Each a buffer of its own, so that what is kept of one is not overwritten by the next. */
  *pieces(bytes: number): Generator<Buffer> {
    for (let from = 0; from < this.size; from += bytes) yield this.at(from, Math.min(bytes, this.size - from));
  }

  /** Pieces of whole lines, each over the one before: what is made of a piece must be done before the next. A line longer than a piece makes a longer one. */
  *wholeLines(bytes: number, end: number): Generator<Buffer> {
    let buffer = Buffer.allocUnsafeSlow(2 * bytes);
    let [from, held] = [0, 0];
    while (from < this.size) {
      if (held > LINE_BYTES_MAX) throw new UnreadableStatement('statements.too-large', { bytes: this.size, limit: LINE_BYTES_MAX });
      if (held + bytes > buffer.length) buffer = Buffer.concat([buffer.subarray(0, held)], 2 * buffer.length);
      const read = readSync(this.descriptor, buffer, held, bytes, from);
      if (read === 0) break;
      const filled = held + read;
      // What is held has no line end in it.
      const cut = buffer.subarray(held, filled).lastIndexOf(end) + 1;
      from += read;
      if (cut > 0) yield buffer.subarray(0, held + cut);
      held = cut > 0 ? buffer.copy(buffer, 0, held + cut, filled) : filled;
    }
    if (held > 0) yield buffer.subarray(0, held);
  }

  private at(from: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(this.descriptor, bytes, filled, length - filled, from + filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }
}
