/** `--profile DIR`: what the database spent its time on, where pg_stat_statements is loaded. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from '@/scripts/db/logins';

interface Cost { calls: number; totalMs: number; meanMs: number; minMs: number; rows: number; pages: number; walBytes: number; query: string }

export const forgetStatements = (adminUrl: string): Promise<void> =>
  withClient(adminUrl, async (admin) => { await admin.query('SELECT pg_stat_statements_reset()').catch(() => undefined); });

export async function writeStatements(adminUrl: string, folder: string): Promise<void> {
  const costs = await withClient(adminUrl, async (admin) => (await admin.query<Cost>(`
    SELECT calls::int, round(total_exec_time::numeric, 1)::float8 AS "totalMs", round(mean_exec_time::numeric, 3)::float8 AS "meanMs", round(min_exec_time::numeric, 3)::float8 AS "minMs",
      rows::int, (shared_blks_hit + shared_blks_read)::int AS pages, wal_bytes::float8 AS "walBytes", query
    FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY total_exec_time DESC LIMIT 60`)).rows).catch(() => []);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'statements.json'), JSON.stringify(costs, null, 1));
}
