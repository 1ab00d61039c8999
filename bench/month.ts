/**
 * A month of eight channels with every disorder (R12): numbers lost and spoiled, files late, shuffled and sent twice, money shown a day later, parts, batches
 * of parts, reversals, refunds without numbers, and true breaks planted among them. Every cent must be explained, and nearly nobody needed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';

const WITHOUT_PEOPLE = 0.9999;

/** `--days`, `--lines` (per day and channel), `--seed`, `--breaks` (true ones in the whole month). */
export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'bafang-month-'));
  const database = await createTestDatabase(await openTestServer());
  Object.assign(process.env, {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  });
  const { EIGHT, runMonth } = await import('@/lib/reconciliation/corpus/month.fixtures');
  const plan = { channels: EIGHT, days: figure(argv, 'days', 30), linesPerDay: figure(argv, 'lines', 250), seed: figure(argv, 'seed', 4_000), breaks: figure(argv, 'breaks', 3) };
  const started = performance.now();
  try {
    const month = await runMonth(database.adminUrl, plan, (text) => void process.stderr.write(`month bench: ${text}\n`));
    const good = month.unexplainedMinor === '0' && month.unexplainedLines === 0 && month.falseAutoMatches === 0 && month.withoutPeople >= WITHOUT_PEOPLE;
    return { ...plan, channels: plan.channels.length, ...month, seconds: Math.round((performance.now() - started) / 1000), audit: good ? 'passed' : 'failed' };
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figure(argv: readonly string[], name: string, otherwise: number): number {
  const at = argv.indexOf(`--${name}`);
  if (at === -1) return otherwise;
  if (!/^\d{1,5}$/.test(argv[at + 1] ?? '')) throw new Error(`--${name} takes a number up to 99999`);
  return Number.parseInt(argv[at + 1]!, 10);
}
