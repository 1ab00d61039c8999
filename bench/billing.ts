/**
 * 100,000 payers imported from a file and 100,000 bills issued to them, through the product's own import and job, against the raw insert of the very
 * same rows into plain tables with the same primary keys, in the same run (A3, A5, P9).
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';
import { makeInstitution, writePayers } from './billing-place';
import type { Work } from './billing-work';

const ROWS_DEFAULT = 100_000;
const BATCH = 2_000;
const FLAGS = ['--max-semi-space-size=8'];
const IMPORT_TABLES = ['payer'];
const ISSUE_TABLES = ['bill', 'bill_line', 'bill_transition', 'journal_entry', 'ledger_posting'];

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const rows = rowsOf(argv);
  const folder = mkdtempSync(join(tmpdir(), 'bafang-billing-'));
  const database = await createTestDatabase(await openTestServer());
  const settings = {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  };
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    await makeInstitution(admin);
    const file = join(folder, 'payers.csv');
    const bytes = await writePayers(file, rows);
    say(`importing ${rows} payers`);
    const imported = await inChild<Work>(['import', file], settings);
    const importRaw = await rawInsert(admin, IMPORT_TABLES);
    await admin.query('VACUUM (ANALYZE) payer');
    say(`issuing ${rows} bills`);
    const issued = await inChild<Work>(['issue', await inChild<string>(['request'], settings)], settings);
    const issueRaw = await rawInsert(admin, ISSUE_TABLES);
    const audit = await check(admin, rows);
    return {
      rows, fileMb: round(bytes / 1_048_576), issueSeconds: issued.seconds, issueRatio: round(issued.seconds / issueRaw.seconds), importSeconds: imported.seconds,
      importRatio: round(imported.seconds / importRaw.seconds), peakMemoryMb: Math.max(imported.peakMemoryMb, issued.peakMemoryMb),
      memory: { flags: FLAGS, importMb: imported.peakMemoryMb, issueMb: issued.peakMemoryMb, beforeMb: imported.memoryBeforeMb, issueBeforeMb: issued.memoryBeforeMb },
      baseline: { what: `raw insert of the same rows, ${BATCH} a statement, one transaction`, importRaw, issueRaw }, audit,
    };
  } finally {
    await admin.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * In a process of its own, so that what making the test data left in memory is not the product's. The heap is not capped: rows go through in small
 * batches, and what a batch leaves is young when it dies. The young generation is half of Node's own size: what passes through here needs no more.
 */
async function inChild<T>(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, '--import', 'tsx', 'bench/billing-work.ts', ...args], {
    maxBuffer: 1 << 20, env: { ...process.env, ...settings },
  });
  return JSON.parse(stdout) as T;
}

/** The rows the product wrote, inserted once more as they are: fetched before the clock starts, sent and committed while it runs. */
async function rawInsert(admin: pg.Client, tables: readonly string[]): Promise<{ seconds: number; rows: number }> {
  let [seconds, count] = [0, 0];
  for (const table of tables) {
    await admin.query(`CREATE TABLE raw_${table} (LIKE ${table}); ALTER TABLE raw_${table} ADD PRIMARY KEY (${await keyOf(admin, table)})`);
    const { rows } = await admin.query<{ batch: string }>(
      `SELECT jsonb_agg(to_jsonb(t) - 'n')::text AS batch FROM (SELECT *, row_number() OVER () AS n FROM ${table}) t GROUP BY (n - 1) / ${BATCH}`,
    );
    const started = performance.now();
    await admin.query('BEGIN');
    for (const { batch } of rows) {
      const { rowCount } = await admin.query(`INSERT INTO raw_${table} SELECT * FROM jsonb_populate_recordset(null::raw_${table}, $1)`, [batch]);
      count += rowCount ?? 0;
    }
    await admin.query('COMMIT');
    seconds += (performance.now() - started) / 1000;
  }
  return { seconds: round(seconds), rows: count };
}

async function keyOf(admin: pg.Client, table: string): Promise<string> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
    WHERE i.indrelid = $1::regclass AND i.indisprimary`,
    [table],
  );
  return rows.map((r) => r.name).join(', ');
}

/** The figures mean nothing unless every payer has one bill, lines add up to bills and the books hold the same sum. */
async function check(admin: pg.Client, rows: number): Promise<'passed' | 'failed'> {
  const { rows: [sums] } = await admin.query<Record<string, string>>(`SELECT (SELECT count(*) FROM payer) AS payers,
    (SELECT count(DISTINCT payer_id) FROM bill) AS bills, (SELECT sum(total_minor) FROM bill) AS total, (SELECT sum(amount_minor) FROM bill_line) AS lines,
    (SELECT sum(amount_minor) FROM ledger_posting WHERE account_code = '1122') AS receivable, (SELECT sum(amount_minor) FROM ledger_posting) AS zero`);
  const good = sums!.payers === String(rows) && sums!.bills === String(rows) && sums!.total === sums!.lines && sums!.total === sums!.receivable && sums!.zero === '0';
  return good ? 'passed' : 'failed';
}

function rowsOf(argv: readonly string[]): number {
  const at = argv.indexOf('--rows');
  const text = at === -1 ? String(ROWS_DEFAULT) : (argv[at + 1] ?? '');
  if (!/^\d{3,6}$/.test(text)) throw new Error('--rows takes a number from 100 to 999999');
  return Number.parseInt(text, 10);
}

const say = (text: string): void => void process.stderr.write(`billing bench: ${text}\n`);
const round = (x: number): number => Math.round(x * 100) / 100;
