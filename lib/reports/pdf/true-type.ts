/** A TrueType font as a PDF needs it: letters to glyphs, widths, and the font again with nothing in it but the glyphs that were used. */
import { assert } from '@/lib/kernel/assert';

const KEPT = ['head', 'hhea', 'hmtx', 'maxp', 'cvt ', 'fpgm', 'prep'] as const;
const COMPOSITE = { words: 1, scale: 8, more: 32, twoScales: 64, matrix: 128 };

export class TrueType {
  private readonly tables = new Map<string, Buffer>();
  private readonly glyphs = new Map<number, number>();
  readonly unitsPerEm: number;
  private readonly metrics: number;

  constructor(file: Buffer) {
    for (let i = 0; i < file.readUInt16BE(4); i++) {
      const at = 12 + i * 16;
      const from = file.readUInt32BE(at + 8);
      this.tables.set(file.toString('latin1', at, at + 4), file.subarray(from, from + file.readUInt32BE(at + 12)));
    }
    this.unitsPerEm = this.table('head').readUInt16BE(18);
    this.metrics = this.table('hhea').readUInt16BE(34);
    this.readMap();
  }

  private table(name: string): Buffer {
    const found = this.tables.get(name);
    assert(found, `the font has no table ${name}`);
    return found;
  }

  /** The widest map of Unicode there is: format 12, else format 4. */
  private readMap(): void {
    const cmap = this.table('cmap');
    const maps = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => cmap.subarray(cmap.readUInt32BE(4 + i * 8 + 4)));
    const wide = maps.find((m) => m.readUInt16BE(0) === 12);
    if (wide) {
      for (let i = 0; i < wide.readUInt32BE(12); i++) {
        const [first, last, glyph] = [0, 4, 8].map((o) => wide.readUInt32BE(16 + i * 12 + o)) as [number, number, number];
        for (let code = first; code <= last; code++) this.glyphs.set(code, glyph + code - first);
      }
      return;
    }
    const plain = maps.find((m) => m.readUInt16BE(0) === 4);
    assert(plain, 'the font has a map of Unicode');
    const bytes = plain.readUInt16BE(6);
    for (let at = 0; at < bytes; at += 2) {
      const [last, first] = [plain.readUInt16BE(14 + at), plain.readUInt16BE(16 + bytes + at)];
      const [delta, range] = [plain.readUInt16BE(16 + 2 * bytes + at), plain.readUInt16BE(16 + 3 * bytes + at)];
      for (let code = first; code <= last && code !== 0xffff; code++) {
        const glyph = range === 0 ? code : plain.readUInt16BE(16 + 3 * bytes + at + range + (code - first) * 2);
        this.glyphs.set(code, glyph === 0 ? 0 : (glyph + delta) & 0xffff);
      }
    }
  }

  /** 0 is the box for letters that the font does not have. */
  glyphOf(code: number): number {
    return this.glyphs.get(code) ?? 0;
  }

  /** In thousandths of the size. */
  widthOf(glyph: number): number {
    const units = this.table('hmtx').readUInt16BE(Math.min(glyph, this.metrics - 1) * 4);
    return Math.round((units * 1000) / this.unitsPerEm);
  }

  /** Ascent, descent and the box around all letters, in thousandths. */
  get measures(): { readonly ascent: number; readonly descent: number; readonly box: readonly number[] } {
    const scaled = (units: number) => Math.round((units * 1000) / this.unitsPerEm);
    const head = this.table('head');
    return { ascent: scaled(this.table('hhea').readInt16BE(4)), descent: scaled(this.table('hhea').readInt16BE(6)), box: [36, 38, 40, 42].map((o) => scaled(head.readInt16BE(o))) };
  }

  /** The same glyph numbers; glyphs that are not wanted are empty. */
  subset(wanted: Iterable<number>): Buffer {
    const all = new Set([0, ...wanted]);
    for (const glyph of all) for (const part of this.partsOf(glyph)) all.add(part);
    const count = this.table('maxp').readUInt16BE(4);
    const loca = Buffer.alloc((count + 1) * 4);
    const pieces: Buffer[] = [];
    let length = 0;
    for (let glyph = 0; glyph < count; glyph++) {
      loca.writeUInt32BE(length, glyph * 4);
      if (!all.has(glyph)) continue;
      const outline = this.outlineOf(glyph);
      const padded = Buffer.alloc((outline.length + 3) & ~3);
      outline.copy(padded);
      pieces.push(padded);
      length += padded.length;
    }
    loca.writeUInt32BE(length, count * 4);
    const head = Buffer.from(this.table('head'));
    head.writeInt16BE(1, 50);
    const tables: [string, Buffer][] = KEPT.flatMap((name): [string, Buffer][] => (this.tables.has(name) ? [[name, name === 'head' ? head : this.table(name)]] : []));
    return assemble([...tables, ['loca', loca], ['glyf', Buffer.concat(pieces)]]);
  }

  private outlineOf(glyph: number): Buffer {
    const long = this.table('head').readInt16BE(50) === 1;
    const loca = this.table('loca');
    const at = (i: number) => (long ? loca.readUInt32BE(i * 4) : loca.readUInt16BE(i * 2) * 2);
    return this.table('glyf').subarray(at(glyph), at(glyph + 1));
  }

  /** A letter with an accent is put together from others. */
  private partsOf(glyph: number): number[] {
    const outline = this.outlineOf(glyph);
    if (outline.length === 0 || outline.readInt16BE(0) >= 0) return [];
    const parts: number[] = [];
    for (let at = 10, more = true; more;) {
      const flags = outline.readUInt16BE(at);
      parts.push(outline.readUInt16BE(at + 2));
      at += 4 + (flags & COMPOSITE.words ? 4 : 2) + (flags & COMPOSITE.scale ? 2 : flags & COMPOSITE.twoScales ? 4 : flags & COMPOSITE.matrix ? 8 : 0);
      more = (flags & COMPOSITE.more) !== 0;
    }
    return parts;
  }
}

function assemble(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const directory = Buffer.alloc(12 + sorted.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(sorted.length, 4);
  const bodies: Buffer[] = [];
  let at = directory.length;
  for (const [i, [name, body]] of sorted.entries()) {
    directory.write(name, 12 + i * 16, 'latin1');
    directory.writeUInt32BE(checksum(body), 12 + i * 16 + 4);
    directory.writeUInt32BE(at, 12 + i * 16 + 8);
    directory.writeUInt32BE(body.length, 12 + i * 16 + 12);
    const padded = Buffer.alloc((body.length + 3) & ~3);
    body.copy(padded);
    bodies.push(padded);
    at += padded.length;
  }
  return Buffer.concat([directory, ...bodies]);
}

function checksum(body: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 4 <= body.length; at += 4) sum = (sum + body.readUInt32BE(at)) >>> 0;
  return sum;
}
