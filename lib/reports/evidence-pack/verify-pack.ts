/**
 * Checks an evidence pack without any database: the list of its files is signed, every file is what the list says, and the record of who did what holds.
 * Trust rests on the public key that is given, never on the one that lies in the pack.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry } from 'yauzl';
import { z } from 'zod';
import { signatureHolds, verifyFile, type FirstBad } from '@/lib/audit';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';
export const RECORD = 'audit-export.jsonl';
const FILES_MAX = 100;
const LIST_BYTES_MAX = 1024 * 1024;

const manifestSchema = z.object({
  format: z.literal('bafang-evidence-pack/1'), institution: z.string(), from: z.string(), until: z.string(), madeAt: z.string(),
  files: z.array(z.object({ file: z.string(), rows: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(FILES_MAX),
});
export type Manifest = z.output<typeof manifestSchema>;

interface PackVerdict {
  readonly ok: boolean;
  readonly files: number;
  /** Entries of the record up to the first that is bad. */
  readonly entries: number;
  readonly badFile: { readonly file: string; readonly why: 'not-a-pack' | 'signature-forged' | 'missing' | 'changed' | 'not-listed' } | null;
  readonly firstBad: FirstBad | null;
}

type Found = { readonly list: string; readonly signature: string; readonly hashes: ReadonlyMap<string, string> };

export async function verifyPack(path: string, pem: string): Promise<PackVerdict> {
  const folder = mkdtempSync(join(tmpdir(), 'bafang-verify-'));
  const bad = (file: string, why: NonNullable<PackVerdict['badFile']>['why'], files = 0): PackVerdict => ({ ok: false, files, entries: 0, badFile: { file, why }, firstBad: null });
  try {
    const record = join(folder, RECORD);
    const found = await readAll(path, record).catch(() => null);
    if (!found) return bad(path, 'not-a-pack');
    if (!signatureHolds(pem, found.list, found.signature)) return bad(MANIFEST, 'signature-forged');
    const manifest = manifestSchema.safeParse(JSON.parse(found.list));
    if (!manifest.success) return bad(MANIFEST, 'not-a-pack');
    for (const { file, sha256 } of manifest.data.files) {
      const hash = found.hashes.get(file);
      if (hash !== sha256) return bad(file, hash === undefined ? 'missing' : 'changed', manifest.data.files.length);
    }
    const listed = new Set(manifest.data.files.map((one) => one.file));
    const extra = [...found.hashes.keys()].find((file) => !listed.has(file));
    if (extra !== undefined) return bad(extra, 'not-listed', listed.size);
    if (!listed.has(RECORD)) return bad(RECORD, 'missing', listed.size);
    const { entries, firstBad } = verifyFile(record, pem);
    return { ok: firstBad === null, files: listed.size, entries, badFile: null, firstBad };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every file once, hashed as it streams by; only the record is written out, to be read line by line. A name twice, or too many, is no pack of ours. */
async function readAll(path: string, record: string): Promise<Found> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: true });
  const texts = new Map<string, string>();
  const hashes = new Map<string, string>();
  const take = async (entry: Entry): Promise<void> => {
    const name = entry.fileName;
    if (hashes.has(name) || texts.has(name) || hashes.size >= FILES_MAX) throw new Error('not a pack');
    const stream = await zip.openReadStreamPromise(entry);
    if (name === MANIFEST || name === SIGNATURE) {
      if (entry.uncompressedSize > LIST_BYTES_MAX) throw new Error('not a pack');
      texts.set(name, (await buffer(stream)).toString());
      return;
    }
    const hash = createHash('sha256');
    if (name === RECORD) {
      await pipeline(stream, async function* (chunks: AsyncIterable<Buffer>) { for await (const chunk of chunks) { hash.update(chunk); yield chunk; } }, createWriteStream(record));
    } else await pipeline(stream, hash);
    hashes.set(name, hash.digest('hex'));
  };
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject).on('end', () => { resolve(); }).on('entry', (entry: Entry) => { take(entry).then(() => { zip.readEntry(); }, reject); });
    zip.readEntry();
  });
  const [list, signature] = [texts.get(MANIFEST), texts.get(SIGNATURE)];
  if (list === undefined || signature === undefined) throw new Error('not a pack');
  return { list, signature, hashes };
}
