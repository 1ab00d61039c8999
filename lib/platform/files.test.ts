/** A file kept from memory and one kept from the disk are the same file; a changed one is never given out. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { env } from './env';
import { keepFile, keepFileAt, readKeptFile, withKeptFile } from './files';

const folder = mkdtempSync(join(tmpdir(), 'bafang-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([0, 1, 15, 16, 70_000, 600_000])('of %d bytes, whichever way it came and is read', async (size) => {
  const bytes = Buffer.alloc(size, `size ${size} `);
  const path = join(folder, `plain-${size}`);
  writeFileSync(path, bytes);
  const hash = await keepFileAt(path);
  expect(await keepFile(bytes)).toBe(hash);
  expect((await readKeptFile(hash)).equals(bytes)).toBe(true);
  expect(await withKeptFile(hash, async (open) => readFileSync(open).equals(bytes))).toBe(true);
});

it('that was changed on the disk is refused', async () => {
  const hash = await keepFile(Buffer.from('a file that somebody changes'));
  const path = join(env().BAFANG_DATA_DIR, 'files', hash.slice(0, 2), hash);
  const sealed = readFileSync(path);
  sealed[20]! ^= 1;
  writeFileSync(path, sealed);
  await expect(withKeptFile(hash, async () => 'used')).rejects.toThrow('changed');
  rmSync(path);
});

it('kept twice at the same moment is whole', async () => {
  const path = join(folder, 'at-once');
  writeFileSync(path, Buffer.alloc(3_000_000, 'the same bytes, twice at once '));
  const [a, b] = await Promise.all([keepFileAt(path), keepFileAt(path)]);
  expect(a).toBe(b);
  expect((await readKeptFile(a!)).equals(readFileSync(path))).toBe(true);
});

it('that a dead process left open is gone when the next file is opened, and two readers of one file do not disturb each other', async () => {
  const hash = await keepFile(Buffer.from('a file that is read'));
  const left = join(env().BAFANG_DATA_DIR, 'files', 'open', `${spawnSync(process.execPath, ['-e', '0']).pid}.1.${hash}`);
  await withKeptFile(hash, async () => writeFileSync(left, 'clear text'));
  const inner = await withKeptFile(hash, async (outer) => {
    expect(existsSync(left)).toBe(false);
    await withKeptFile(hash, async (path) => expect(path).not.toBe(outer));
    return readFileSync(outer, 'utf8');
  });
  expect(inner).toBe('a file that is read');
});
