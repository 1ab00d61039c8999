/**
 * What matching concludes against a truth that was made up (P6, G2): twelve kinds of break with every key, the same with one reference in twenty gone, and
 * decisions made to be got wrong. Every corpus is matched a second time from a shuffled file and a third time as it stands: the fingerprints must agree.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Corpus } from '@/lib/reconciliation/corpus/world.fixtures';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';

interface Tried { readonly lines: number; readonly precision: number; readonly recall: number; readonly f1: number; readonly falseAutoMatches: number; readonly sameHash: boolean }

/** `--rows` lines of each of the first two corpora, `--decisions` hard ones, `--each` of every kind of break, `--seed`. */
export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const [rows, decisions, each, seed] = [figure(argv, 'rows', 20_000), figure(argv, 'decisions', 3_200), figure(argv, 'each', 40), figure(argv, 'seed', 20)];
  const folder = mkdtempSync(join(tmpdir(), 'bafang-corpus-'));
  const database = await createTestDatabase(await openTestServer());
  Object.assign(process.env, {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  });
  const { corpusWithoutReferences, hardCorpus, keyedCorpus } = await import('@/lib/reconciliation/corpus/corpora.fixtures');
  try {
    const keyed = await tryOut(database.adminUrl, 'keyed', keyedCorpus(seed, rows, each));
    const missing = await tryOut(database.adminUrl, 'references missing', corpusWithoutReferences(seed + 1, rows));
    const hard = await tryOut(database.adminUrl, 'hard', hardCorpus(seed + 2, decisions));
    const good = keyed.precision === 1 && keyed.recall === 1 && missing.f1 >= 0.995 && [keyed, missing, hard].every((t) => t.falseAutoMatches === 0 && t.sameHash);
    return {
      precision: keyed.precision, recall: keyed.recall, f1WithReferencesMissing: missing.f1, hardDecisions: decisions,
      falseAutoMatches: keyed.falseAutoMatches + missing.falseAutoMatches + hard.falseAutoMatches, sameHash: keyed.sameHash && missing.sameHash && hard.sameHash,
      keyed, missing, hard, seed, audit: good ? 'passed' : 'failed',
    };
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryOut(adminUrl: string, name: string, corpus: Corpus): Promise<Tried> {
  const { forgetRun, loadCorpus, runCorpus, shuffled } = await import('@/lib/reconciliation/corpus/run.fixtures');
  const { scoreCorpus } = await import('@/lib/reconciliation/corpus/score.fixtures');
  const { matchFile } = await import('@/lib/reconciliation/match-file');
  const desk = await loadCorpus(adminUrl, corpus);
  const first = await runCorpus(desk, corpus);
  const score = await scoreCorpus(desk, first.fileId, corpus);
  say(`${name}: ${corpus.lines.length} lines matched in ${first.milliseconds} ms`);
  for (const mistake of score.mistakes) say(`  ${mistake}`);
  const again = await matchFile(desk.clerk, first.fileId);
  await forgetRun(adminUrl, desk.institutionId);
  const order = shuffled(corpus.lines, corpus.lines.length);
  const second = await runCorpus(desk, corpus, order);
  const { mistakes: _, ...figures } = score;
  return { ...figures, sameHash: again?.resultHash === first.hash && second.hash === first.hash };
}

function figure(argv: readonly string[], name: string, otherwise: number): number {
  const at = argv.indexOf(`--${name}`);
  if (at === -1) return otherwise;
  if (!/^\d{1,6}$/.test(argv[at + 1] ?? '')) throw new Error(`--${name} takes a number up to 999999`);
  return Number.parseInt(argv[at + 1]!, 10);
}

const say = (text: string): void => void process.stderr.write(`corpus bench: ${text}\n`);
