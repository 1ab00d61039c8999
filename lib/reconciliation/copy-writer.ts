/**
 * PostgreSQL's binary COPY: a head, per row the number of columns and each as its length and bytes, a tail. Numbers and days need no text on either
 * side, sealed bytes no hexadecimal. Source: PostgreSQL manual, COPY, "Binary Format".
 */
import { assert } from '@/lib/kernel/assert';

const HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const PIECE_BYTES = 1 << 18;
const SPARES_MAX = 128;
/** No row is longer than this: texts are cut, sealed blocks are bounded by their rows. */
const ROOM_BYTES = 1 << 16;
const TEXT_MAX = 200;
const EPOCH_DAYS = 10_957;
const DAY_MS = 86_400_000;

/** Up to here a loop over plain letters beats the call into native code; eight texts of a million rows pass here. */
const SHORT = 48;

export class CopyWriter {
  private buffer: Buffer = Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES);
  /** Of the same bytes: its accessors are compiled in place, those of Buffer are calls. */
  private view = viewOf(this.buffer);
  private at = 0;
  /** Whether a COPY is under way. */
  open = false;
  private lastDay = '';
  private lastDays = 0;

  /** Buffers that were pieces and have been passed on. */
  private readonly spares: Buffer[] = [];

  constructor(private readonly columns: number) {}

  /** Takes back what `take` or `finish` gave, to write over it. */
  reuse({ buffer }: Uint8Array): void {
    if (buffer.byteLength === PIECE_BYTES + ROOM_BYTES && this.spares.length < SPARES_MAX) this.spares.push(Buffer.from(buffer));
  }

  get full(): boolean {
    return this.at >= PIECE_BYTES;
  }

  beginRow(): void {
    if (!this.open) {
      this.at += HEAD.copy(this.buffer, this.at);
      this.open = true;
    }
    this.view.setInt16(this.at, this.columns);
    this.at += 2;
  }

  int(value: number): void {
    this.view.setInt32(this.at, 4);
    this.view.setInt32(this.at + 4, value);
    this.at += 8;
  }

  bigint(value: bigint | null): void {
    if (value === null) return this.nothing();
    this.view.setInt32(this.at, 8);
    this.view.setBigInt64(this.at + 4, value);
    this.at += 12;
  }

  bool(value: boolean): void {
    this.view.setInt32(this.at, 1);
    this.view.setUint8(this.at + 4, value ? 1 : 0);
    this.at += 5;
  }

  /** Cut to what a line keeps. A NUL is the one character that PostgreSQL's text cannot hold. */
  text(value: string | null): void {
    if (value === null) return this.nothing();
    const written = value.length <= SHORT && this.plain(value) ? value.length : this.encoded(value);
    this.view.setInt32(this.at, written);
    this.at += 4 + written;
  }

  /** Letters of one byte, copied one by one. False, with nothing to keep of it, where another kind of letter comes. */
  private plain(value: string): boolean {
    const { buffer } = this;
    const from = this.at + 4;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code === 0 || code > 0x7e) return false;
      buffer[from + i] = code;
    }
    return true;
  }

  private encoded(value: string): number {
    const short = value.length > TEXT_MAX ? value.slice(0, TEXT_MAX) : value;
    return this.buffer.write(short.includes('\0') ? short.replaceAll('\0', '') : short, this.at + 4, 'utf8');
  }

  private nothing(): void {
    this.view.setInt32(this.at, -1);
    this.at += 4;
  }

  /** `YYYY-MM-DD` as days since 2000. Neighbouring rows mostly have the same day. */
  date(day: string | null): void {
    if (day === null) return this.nothing();
    if (day !== this.lastDay) {
      this.lastDay = day;
      this.lastDays = Date.parse(`${day}T00:00:00Z`) / DAY_MS - EPOCH_DAYS;
      assert(Number.isInteger(this.lastDays), 'a day that is none');
    }
    this.int(this.lastDays);
  }

  bytes(value: Uint8Array | null): void {
    if (value === null) return this.nothing();
    if (this.at + value.length + ROOM_BYTES > this.buffer.length) this.grow(value.length);
    this.view.setInt32(this.at, value.length);
    this.buffer.set(value, this.at + 4);
    this.at += 4 + value.length;
  }

  /** What is written so far; the rest goes to a buffer of its own. */
  take(): Buffer {
    const piece = this.buffer.subarray(0, this.at);
    this.use(this.spares.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES + ROOM_BYTES));
    this.at = 0;
    return piece;
  }

  /** Ends the COPY. */
  finish(): Buffer {
    if (!this.open) this.at += HEAD.copy(this.buffer, this.at);
    this.view.setInt16(this.at, -1);
    this.at += 2;
    this.open = false;
    return this.take();
  }

  private grow(more: number): void {
    const larger = Buffer.allocUnsafeSlow(this.buffer.length + more + ROOM_BYTES);
    this.buffer.copy(larger, 0, 0, this.at);
    this.use(larger);
  }

  private use(buffer: Buffer): void {
    this.buffer = buffer;
    this.view = viewOf(buffer);
  }
}

const viewOf = (buffer: Buffer): DataView => new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
