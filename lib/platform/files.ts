/** Files as they came, kept under their own hash, sealed at rest. Bounded; a name from outside never becomes a path. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open as openFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { assert } from '@/lib/kernel/assert';
import { open, openingStream, sealer, sealInPieces, sha256Hex } from './crypto';
import { env } from './env';

export const FILE_BYTES_MAX = 512 * 1024 * 1024;
const DISK_FILE_BYTES_MAX = 4 * 1024 * 1024 * 1024;
const PIECE_BYTES = 1 << 18;
const READ_BYTES = 1 << 20;

const folderOf = (hash: string): string => join(env().BAFANG_DATA_DIR, 'files', hash.slice(0, 2));

/** Stores once; answers the SHA-256 (hex) that names it. */
export async function keepFile(bytes: Uint8Array): Promise<string> {
  assert(bytes.length <= FILE_BYTES_MAX, 'file too large');
  const hash = sha256Hex(bytes);
  await keepAs(hash, (draft) => writeFile(draft, sealInPieces(`file/${hash}`, bytes), { mode: 0o600 }));
  return hash;
}

/** The name that a file on the disk will have when it is kept. */
export async function hashFileAt(path: string): Promise<string> {
  assert((await stat(path)).size <= DISK_FILE_BYTES_MAX, 'file too large');
  const digest = createHash('sha256');
  await eachPiece(path, (piece) => void digest.update(piece));
  return digest.digest('hex');
}

/** The same for a file on the disk, of which only a piece is in memory at a time. `known`: what `hashFileAt` said of it. */
export async function keepFileAt(path: string, known?: string): Promise<string> {
  const hash = known ?? await hashFileAt(path);
  await keepAs(hash, async (draft) => {
    const sealing = sealer(`file/${hash}`);
    const file = await openFile(draft, 'w', 0o600);
    try {
      await file.writeFile(sealing.head);
      await eachPiece(path, async (piece) => {
        const sealed = sealing.add(piece);
        await file.writeFile(sealed);
        giveBack(sealed);
      });
      await file.writeFile(sealing.end());
    } finally {
      await file.close();
    }
  });
  return hash;
}

export const isKept = (hash: string): boolean => existsSync(pathOf(hash));

/** One buffer serves for all pieces: what is made of a piece must be done before the next. */
async function eachPiece(path: string, take: (piece: Uint8Array) => void | Promise<void>): Promise<void> {
  const file = await openFile(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return;
      await take(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/**
 * Gives the memory of a large buffer back at once; it is empty afterwards. Its bytes lie outside the engine's heap: left to themselves, hundreds of
 * megabytes of them wait for a collection that the few small objects beside them do not cause.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  // Small buffers share a block with others.
  if (buffer instanceof ArrayBuffer && byteLength >= PIECE_BYTES) buffer.transfer(0);
}

let drafts = 0;

async function keepAs(hash: string, write: (draft: string) => Promise<void>): Promise<void> {
  const path = join(folderOf(hash), hash);
  if (existsSync(path)) return;
  await mkdir(folderOf(hash), { recursive: true });
  // Two at once may keep the same bytes: each writes a draft of its own, and whichever is moved last is as good as the first.
  const draft = `${path}.${process.pid}.${++drafts}.part`;
  await write(draft);
  await rename(draft, path); // complete or absent, never half
}

export async function readKeptFile(hash: string): Promise<Buffer> {
  return open(`file/${hash}`, await readFile(pathOf(hash)));
}

/**
 * A kept file opened into a file of its own, for readers that go through it piece by piece. Nobody else can read it; it is gone afterwards, and what a
 * process that died left open is removed by the next one that opens a file.
 */
export async function withKeptFile<T>(hash: string, read: (path: string) => Promise<T>): Promise<T> {
  const folder = join(env().BAFANG_DATA_DIR, 'files', 'open');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftOpen(folder);
  const path = join(folder, `${process.pid}.${++opened}.${hash}`);
  try {
    await pipeline(createReadStream(pathOf(hash), { highWaterMark: PIECE_BYTES }), openingStream(`file/${hash}`), createWriteStream(path, { mode: 0o600 }));
    return await read(path);
  } finally {
    await rm(path, { force: true });
  }
}

let opened = 0;

async function removeLeftOpen(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number.parseInt(name, 10);
    if (Number.isInteger(pid) && pid !== process.pid && !isAlive(pid)) await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // "Not allowed" is said of a process that is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function pathOf(hash: string): string {
  assert(/^[0-9a-f]{64}$/.test(hash), 'not a file hash');
  return join(folderOf(hash), hash);
}
