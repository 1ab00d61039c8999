/**
 * PostgreSQL's binary COPY: a head, per row the number of columns and each as its length and bytes, a tail. Numbers and days need no text on either
 * side, sealed bytes no hexadecimal. Source: PostgreSQL manual, COPY, "Binary Format".
 */
import { assert } from '@/lib/kernel/assert';

const HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const PIECE_BYTES = 1 << 18;
/** No row is longer than this: texts are cut, sealed blocks are bounded by their rows. */
const ROOM_BYTES = 1 << 16;
const TEXT_MAX = 200;
const EPOCH_DAYS = 10_957;
const DAY_MS = 86_400_000;

export class CopyWriter {
  private buffer = Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES);
  private at = 0;
  /** Whether a COPY is under way. */
  open = false;
  private lastDay = '';
  private lastDays = 0;

  constructor(private readonly columns: number) {}

  get full(): boolean {
    return this.at >= PIECE_BYTES;
  }

  beginRow(): void {
    if (!this.open) {
      this.at += HEAD.copy(this.buffer, this.at);
      this.open = true;
    }
    this.at = this.buffer.writeInt16BE(this.columns, this.at);
  }

  int(value: number): void {
    this.at = this.buffer.writeInt32BE(value, this.buffer.writeInt32BE(4, this.at));
  }

  bigint(value: bigint | null): void {
    this.at = value === null ? this.buffer.writeInt32BE(-1, this.at) : this.buffer.writeBigInt64BE(value, this.buffer.writeInt32BE(8, this.at));
  }

  bool(value: boolean): void {
    this.at = this.buffer.writeUInt8(value ? 1 : 0, this.buffer.writeInt32BE(1, this.at));
  }

  /** Cut to what a line keeps. A NUL is the one character that PostgreSQL's text cannot hold. */
  text(value: string | null): void {
    if (value === null) {
      this.at = this.buffer.writeInt32BE(-1, this.at);
      return;
    }
    const short = value.length > TEXT_MAX ? value.slice(0, TEXT_MAX) : value;
    const written = this.buffer.write(short.includes('\0') ? short.replaceAll('\0', '') : short, this.at + 4, 'utf8');
    this.buffer.writeInt32BE(written, this.at);
    this.at += 4 + written;
  }

  /** `YYYY-MM-DD` as days since 2000. Neighbouring rows mostly have the same day. */
  date(day: string | null): void {
    if (day === null) {
      this.at = this.buffer.writeInt32BE(-1, this.at);
      return;
    }
    if (day !== this.lastDay) {
      this.lastDay = day;
      this.lastDays = Date.parse(`${day}T00:00:00Z`) / DAY_MS - EPOCH_DAYS;
      assert(Number.isInteger(this.lastDays), 'a day that is none');
    }
    this.int(this.lastDays);
  }

  bytes(value: Uint8Array | null): void {
    if (value === null) {
      this.at = this.buffer.writeInt32BE(-1, this.at);
      return;
    }
    if (this.at + value.length + ROOM_BYTES > this.buffer.length) this.grow(value.length);
    this.at = this.buffer.writeInt32BE(value.length, this.at);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  /** What is written so far; the rest goes to a buffer of its own. */
  take(): Buffer {
    const piece = this.buffer.subarray(0, this.at);
    this.buffer = Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES);
    this.at = 0;
    return piece;
  }

  /** Ends the COPY. */
  finish(): Buffer {
    if (!this.open) this.at += HEAD.copy(this.buffer, this.at);
    this.at = this.buffer.writeInt16BE(-1, this.at);
    this.open = false;
    return this.take();
  }

  private grow(more: number): void {
    const larger = Buffer.allocUnsafeSlow(this.buffer.length + more + ROOM_BYTES);
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
