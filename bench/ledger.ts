/**
 * The books (F1): postings a second into one clearing account against the same into many, through the product's own `post`, durable commits on; beside
 * them the classic way that updates a balance row per account, measured on the same server in the same run. Then every posting is added up again.
 * `--entries N` per round and kind (6,000), `--postings N` to add up again (1,000,000), `--writers N` (16).
 */
import pg from 'pg';
import type { InstitutionId } from '@/lib/kernel/ids';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { entryOf, post, reverifyBooks } from '@/lib/ledger';
import { systemClock } from '@/lib/platform/clock';
import { closeConnections } from '@/lib/platform/db';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { numberOf } from './numbers';
import { openPlace } from './payments/place';

const ROUNDS = 4;
const MANY = 1_000;
const ports = { clock: systemClock, random: seededRandom(11) };

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const entries = numberOf(argv, '--entries', 6_000);
  const postings = numberOf(argv, '--postings', 1_000_000);
  const writers = numberOf(argv, '--writers', 16);
  const place = await openPlace();
  Object.assign(process.env, { BAFANG_ENV: 'test', DATABASE_APP_URL: place.appUrl, DATABASE_POOL: String(writers), BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error' });
  const admin = new pg.Client({ connectionString: place.adminUrl });
  await admin.connect();
  try {
    const institutionId = await makeInstitution(admin);
    const seconds = { one: 0, many: 0, balanceRowOne: 0, balanceRowMany: 0 };
    await booking(institutionId, 'warm', writers * 20, writers, MANY);
    await prepareBalanceRows(admin);
    const pool = new pg.Pool({ connectionString: place.adminUrl, max: writers });
    // By turns, so that whatever else the machine does falls on both alike.
    for (let round = 0; round < ROUNDS; round++) {
      seconds.one += await booking(institutionId, `one-${round}`, entries, writers, 1);
      seconds.many += await booking(institutionId, `many-${round}`, entries, writers, MANY);
      seconds.many += await booking(institutionId, `more-${round}`, entries, writers, MANY);
      seconds.one += await booking(institutionId, `once-${round}`, entries, writers, 1);
      seconds.balanceRowOne += await balanceRows(pool, entries, writers, 1);
      seconds.balanceRowMany += await balanceRows(pool, entries, writers, MANY);
    }
    await pool.end();
    const [one, many] = [(4 * ROUNDS * entries) / seconds.one, (4 * ROUNDS * entries) / seconds.many];
    say(`filling ${postings} postings`);
    const big = await fill(admin, postings);
    const from = performance.now();
    const checked = await reverifyBooks(big);
    const reverifySeconds = (performance.now() - from) / 1_000;
    const planted = await plantOne(admin, big);
    const found = await reverifyBooks(big);
    const good = checked.wrong === 0n && checked.postings === BigInt(postings - (postings % 2)) && found.wrong === 1n && found.examples[0] === planted;
    return {
      writers, entriesPerKind: 2 * ROUNDS * entries, postingsPerSecondOneAccount: Math.round(one), postingsPerSecondManyAccounts: Math.round(many), oneToMany: round(one / many),
      baseline: {
        what: 'a balance row per account, updated in the same transaction', postingsPerSecondOneAccount: Math.round((2 * ROUNDS * entries) / seconds.balanceRowOne),
        postingsPerSecondManyAccounts: Math.round((2 * ROUNDS * entries) / seconds.balanceRowMany), oneToMany: round(seconds.balanceRowMany / seconds.balanceRowOne),
      },
      reverified: { postings: Number(checked.postings), entries: Number(checked.entries), wrong: Number(checked.wrong), seconds: round(reverifySeconds), postingsPerSecond: Math.round(postings / reverifySeconds) },
      plantedErrorFound: found.examples[0] === planted, settings: place.settings, audit: good ? 'passed' : 'failed',
    };
  } finally {
    await closeConnections();
    await admin.end();
    await place.close();
  }
}

async function makeInstitution(admin: pg.Client): Promise<InstitutionId> {
  const id = newId('institution', ports);
  await admin.query(`INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
    VALUES ($1, $2, '账', 'Books', 'school', 'Asia/Shanghai', '23:00', 'CNY', 'test', 'active', now())`, [id, id.toLowerCase().replace('_', '-')]);
  return id;
}

/** `accounts` clearing accounts side by side; each transaction books one payment, as the payment path does. */
async function booking(institutionId: InstitutionId, name: string, entries: number, writers: number, accounts: number): Promise<number> {
  let next = 0;
  const from = performance.now();
  await Promise.all(Array.from({ length: writers }, async () => {
    for (let n = next++; n < entries; n = next++) {
      const event = { key: `${name}:${n}`, kind: 'payment-succeeded', at: systemClock.now(), subjectKind: 'payment', subjectId: `${name}:${n}`, currency: 'CNY', amountMinor: 100n, channel: `c${n % accounts}` } as const;
      await withSqlTx({ institutionId }, (tx) => post(tx, { institutionId }, [entryOf(event)]));
    }
  }));
  return (performance.now() - from) / 1_000;
}

async function prepareBalanceRows(admin: pg.Client): Promise<void> {
  await admin.query('CREATE TABLE naive_posting (id bigserial PRIMARY KEY, account int, amount bigint, at timestamptz); CREATE TABLE naive_balance (account int PRIMARY KEY, amount bigint)');
  await admin.query('INSERT INTO naive_balance SELECT n, 0 FROM generate_series(0, $1) n', [2 * MANY]);
}

async function balanceRows(pool: pg.Pool, entries: number, writers: number, accounts: number): Promise<number> {
  let next = 0;
  const from = performance.now();
  await Promise.all(Array.from({ length: writers }, async () => {
    for (let n = next++; n < entries; n = next++) {
      const [debit, credit] = [n % accounts, MANY + (n % accounts)];
      await pool.query(`WITH p AS (INSERT INTO naive_posting (account, amount, at) VALUES (${debit}, 100, now()), (${credit}, -100, now()))
        UPDATE naive_balance b SET amount = b.amount + CASE WHEN b.account = ${debit} THEN 100 ELSE -100 END
        FROM (SELECT account FROM naive_balance WHERE account IN (${debit}, ${credit}) ORDER BY account FOR UPDATE) l WHERE b.account = l.account`);
    }
  }));
  return (performance.now() - from) / 1_000;
}

/** Written past the triggers, which is not what is measured here. */
async function fill(admin: pg.Client, postings: number): Promise<InstitutionId> {
  const id = await makeInstitution(admin);
  await admin.query(`BEGIN; SET LOCAL session_replication_role = 'replica'`);
  await admin.query(`INSERT INTO ledger_account (institution_id, code, name_zh, name_en, kind) VALUES ($1, '1012.wechat', 'x', 'x', 'asset'), ($1, '1122', 'x', 'x', 'asset')`, [id]);
  await admin.query(`WITH e AS (
      INSERT INTO journal_entry (institution_id, key, kind, at, business_date, subject_kind, subject_id)
      SELECT $1, 'k' || n, 'payment-succeeded', now(), current_date, 'payment', 'p' || n FROM generate_series(1, $2::int) n RETURNING id)
    INSERT INTO ledger_posting (entry_id, line_no, institution_id, account_code, amount_minor, currency)
    SELECT e.id, l.n, $1, CASE l.n WHEN 1 THEN '1012.wechat' ELSE '1122' END, CASE l.n WHEN 1 THEN 1 ELSE -1 END * (100 + e.id % 9999), 'CNY' FROM e CROSS JOIN (VALUES (1), (2)) AS l(n)`,
  [id, Math.floor(postings / 2)]);
  await admin.query('COMMIT');
  await admin.query('VACUUM ANALYZE ledger_posting');
  await admin.query('VACUUM ANALYZE journal_entry');
  return id;
}

async function plantOne(admin: pg.Client, institutionId: string): Promise<string> {
  await admin.query(`BEGIN; SET LOCAL session_replication_role = 'replica'`);
  const { rows } = await admin.query<{ entry_id: string }>(`UPDATE ledger_posting SET amount_minor = amount_minor + 1 WHERE line_no = 1 AND entry_id =
    (SELECT max(id) - 7 FROM journal_entry WHERE institution_id = $1) RETURNING entry_id`, [institutionId]);
  await admin.query('COMMIT');
  return rows[0]!.entry_id;
}

const round = (x: number): number => Math.round(x * 1_000) / 1_000;
const say = (text: string): void => void process.stderr.write(`${text}\n`);
