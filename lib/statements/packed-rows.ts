/**
 * Rows of a workbook kept as bytes, outside of the engine's heap: a cell costs its letters and nothing else, and a row is made anew each time somebody goes
 * through them. Shared texts are kept the same way.
 */
import { UnreadableStatement } from './errors';

const CELL_END = '\u001f';
const ROW_END = '\u001e';
const BLOCK_BYTES = 1 << 20;
/** Nothing else of such a file is kept. */
const KEPT_BYTES = 160 << 20;

/** What the parts of one workbook may keep together. */
export interface Room {
  left: number;
}
export const makeRoom = (): Room => ({ left: KEPT_BYTES });

function take(room: Room, bytes: number): void {
  room.left -= bytes;
  if (room.left < 0) throw new UnreadableStatement('statements.sheet-too-large', { bytes: KEPT_BYTES, limit: KEPT_BYTES });
}

export class PackedRows {
  private readonly blocks: Buffer[] = [];
  private open: string[] = [];
  private openLetters = 0;
  rows = 0;

  constructor(private readonly room: Room) {}

  add(lineNo: number, cells: readonly string[]): void {
    let width = cells.length;
    while (width > 0 && cells[width - 1] === '') width--;
    if (width === 0) return;
    const row = `${lineNo}${CELL_END}${cells.slice(0, width).join(CELL_END)}`;
    this.open.push(row);
    this.openLetters += row.length;
    this.rows++;
    if (this.openLetters >= BLOCK_BYTES) this.close();
  }

  close(): void {
    if (this.open.length === 0) return;
    const block = Buffer.from(this.open.join(ROW_END), 'utf8');
    take(this.room, block.length);
    this.blocks.push(block);
    this.open = [];
    this.openLetters = 0;
  }

  *all(): Generator<readonly [number, readonly string[]]> {
    for (const block of this.blocks) {
      for (const row of block.toString('utf8').split(ROW_END)) {
        const [lineNo, ...cells] = row.split(CELL_END);
        yield [Number(lineNo), cells];
      }
    }
  }
}

/** A cell's text without the two signs that part cells and rows. */
export const plainCell = (text: string): string => text.replaceAll(ROW_END, ' ').replaceAll(CELL_END, ' ');

export class PackedTexts {
  private bytes: Buffer = Buffer.allocUnsafe(1 << 16);
  private used = 0;
  private ends = new Uint32Array(1 << 12);
  private count = 0;
  private lastIndex = -1;
  private lastText = '';

  constructor(private readonly room: Room) {}

  add(text: string): void {
    const size = Buffer.byteLength(text);
    if (this.used + size > this.bytes.length) this.bytes = grown(this.bytes, this.used + size, this.room);
    this.used += this.bytes.write(text, this.used);
    if (this.count === this.ends.length) {
      take(this.room, this.count * 4);
      const wider = new Uint32Array(this.count * 2);
      wider.set(this.ends);
      this.ends = wider;
    }
    this.ends[this.count++] = this.used;
  }

  at(index: number): string {
    if (!(index >= 0 && index < this.count)) return '';
    if (index === this.lastIndex) return this.lastText;
    this.lastIndex = index;
    this.lastText = this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
    return this.lastText;
  }
}

function grown(bytes: Buffer, least: number, room: Room): Buffer {
  const wider = Math.max(least, Math.ceil(bytes.length * 1.5));
  take(room, wider - bytes.length);
  const next = Buffer.allocUnsafe(wider);
  bytes.copy(next);
  return next;
}
