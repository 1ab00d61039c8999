/**
 * `audit export [--out FILE] [--institution SLUG]`, `audit verify FILE|--live [--key PEM] [--json]`, `audit key`: proof that nobody altered the record.
 * `verify PACK.zip` checks a whole evidence pack. `verify FILE` asks no database; with `--key` it needs nothing of this installation.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { auditPublicKey, exportAudit, linkEntries, verifyFile, verifyLive, writeCheckpoints, type Verdict } from '@/lib/audit';
import { isBusinessDate } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import { systemCtx } from '@/lib/platform/ctx';
import { institutionsOf, withDatabase } from './place';

const ports = { clock: systemClock };
const USAGE = 'Usage: npm run -s bafang -- audit export [--out FILE] [--institution SLUG] | audit verify FILE|PACK.zip|--live [--key PEM] [--json] | audit pack --from DAY --until DAY --institution SLUG [--out FILE] | audit key\n';
const say = (text: string): void => void process.stderr.write(`${text}\n`);

export async function runAudit(argv: readonly string[]): Promise<number> {
  const { values, positionals: [verb, file] } = parseArgs({
    args: [...argv], allowPositionals: true,
    options: { out: { type: 'string' }, institution: { type: 'string' }, key: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' }, live: { type: 'boolean' }, json: { type: 'boolean' } },
  });
  if (verb === 'key') {
    process.stdout.write(auditPublicKey().pem);
    return 0;
  }
  if (verb === 'export') return exporting(values.out ?? 'audit-export.jsonl', values.institution, values.json === true);
  if (verb === 'pack' && values.from && values.until && values.institution) return packing(values.institution, values.from, values.until, values.out ?? 'evidence.zip');
  if (verb === 'verify' && file?.endsWith('.zip') && !values.live) return verifyingPack(file, values);
  if (verb === 'verify' && (file || values.live)) return verifying(values.live ? null : file!, values);
  process.stderr.write(USAGE);
  return 2;
}

async function exporting(path: string, slug: string | undefined, json: boolean): Promise<number> {
  return withDatabase(async () => {
    const institutions = await institutionsOf(slug);
    const { entries } = await exportAudit(institutions.map((i) => i.id), path, ports);
    if (json) process.stdout.write(`${JSON.stringify({ ok: true, file: path, institutions: institutions.length, entries })}\n`);
    else say(`${entries} entries of ${institutions.length} institutions are in ${path}. Check it anywhere: npm run -s bafang -- audit verify ${path}`);
    return 0;
  });
}

async function packing(slug: string, from: string, until: string, path: string): Promise<number> {
  if (!isBusinessDate(from) || !isBusinessDate(until) || until < from) {
    process.stderr.write('--from and --until are days like 2026-11-01, in order\n');
    return 2;
  }
  return withDatabase(async () => {
    const { makeEvidencePack } = await import('@/lib/reports');
    const [institution] = await institutionsOf(slug);
    const packed = await makeEvidencePack(systemCtx('command-line', institution!.id), { from, until }, path);
    if (!packed.ok) return 1;
    say(`${packed.value.files.map((f) => `${f.file} ${f.rows}`).join(', ')} are in ${path}`);
    return 0;
  });
}

async function verifying(file: string | null, options: { key?: string | undefined; institution?: string | undefined; json?: boolean | undefined }): Promise<number> {
  const pem = () => (options.key ? readFileSync(options.key, 'utf8') : auditPublicKey().pem);
  let from = 0;
  // Finding the key is not verifying.
  const timed = <T>(work: (key: string) => T): T => {
    const key = pem();
    from = performance.now();
    return work(key);
  };
  const verdict = file ? timed((key) => verifyFile(file, key)) : await withDatabase(() => timed((key) => live(key, options.institution)));
  const seconds = Math.max((performance.now() - from) / 1_000, 0.001);
  const ok = verdict.firstBad === null;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ok, entries: verdict.entries, entriesPerSecond: Math.round(verdict.entries / seconds), firstBad: verdict.firstBad })}\n`);
  } else {
    const bad = verdict.firstBad;
    say(bad ? `NOT as it was: entry ${bad.seq}${bad.id ? ` (no. ${bad.id})` : ''} of ${bad.institution || 'the file'}: ${bad.why}. Right before it: ${verdict.entries} entries.`
      : `${verdict.entries} entries are as they were written (${Math.round(verdict.entries / seconds)} a second).`);
  }
  return ok ? 0 : 1;
}

async function verifyingPack(file: string, options: { key?: string | undefined; json?: boolean | undefined }): Promise<number> {
  const { verifyPack } = await import('@/lib/reports');
  const from = performance.now();
  const verdict = await verifyPack(file, options.key ? readFileSync(options.key, 'utf8') : auditPublicKey().pem);
  const entriesPerSecond = Math.round(verdict.entries / Math.max((performance.now() - from) / 1_000, 0.001));
  if (options.json) process.stdout.write(`${JSON.stringify({ ...verdict, entriesPerSecond })}\n`);
  else if (verdict.badFile) say(`NOT as it was made: ${verdict.badFile.file}: ${verdict.badFile.why}.`);
  else if (verdict.firstBad) say(`NOT as it was: entry ${verdict.firstBad.seq} of the record: ${verdict.firstBad.why}.`);
  else say(`${verdict.files} files and ${verdict.entries} entries of the record are as they were made.`);
  return verdict.ok ? 0 : 1;
}

/** What nobody linked or signed yet is linked and signed first, so that a stopped worker is not mistaken for a forger. */
async function live(pem: string, slug: string | undefined): Promise<Verdict> {
  let entries = 0;
  for (const { id } of await institutionsOf(slug)) {
    while ((await linkEntries(id, ports)).more);
    await writeCheckpoints(id, ports);
    const verdict = await verifyLive(id, pem);
    entries += verdict.entries;
    if (verdict.firstBad) return { entries, firstBad: verdict.firstBad };
  }
  return { entries, firstBad: null };
}
