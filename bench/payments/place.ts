/** Where the benchmark runs: a durable PostgreSQL of its own, set up as `npm start` sets one up, and a fresh database on it. */
import { migrate } from '@/scripts/db/migrate';
import { prepareOwnDatabase, withClient } from '@/scripts/db/logins';
import { startServer } from '@/scripts/postgres/server';

const HOME = '.bafang/benchdb';
/** What would make a commit cheaper than it is in production. */
const HONEST = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

export interface Place {
  readonly appUrl: string;
  readonly adminUrl: string;
  readonly adminOf: (database: string) => string;
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const server = await startServer(HOME, { durable: true });
  const database = `bafang_bench_${process.pid}`;
  const { ownerUrl, appUrl } = await prepareOwnDatabase(server, database);
  await migrate(ownerUrl);
  const adminUrl = server.admin(database);
  const settings = await withClient(adminUrl, async (admin) => {
    await admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements').catch(() => undefined);
    const { rows } = await admin.query<{ name: string; setting: string }>('SELECT name, setting FROM pg_settings WHERE name = ANY($1)', [[...HONEST, 'server_version']]);
    return Object.fromEntries(rows.map((r) => [r.name, r.setting]));
  });
  for (const name of HONEST) if (settings[name] !== 'on') throw new Error(`${name} is ${settings[name]}: figures without durable commits mean nothing`);
  return {
    appUrl, adminUrl, adminOf: server.admin, settings,
    close: async () => {
      await withClient(server.admin('postgres'), (admin) => admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
      if (server.started) await server.stop();
    },
  };
}
