import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from './database';

const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return (await client.query(sql)).rows as Record<string, unknown>[]; } finally { await client.end(); }
};

test('the runtime login owns nothing and cannot step around row security', async () => {
  const [role] = await ask(testDatabase().appUrl, `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
    (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned FROM pg_roles r WHERE rolname = current_user`);
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 });
  await expect(ask(testDatabase().appUrl, 'CREATE TABLE mine ()')).rejects.toThrow('permission denied');
});

test('the job queue takes and gives back a job of the runtime login', async () => {
  await ask(testDatabase().appUrl, `SELECT 1 FROM graphile_worker.add_job('probe', '{"id":1}'::json)`);
  expect(await ask(testDatabase().appUrl, `SELECT task_identifier FROM graphile_worker.jobs`)).toEqual([{ task_identifier: 'probe' }]);
});

test('every table with an institution forces row security, except the ones that name themselves as queues and locators', async () => {
  const open = await ask(testDatabase().adminUrl, `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'institution_id' AND NOT c.relforcerowsecurity ORDER BY 1`);
  expect(open.map((row) => row.name)).toEqual(['channel_account_locator', 'inquiry_due', 'outbox_event', 'receipt_locator', 'user_session']);
});
