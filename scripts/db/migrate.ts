/** Brings a database to the present: our migrations, the job queue's own, and what the runtime login needs of it. */
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { withClient } from './logins';
import { applyMigrations } from './schema-engine';

/** Any number that no other program uses for an advisory lock: "bafang" in base 36. */
const MIGRATION_LOCK = 683_058_964;

/**
 * @param folder where the migrations are; a function when they have to be written first
 * @returns names of the migrations applied now; concurrent callers wait for each other
 */
export const migrate = (ownerUrl: string, folder: string | ((anyUrl: string) => Promise<string>) = 'prisma/migrations'): Promise<string[]> =>
  withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await applyMigrations(ownerUrl, typeof folder === 'string' ? folder : await folder(ownerUrl));
    await migrateJobQueue(ownerUrl);
    await grantJobQueue(client);
    return applied;
  });

async function migrateJobQueue(ownerUrl: string): Promise<void> {
  // A pool of graphile-worker's own would be left open and keep the process for ten seconds.
  const pgPool = new pg.Pool({ connectionString: ownerUrl, max: 2, allowExitOnIdle: true });
  // A connection that dies is noticed by the query that uses it; these listeners only keep the process alive.
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  try { await runMigrations({ pgPool, logger: new Logger(() => () => undefined) }); } finally { await pgPool.end(); }
}

/** graphile-worker closes its tables to everybody but their owner by row security without a policy; our runtime login is its one user. */
async function grantJobQueue(client: pg.Client): Promise<void> {
  await client.query(`
    GRANT USAGE ON SCHEMA graphile_worker TO bafang_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO bafang_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO bafang_app;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO bafang_app;
    REVOKE INSERT, UPDATE, DELETE ON graphile_worker.migrations FROM bafang_app;
    DO $$
    DECLARE t record;
    BEGIN
      FOR t IN SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'graphile_worker' AND c.relrowsecurity
          AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'bafang_app_all')
      LOOP
        EXECUTE format('CREATE POLICY bafang_app_all ON graphile_worker.%I TO bafang_app USING (true) WITH CHECK (true)', t.name);
      END LOOP;
    END $$;`);
}
