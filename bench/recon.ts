/**
 * A day of a channel from its file to stored matches and visible cases, through the product's own import and worker, against the least anybody could
 * do on the same server in the same run: COPY of the same columns into a plain table and one hash join (P5, G2).
 */
import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';
import type { Imported } from './recon-import';
import { loadBooks, score, writeFiles } from './recon-truth';

const ROWS_DEFAULT = 1_000_000;

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const rows = rowsOf(argv);
  const folder = mkdtempSync(join(tmpdir(), 'bafang-recon-'));
  const database = await createTestDatabase(await openTestServer());
  Object.assign(process.env, {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    say(`books of ${rows} payments`);
    await loadBooks(admin, rows);
    const [statementPath, rawPath] = [join(folder, 'statement.csv'), join(folder, 'raw.tsv')];
    const files = await writeFiles(statementPath, rawPath, rows);
    say(`file of ${files.lines} lines, ${Math.round(files.bytes / 1_048_576)} MB`);
    const before = await rawBaseline(admin, rawPath);
    const own = await importAndMatch(statementPath);
    const after = await rawBaseline(admin, rawPath);
    const rawSeconds = (before.seconds + after.seconds) / 2;
    const result = await score(admin, rows);
    const bad = result.falseAutoMatches > 0 || result.precision < 1 || result.recall < 1;
    return {
      rows, lines: files.lines, fileMb: round(files.bytes / 1_048_576), seconds: own.seconds, steps: own.steps, peakMemoryMb: own.peakMemoryMb,
      memoryBeforeMb: own.memoryBeforeMb, linesPerSecond: Math.round(files.lines / own.seconds), ...result,
      baseline: { what: 'COPY of the same columns into a plain table + one hash join', seconds: round(rawSeconds), runs: [before, after] },
      ratioToBaseline: round(own.seconds / rawSeconds), audit: bad ? 'failed' : 'passed',
    };
  } finally {
    await admin.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, with the flags of web and worker (scripts/supervisor.ts): what making the test data left in memory is not the product's. */
async function importAndMatch(path: string): Promise<Imported> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-semi-space-size=16', '--import', 'tsx', 'bench/recon-import.ts', path], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as Imported;
}

async function rawBaseline(admin: pg.Client, path: string): Promise<{ seconds: number; copySeconds: number; joinSeconds: number }> {
  await admin.query('DROP TABLE IF EXISTS raw_line');
  await admin.query(`CREATE TABLE raw_line (line_no int, type text, direction text, settled boolean, amount_minor bigint, fee_minor bigint, net_minor bigint,
    currency text, merchant_no text, orig_merchant_no text, channel_no text, bank_status text, trade_time text, day date, counterparty text, memo text)`);
  const started = performance.now();
  await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), admin.query(copyFrom('COPY raw_line FROM STDIN')));
  const copied = performance.now();
  await admin.query("BEGIN; SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '160MB'");
  await admin.query(`SELECT count(*), sum(l.amount_minor) FROM raw_line l JOIN payment_attempt a ON a.channel = 'wechat' AND a.order_no = l.merchant_no
    AND a.amount_minor = l.amount_minor`);
  await admin.query('COMMIT');
  const joined = performance.now();
  const seconds = (from: number, to: number) => round((to - from) / 1000);
  return { seconds: seconds(started, joined), copySeconds: seconds(started, copied), joinSeconds: seconds(copied, joined) };
}

function rowsOf(argv: readonly string[]): number {
  const at = argv.indexOf('--rows');
  const text = at === -1 ? String(ROWS_DEFAULT) : (argv[at + 1] ?? '');
  if (!/^\d{3,7}$/.test(text)) throw new Error('--rows takes a number from 100 to 9999999');
  return Number.parseInt(text, 10);
}

const say = (text: string): void => void process.stderr.write(`recon bench: ${text}\n`);
const round = (x: number): number => Math.round(x * 100) / 100;
