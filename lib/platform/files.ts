/** Files as they came, kept under their own hash, sealed at rest. Bounded; a name from outside never becomes a path. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '@/lib/kernel/assert';
import { open, sealInPieces, sha256Hex } from './crypto';
import { env } from './env';

export const FILE_BYTES_MAX = 512 * 1024 * 1024;

const folderOf = (hash: string): string => join(env().BAFANG_DATA_DIR, 'files', hash.slice(0, 2));

/** Stores once; answers the SHA-256 (hex) that names it. */
export async function keepFile(bytes: Uint8Array): Promise<string> {
  assert(bytes.length <= FILE_BYTES_MAX, 'file too large');
  const hash = sha256Hex(bytes);
  const path = join(folderOf(hash), hash);
  if (existsSync(path)) return hash;
  await mkdir(folderOf(hash), { recursive: true });
  const draft = `${path}.${process.pid}.part`;
  await writeFile(draft, sealInPieces(`file/${hash}`, bytes), { mode: 0o600 });
  await rename(draft, path); // complete or absent, never half
  return hash;
}

export async function readKeptFile(hash: string): Promise<Buffer> {
  assert(/^[0-9a-f]{64}$/.test(hash), 'not a file hash');
  return open(`file/${hash}`, await readFile(join(folderOf(hash), hash)));
}
