/**
 * A day of a channel from its file to stored matches and visible cases, through the product's own import and worker, against the least anybody could
 * do on the same server in the same run: COPY of the same columns into a plain table and one hash join (P5, G2).
 */
import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';
import { youngSpace } from '@/scripts/young-space';
import type { Imports } from './recon-import';
import { loadBooks, restDisk, score, settleDown, spanOf, writeFiles, type Files, type Score } from './recon-truth';

const ROWS_DEFAULT = 1_000_000;
const ROWS_MAX = 10_000_000;

/** A file of a day is imported once; small ones many times, because what counts there is how long the slow ones take. */
const ROUNDS_OF_SMALL = 40;
const SMALL_ROWS = 5_000;
/** Of statement, baseline, books, sealed copy and the database's own log, per row, with room to spare. */
const DISK_BYTES_PER_ROW = 2_600;

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const rows = rowsOf(argv);
  const rounds = rows <= SMALL_ROWS ? ROUNDS_OF_SMALL : 1;
  const folder = mkdtempSync(join(tmpdir(), 'bafang-recon-'));
  const free = statfsSync(folder);
  if (free.bavail * free.bsize < rows * DISK_BYTES_PER_ROW) throw new Error(`not enough room on the disk: ${rows} rows need ${Math.ceil((rows * DISK_BYTES_PER_ROW) / 1e9)} GB`);
  const database = await createTestDatabase(await openTestServer());
  Object.assign(process.env, {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const rawPath = join(folder, 'raw.tsv');
    const paths = Array.from({ length: rounds }, (_, round) => join(folder, `statement-${round}.csv`));
    let files: Files = { lines: 0, bytes: 0 };
    for (const [round, path] of paths.entries()) {
      if (rounds === 1) say(`books of ${rows} payments`);
      await loadBooks(admin, spanOf(round, rows));
      files = await writeFiles(path, rawPath, spanOf(round, rows));
    }
    await settleDown(admin);
    say(`${rounds === 1 ? 'file' : `${rounds} files`} of ${files.lines} lines, ${Math.round(files.bytes / 1_048_576)} MB`);
    const before = await rawBaseline(admin, rawPath);
    await restDisk(admin);
    const own = await importAndMatch(paths);
    const after = await rawBaseline(admin, rawPath);
    return figures(rows, files, own, [before, after], await score(admin, rows * rounds));
  } finally {
    await admin.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figures(rows: number, files: Files, own: Imports, raws: readonly RawRun[], result: Score): Record<string, unknown> {
  const rawSeconds = raws.reduce((sum, run) => sum + run.seconds, 0) / raws.length;
  const sorted = own.rounds.map((round) => round.seconds).sort((a, b) => a - b);
  const seconds = sorted[Math.floor(sorted.length / 2)]!;
  const bad = result.falseAutoMatches > 0 || result.precision < 1 || result.recall < 1;
  return {
    rows, lines: files.lines, fileMb: round(files.bytes / 1_048_576), seconds, steps: own.rounds[0]!.steps, ...(sorted.length > 1 && percentiles(sorted)),
    ratio: round(seconds / rawSeconds), peakMemoryMb: own.peakMemoryMb, memoryBeforeMb: own.memoryBeforeMb, linesPerSecond: Math.round(files.lines / seconds), ...result,
    baseline: { what: 'COPY of the same columns into a plain table + one hash join', seconds: round(rawSeconds), runs: raws }, audit: bad ? 'failed' : 'passed',
  };
}

/** The first file pays for what is loaded once; it is in the figures like every other. */
function percentiles(sorted: readonly number[]): { files: number; p50Ms: number; p95Ms: number; maxMs: number } {
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]! * 1000);
  return { files: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

/** In a process of its own, with the flags of the worker, which fetches and matches the files of banks (scripts/supervisor.ts): what making the test data left in memory is not the product's. */
async function importAndMatch(paths: readonly string[]): Promise<Imports> {
  const program = [youngSpace('worker'), '--import', 'tsx', 'bench/recon-import.ts'];
  // Once without a file: what is compiled at the very first start of a checkout stays in the memory of the process that does it.
  await promisify(execFile)(process.execPath, program);
  const { stdout } = await promisify(execFile)(process.execPath, [...program, ...paths], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as Imports;
}

interface RawRun { readonly seconds: number; readonly copySeconds: number; readonly joinSeconds: number }

async function rawBaseline(admin: pg.Client, path: string): Promise<RawRun> {
  await restDisk(admin);
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
  // Or the server would tidy it up in the middle of what is measured next.
  await admin.query('DROP TABLE raw_line');
  const seconds = (from: number, to: number) => Math.round(to - from) / 1000;
  return { seconds: seconds(started, joined), copySeconds: seconds(started, copied), joinSeconds: seconds(copied, joined) };
}

function rowsOf(argv: readonly string[]): number {
  const at = argv.indexOf('--rows');
  const text = at === -1 ? String(ROWS_DEFAULT) : (argv[at + 1] ?? '');
  if (!/^\d{3,8}$/.test(text) || Number.parseInt(text, 10) > ROWS_MAX) throw new Error(`--rows takes a number from 100 to ${ROWS_MAX}`);
  return Number.parseInt(text, 10);
}

const say = (text: string): void => void process.stderr.write(`recon bench: ${text}\n`);
const round = (x: number): number => Math.round(x * 100) / 100;
