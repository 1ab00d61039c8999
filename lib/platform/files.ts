/** Files as they came, kept under their own hash, sealed at rest. Bounded; a name from outside never becomes a path. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { assert } from '@/lib/kernel/assert';
import { open, openingStream, sealInPieces, sealingStream, sha256Hex } from './crypto';
import { env } from './env';

export const FILE_BYTES_MAX = 512 * 1024 * 1024;
const DISK_FILE_BYTES_MAX = 4 * 1024 * 1024 * 1024;
const PIECE_BYTES = 1 << 18;

const folderOf = (hash: string): string => join(env().BAFANG_DATA_DIR, 'files', hash.slice(0, 2));

/** Stores once; answers the SHA-256 (hex) that names it. */
export async function keepFile(bytes: Uint8Array): Promise<string> {
  assert(bytes.length <= FILE_BYTES_MAX, 'file too large');
  const hash = sha256Hex(bytes);
  await keepAs(hash, (draft) => writeFile(draft, sealInPieces(`file/${hash}`, bytes), { mode: 0o600 }));
  return hash;
}

/** The same for a file on the disk, of which only a piece is in memory at a time. */
export async function keepFileAt(path: string): Promise<string> {
  assert((await stat(path)).size <= DISK_FILE_BYTES_MAX, 'file too large');
  const digest = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) digest.update(piece as Buffer);
  const hash = digest.digest('hex');
  await keepAs(hash, async (draft) => {
    const sealer = sealingStream(`file/${hash}`);
    await pipeline(createReadStream(path, { highWaterMark: PIECE_BYTES }), sealer, createWriteStream(draft, { mode: 0o600 }));
  });
  return hash;
}

async function keepAs(hash: string, write: (draft: string) => Promise<void>): Promise<void> {
  const path = join(folderOf(hash), hash);
  if (existsSync(path)) return;
  await mkdir(folderOf(hash), { recursive: true });
  const draft = `${path}.${process.pid}.part`;
  await write(draft);
  await rename(draft, path); // complete or absent, never half
}

export async function readKeptFile(hash: string): Promise<Buffer> {
  return open(`file/${hash}`, await readFile(pathOf(hash)));
}

/** A kept file opened into a file of its own, for readers that go through it piece by piece. Nobody else can read it; it is gone afterwards. */
export async function withKeptFile<T>(hash: string, read: (path: string) => Promise<T>): Promise<T> {
  const path = `${pathOf(hash)}.${process.pid}.open`;
  try {
    await pipeline(createReadStream(pathOf(hash), { highWaterMark: PIECE_BYTES }), openingStream(`file/${hash}`), createWriteStream(path, { mode: 0o600 }));
    return await read(path);
  } finally {
    await rm(path, { force: true });
  }
}

function pathOf(hash: string): string {
  assert(/^[0-9a-f]{64}$/.test(hash), 'not a file hash');
  return join(folderOf(hash), hash);
}
