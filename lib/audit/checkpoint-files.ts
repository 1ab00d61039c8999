/**
 * Checkpoints lie outside the database, in the files folder of the machine that wrote them: one text file per institution and day, one line per
 * checkpoint, only ever appended to. Copy the folder elsewhere and the copy vouches too.
 */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { env } from '@/lib/platform/env';
import { readCheckpoint, type SignedCheckpoint } from './checkpoint';

const folderOf = (institution: string): string => join(env().BAFANG_DATA_DIR, 'files', 'audit', institution);

async function filesOf(institution: string): Promise<string[]> {
  const folder = folderOf(institution);
  if (!existsSync(folder)) return [];
  return (await readdir(folder)).filter((name) => /^\d{4}-\d{2}-\d{2}\.jsonl$/.test(name)).sort().map((name) => join(folder, name));
}

/** All of one institution, oldest first, as the lines they are kept as. A line that a crash cut off says nothing; what it held was signed again. */
export async function* checkpointLines(institution: string): AsyncGenerator<string> {
  for (const path of await filesOf(institution)) for await (const line of linesOf(path)) if (line.endsWith('}')) yield line;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) if (line) yield line;
}

const last = new Map<string, { readonly path: string; readonly bytes: number; readonly found: SignedCheckpoint | null }>();

/** The last whole checkpoint; a line that a crash cut off does not count. Kept in memory while its file does not grow. */
export async function lastCheckpoint(institution: string): Promise<SignedCheckpoint | null> {
  const paths = await filesOf(institution);
  const path = paths.at(-1);
  if (!path) return null;
  const { size } = await stat(path);
  const kept = last.get(institution);
  if (kept?.path === path && kept.bytes === size) return kept.found;
  let found: SignedCheckpoint | null = null;
  // The newest day that has one: the days before need not be read every ten seconds.
  for (const each of paths.toReversed()) {
    for await (const line of linesOf(each)) found = readCheckpoint(line) ?? found;
    if (found) break;
  }
  last.set(institution, { path, bytes: size, found });
  return found;
}

/** Appends one line and waits until the disk has it. A line that a crash cut off before is closed first, so that the two do not run together. */
export async function appendCheckpoint(institution: string, day: string, line: string): Promise<void> {
  await mkdir(folderOf(institution), { recursive: true });
  const path = join(folderOf(institution), `${day}.jsonl`);
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const end = Buffer.alloc(1);
    const torn = size > 0 && (await file.read(end, 0, 1, size - 1)).bytesRead === 1 && end[0] !== 10;
    await file.appendFile(`${torn ? '\n' : ''}${line}\n`);
    await file.sync();
    last.set(institution, { path, bytes: (await file.stat()).size, found: readCheckpoint(line) });
  } finally {
    await file.close();
  }
}
