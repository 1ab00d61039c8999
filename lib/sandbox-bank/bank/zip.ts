/** A ZIP writer for small files whose names may be GBK, as Chinese banks write them (no UTF-8 flag). */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** Name in the bytes the archive shall carry. */
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
}

// 1 January 2020 00:00 in DOS form: a fixed moment keeps archives identical from one making to the next.
const DOS_DATE = ((2020 - 1980) << 9) | (1 << 5) | 1;
const DEFLATED = 8;

function header(signature: number, fields: readonly (readonly [number, 2 | 4])[]): Buffer {
  const out = Buffer.alloc(4 + fields.reduce((sum, [, size]) => sum + size, 0));
  out.writeUInt32LE(signature, 0);
  let offset = 4;
  for (const [value, size] of fields) {
    if (size === 2) out.writeUInt16LE(value, offset);
    else out.writeUInt32LE(value, offset);
    offset += size;
  }
  return out;
}

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes);
    const common: (readonly [number, 2 | 4])[] = [
      [20, 2],
      [0, 2],
      [DEFLATED, 2],
      [0, 2],
      [DOS_DATE, 2],
      [crc32(bytes), 4],
      [packed.length, 4],
      [bytes.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    const local = Buffer.concat([header(0x04034b50, common), name, packed]);
    directory.push(header(0x02014b50, [[20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), Buffer.from(name));
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = header(0x06054b50, [
    [0, 2],
    [0, 2],
    [entries.length, 2],
    [entries.length, 2],
    [central.length, 4],
    [offset, 4],
    [0, 2],
  ]);
  return Buffer.concat([...files, central, end]);
}
