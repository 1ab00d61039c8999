/**
 * A database of its own for every test file: a template is migrated once per schema, and each file works on a clone, which takes some
 * fifty milliseconds. Tests therefore never clean up after each other and may run at the same time.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '@/scripts/content-hash';
import { withClient } from '@/scripts/db/logins';
import { migrate } from '@/scripts/db/migrate';
import { initMigration } from '@/scripts/db/migration-files';
import { alive, withLock } from '@/scripts/process-lock';

/** Addresses on the test server, `{database}` standing for the database's name. */
export interface TestServer {
  readonly admin: string;
  readonly owner: string;
  readonly app: string;
  readonly template: string;
}

export interface TestDatabase {
  readonly name: string;
  /** The runtime role, as the product uses it: sees nothing outside an institution's scope. */
  readonly appUrl: string;
  /** Owner of the tables; row security binds it too. */
  readonly ownerUrl: string;
  /** Superuser: sees every row. For looking and for making trouble, never for what the product itself should be able to do. */
  readonly adminUrl: string;
  readonly drop: () => Promise<void>;
}

export const addressOf = (pattern: string, database: string): string => pattern.replace('{database}', database);

/** Sources of the schema: a change of any makes a new template. */
const SOURCES = ['prisma/schema', 'prisma/sql', 'prisma/migrations', 'scripts/db', 'node_modules/graphile-worker/package.json'];
const WORK = '.bafang/testdb-template';

/** Makes the template where it is missing; returns its name. */
export async function ensureTemplate(server: Omit<TestServer, 'template'>): Promise<string> {
  const name = `bafang_template_${contentHash(SOURCES).slice(0, 12)}`;
  await withLock(`${WORK}.lock`, () => withClient(addressOf(server.admin, 'postgres'), async (admin) => {
    const { rows } = await admin.query<{ datname: string }>("SELECT datname FROM pg_database WHERE datname LIKE 'bafang\\_%'");
    // Clones and half-made templates of processes that were killed.
    for (const { datname } of rows) {
      const maker = Number(/^bafang_(?:test|making)_(\d+)_/.exec(datname)?.[1] ?? 0);
      if (maker && !alive(maker)) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    }
    if (rows.some(({ datname }) => datname === name)) return;
    const making = `bafang_making_${process.pid}_0`;
    const owner = new URL(addressOf(server.owner, making)).username;
    await admin.query(`CREATE DATABASE ${making} OWNER ${admin.escapeIdentifier(owner)}`);
    await migrate(addressOf(server.owner, making), presentMigrations());
    // A template that nobody may enter can be cloned at any time.
    await admin.query(`ALTER DATABASE ${making} RENAME TO ${name}`);
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  }));
  return name;
}

/** Until there is a second migration, tests follow prisma/schema and prisma/sql as they are now; `npm run check` keeps the first one equal. */
function presentMigrations(): string | ((anyUrl: string) => Promise<string>) {
  const committed = 'prisma/migrations';
  const count = existsSync(committed) ? readdirSync(committed, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length : 0;
  if (count > 1) return committed;
  return async (anyUrl) => {
    const folder = join(WORK, '00000000000000_init');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'migration.sql'), await initMigration(anyUrl));
    writeFileSync(join(WORK, 'migration_lock.toml'), 'provider = "postgresql"\n');
    return WORK;
  };
}

let count = 0;

/** @param server from `inject('testServer')` */
export async function createTestDatabase(server: TestServer): Promise<TestDatabase> {
  const name = `bafang_test_${process.pid}_${process.env.VITEST_POOL_ID ?? '0'}_${++count}`;
  const owner = new URL(addressOf(server.owner, name)).username;
  const asAdmin = (sql: string) => withClient(addressOf(server.admin, 'postgres'), (admin) => admin.query(sql));
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${server.template} OWNER "${owner}"`);
  return {
    name,
    appUrl: addressOf(server.app, name),
    ownerUrl: addressOf(server.owner, name),
    adminUrl: addressOf(server.admin, name),
    drop: async () => void (await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

const holder = globalThis as typeof globalThis & { bafangTestDatabase?: TestDatabase };

export const setTestDatabase = (database: TestDatabase): void => void (holder.bafangTestDatabase = database);

/** The database of the running test file (project `db`). */
export function testDatabase(): TestDatabase {
  if (!holder.bafangTestDatabase) throw new Error('This test needs a database: name the file *.db.test.ts');
  return holder.bafangTestDatabase;
}
