/** R: the TPC-B transaction of pgbench (scale 20) on the same server, by the same driver as the product, from 8 connections. */
import pg from 'pg';
import { seededRandom } from '@/lib/kernel/ports';
import { withClient } from '@/scripts/db/logins';
import { serverSeconds } from './cpu';
import type { Place } from './place';

const DATABASE = 'bafang_bench_tpcb';
const SCALE = 20;
const ACCOUNTS = SCALE * 100_000;
const TELLERS = SCALE * 10;
const CONNECTIONS = 8;

/** Makes the tables once; they stay for the next run, as big tables are the point of the scale. */
export async function prepareTpcb(place: Place): Promise<void> {
  await withClient(place.adminOf('postgres'), async (admin) => {
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE}`);
  });
  await withClient(place.adminOf(DATABASE), async (client) => {
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('ready') IS NOT NULL AS there");
    if (!rows[0]!.there) {
      await client.query(`
        DROP TABLE IF EXISTS branches, tellers, accounts, history;
        CREATE TABLE branches (bid int PRIMARY KEY, bbalance int NOT NULL, filler char(88)) WITH (fillfactor = 100);
        CREATE TABLE tellers (tid int PRIMARY KEY, bid int NOT NULL, tbalance int NOT NULL, filler char(84)) WITH (fillfactor = 100);
        CREATE TABLE accounts (aid int PRIMARY KEY, bid int NOT NULL, abalance int NOT NULL, filler char(84)) WITH (fillfactor = 100);
        CREATE TABLE history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
        INSERT INTO branches SELECT i, 0, '' FROM generate_series(1, ${SCALE}) i;
        INSERT INTO tellers SELECT i, (i - 1) / 10 + 1, 0, '' FROM generate_series(1, ${TELLERS}) i;
        INSERT INTO accounts SELECT i, (i - 1) / 100000 + 1, 0, '' FROM generate_series(1, ${ACCOUNTS}) i;
        CREATE TABLE ready ();`);
    }
    await client.query('TRUNCATE history');
    for (const table of ['branches', 'tellers', 'accounts']) {
      // Cleaned here and not by itself: a vacuum of these tables must not fall into the payments' time.
      await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
      await client.query(`VACUUM ANALYZE ${table}`);
    }
  });
}

export interface Rate {
  readonly perSecond: number;
  /** Processor time of server and driver per transaction. */
  readonly cpuMs: number | null;
}

/** Transactions per second over `seconds`, each one the statements of TPC-B, prepared. */
export async function measureTpcb(place: Place, seconds: number): Promise<Rate> {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client({ connectionString: place.adminOf(DATABASE) }));
  await Promise.all(clients.map((c) => c.connect()));
  const random = seededRandom(20261122);
  const backend = (await clients[0]!.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  const server = serverSeconds(backend);
  const own = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1_000;
  let done = 0;
  await Promise.all(clients.map(async (client) => {
    while (performance.now() < end) {
      await transaction(client, 1 + random.below(ACCOUNTS), 1 + random.below(TELLERS), 1 + random.below(SCALE), random.below(10_001) - 5_000);
      done++;
    }
  }));
  const elapsed = (performance.now() - started) / 1_000;
  const used = process.cpuUsage(own);
  const after = serverSeconds(backend);
  await Promise.all(clients.map((c) => c.end()));
  const cpuMs = server === null || after === null ? null : ((after - server) * 1_000 + (used.user + used.system) / 1_000) / done;
  return { perSecond: done / elapsed, cpuMs };
}

async function transaction(client: pg.Client, aid: number, tid: number, bid: number, delta: number): Promise<void> {
  await client.query('BEGIN');
  await client.query({ name: 'a', text: 'UPDATE accounts SET abalance = abalance + $1 WHERE aid = $2', values: [delta, aid] });
  await client.query({ name: 's', text: 'SELECT abalance FROM accounts WHERE aid = $1', values: [aid] });
  await client.query({ name: 't', text: 'UPDATE tellers SET tbalance = tbalance + $1 WHERE tid = $2', values: [delta, tid] });
  await client.query({ name: 'b', text: 'UPDATE branches SET bbalance = bbalance + $1 WHERE bid = $2', values: [delta, bid] });
  await client.query({ name: 'h', text: 'INSERT INTO history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)', values: [tid, bid, aid, delta] });
  await client.query('COMMIT');
}
