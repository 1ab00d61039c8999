/** Pieces of whole lines are the file: nothing is lost, doubled or cut inside a line, however long the lines and short the pieces. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ByteFile } from './byte-file';

const folder = mkdtempSync(join(tmpdir(), 'bafang-bytes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LINE_END = 10;

function piecesOf(content: string, bytes: number): string[] {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const file = ByteFile.open(path);
  try {
    // A piece is written over by the next: it is made a text before.
    return Array.from(file.wholeLines(bytes, LINE_END), (piece) => piece.toString('latin1'));
  } finally {
    file.close();
  }
}

test('put together they are the file, and each but the last ends where a line ends', () => {
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z]{0,40}$/), { maxLength: 60 }), fc.boolean(), fc.integer({ min: 1, max: 64 }), (lines, ended, bytes) => {
    const content = lines.join('\n') + (ended ? '\n' : '');
    const pieces = piecesOf(content, bytes);
    expect(pieces.join('')).toBe(content);
    for (const piece of pieces.slice(0, -1)) expect(piece.endsWith('\n')).toBe(true);
  }));
});
