/** The bytes of a file on the disk, read where and when they are wanted. Whoever opens it closes it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

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
