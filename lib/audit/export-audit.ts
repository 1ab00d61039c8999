/** Writes the chain of institutions into one file that can be checked anywhere: checkpoints first, then every entry, then a signed end. */
import { createHash } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock } from '@/lib/kernel/ports';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { readCheckpoint, signedLine } from './checkpoint';
import { checkpointLines } from './checkpoint-files';
import { GENESIS } from './line';
import { linkEntries, readLines } from './link-entries';
import { signText } from './signing-key';
import { headerOf, trailerOf } from './verify';
import { writeCheckpoints } from './write-checkpoint';

const PAGE = 5_000;

/** Links and signs what is still open, then writes. Answers how many entries the file holds. */
export async function exportAudit(institutions: readonly InstitutionId[], path: string, ports: { readonly clock: Clock }): Promise<{ readonly entries: number }> {
  const out = createWriteStream(path, { mode: 0o600, highWaterMark: 1 << 20 });
  let entries = 0;
  for (const [index, institution] of institutions.entries()) {
    while ((await linkEntries(institution, ports)).more);
    await writeCheckpoints(institution, ports);
    entries += await writeOne(out, institution, index + 1, institutions.length);
  }
  out.end();
  await finished(out);
  return { entries };
}

async function writeOne(out: WriteStream, institution: InstitutionId, part: number, parts: number): Promise<number> {
  const put = async (text: string) => { if (!out.write(text)) await once(out, 'drain'); };
  await put(`${headerOf(institution, part, parts)}\n`);
  let signed = 0n;
  const checkpoints = createHash('sha256');
  for await (const line of checkpointLines(institution)) {
    const found = readCheckpoint(line);
    if (found) signed = BigInt(found.checkpoint.to);
    checkpoints.update(line);
    await put(`${line}\n`);
  }
  let [seq, head] = [0n, GENESIS];
  for await (const lines of pagesUpTo(institution, signed)) {
    await put(lines.map((l) => `${l.line}\n`).join(''));
    seq += BigInt(lines.length);
    head = lines.at(-1)!.hash;
  }
  const payload = trailerOf(Number(seq), head, checkpoints.digest('hex'), part, parts);
  await put(`${signedLine(payload, signText(payload))}\n`);
  return Number(seq);
}

/** Pages of lines up to and with the last signed one, each page in a short transaction of its own: what is linked does not change any more. */
export async function* pagesUpTo(institution: InstitutionId, signed: bigint) {
  let [after, prev] = [0n, GENESIS];
  while (after < signed) {
    const page = await withSqlTx({ institutionId: institution }, (tx) => readLines(tx, institution, after, prev, PAGE));
    const lines = page.filter((line) => line.seq <= signed);
    if (lines.length === 0) return;
    yield lines;
    after = lines.at(-1)!.seq;
    prev = lines.at(-1)!.hash;
  }
}
