/**
 * `books check [--institution SLUG] [--json]`: every promise of the books, everything looked at. `books verify [--institution SLUG] [--key PEM] [--json]`: every sealed
 * entry against its hash, the seals against the record, the record against its checkpoints outside the database.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { auditPublicKey, linkEntries, writeCheckpoints } from '@/lib/audit';
import type { InstitutionId } from '@/lib/kernel/ids';
import { checkIntegrity, checkRound, reverifyBooks, sealBooks, verifyBooks, type BooksVerdict } from '@/lib/ledger';
import { systemClock } from '@/lib/platform/clock';
import { systemCtx } from '@/lib/platform/ctx';
import { institutionsOf, withDatabase } from './place';

const ports = { clock: systemClock };
const USAGE = 'Usage: npm run -s bafang -- books check [--institution SLUG] [--json] | books verify [--institution SLUG] [--key PEM] [--json]\n';
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Options { readonly institution?: string | undefined; readonly key?: string | undefined; readonly json?: boolean | undefined }

export async function runBooks(argv: readonly string[]): Promise<number> {
  const { values, positionals: [verb] } = parseArgs({
    args: [...argv], allowPositionals: true, options: { institution: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (verb === 'check') return withDatabase(() => checking(values));
  if (verb === 'verify') return withDatabase(() => verifying(values));
  process.stderr.write(USAGE);
  return 2;
}

async function checking(options: Options): Promise<number> {
  const from = performance.now();
  const broken: { institution: string; check: string; wrong: string; examples: readonly string[] }[] = [];
  let [checks, entries, postings] = [0, 0n, 0n];
  for (const { id, slug } of await institutionsOf(options.institution)) {
    const added = await reverifyBooks(id);
    entries += added.entries;
    postings += added.postings;
    for (const check of await checkIntegrity(systemCtx('command-line', id))) {
      checks++;
      if (!check.ok) broken.push({ institution: slug, check: check.name, wrong: check.wrong, examples: check.examples });
    }
  }
  const ok = broken.length === 0;
  const seconds = Math.round(performance.now() - from) / 1_000;
  if (options.json) process.stdout.write(`${JSON.stringify({ ok, checks, entries: Number(entries), postings: Number(postings), seconds, broken })}\n`);
  else say(ok ? `${checks} checks are sound, over ${postings} postings, in ${seconds} s.` : broken.map((b) => `${b.institution}: ${b.check}: ${b.wrong} wrong, for example ${b.examples.join(', ')}`).join('\n'));
  return ok ? 0 : 1;
}

async function verifying(options: Options): Promise<number> {
  const pem = options.key ? readFileSync(options.key, 'utf8') : auditPublicKey().pem;
  const from = performance.now();
  let [entries, seals, firstBad]: [number, number, BooksVerdict['firstBad']] = [0, 0, null];
  for (const { id } of await institutionsOf(options.institution)) {
    await bringUp(id);
    const verdict = await verifyBooks(id, pem);
    entries += verdict.entries;
    seals += verdict.seals;
    firstBad = verdict.firstBad;
    if (firstBad) break;
  }
  const seconds = Math.max((performance.now() - from) / 1_000, 0.001);
  const ok = firstBad === null;
  if (options.json) process.stdout.write(`${JSON.stringify({ ok, entries, seals, entriesPerSecond: Math.round(entries / seconds), firstBad })}\n`);
  else say(firstBad ? `NOT as they were: voucher ${firstBad.entry} of ${firstBad.institution}: ${firstBad.why}.` : `${entries} entries under ${seals} seals are as they were written.`);
  return ok ? 0 : 1;
}

/** What a stopped worker left open is looked at, sealed, linked and signed first, so that it is not mistaken for a forgery. */
async function bringUp(id: InstitutionId): Promise<void> {
  const ctx = systemCtx('command-line', id);
  // The first round learns how far it may go, the second goes there.
  for (let idle = 0; idle < 2;) idle = ((await checkRound(ctx))?.checked ?? 0) > 0 ? 0 : idle + 1;
  while ((await sealBooks(ctx, { atOnce: true })) > 0);
  while ((await linkEntries(id, ports)).more);
  await writeCheckpoints(id, ports);
}
