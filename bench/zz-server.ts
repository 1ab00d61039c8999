import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';
Object.assign(process.env, { BAFANG_ENV: 'test', DATABASE_APP_URL: 'postgres://x', BAFANG_DATA_DIR: '/tmp/prof', BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error' });
const { openStatement } = await import('@/lib/reconciliation/read-statement');
const { copyText, COPIED } = await import('@/lib/reconciliation/copy-rows');
const s = await openStatement(await readFile('/tmp/prof/statement.csv'), 'x'); if (!s.ok) throw s;
const out = createWriteStream('/tmp/prof/copy.tsv');
for (const p of copyText(s.value.rows, 'f', 'wechat', { rows: 0, rowsOfDay: new Map() })) if (!out.write(p)) await once(out, 'drain');
out.end(); await once(out, 'close');
const db = await createTestDatabase(await openTestServer());
const c = new pg.Client({ connectionString: db.appUrl }); await c.connect();
const t = (from: number) => Math.round(performance.now() - from);
try {
  for (let i = 0; i < 2; i++) {
    await c.query('BEGIN'); await c.query("SELECT set_config('app.institution', 'ins_0000000000000000000000BNCH', true)");
    await c.query(`CREATE TEMP TABLE staged_line (${COPIED}) ON COMMIT DROP`);
    let a = performance.now();
    await pipeline(createReadStream('/tmp/prof/copy.tsv', { highWaterMark: 1 << 18 }), c.query(copyFrom('COPY staged_line FROM STDIN')));
    console.log('copy', t(a)); a = performance.now();
    await c.query(`INSERT INTO statement_line (id, institution_id, line_no, type, direction, settled, again, amount_minor, fee_minor, net_minor, currency, merchant_no,
      orig_merchant_no, channel_no, bank_status, trade_time, day, details_sealed)
    SELECT $1::bigint + place, $2, line_no, type, direction, settled, again, amount_minor, fee_minor, net_minor, currency, merchant_no, orig_merchant_no,
      channel_no, bank_status, trade_time, day, details_sealed FROM staged_line`, [String((i + 1) * 20_000_000), 'ins_0000000000000000000000BNCH']);
    console.log('insert', t(a)); a = performance.now();
    await c.query('COMMIT'); console.log('commit', t(a));
  }
  console.log((await c.query("select pg_size_pretty(pg_total_relation_size('statement_line')), pg_size_pretty(pg_relation_size('statement_line'))")).rows);
  console.log((await c.query("show shared_buffers")).rows, (await c.query("show max_wal_size")).rows, (await c.query("show temp_buffers")).rows, (await c.query("show wal_level")).rows);
} finally { await c.end(); await db.drop(); }
process.exit(0);
