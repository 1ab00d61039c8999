/** `npm run db -- generate|migrate|diff NAME|build-init [--check]|reset|seed|url`: the database of this checkout. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DATA_DIR, openDatabase, type Database } from './database';
import { generate } from './db/generate';
import { SetupError, withClient } from './db/logins';
import { migrate } from './db/migrate';
import { buildInit, initIsCurrent, writeDifference } from './db/migration-files';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const commands: Record<string, (args: string[]) => Promise<void>> = {
  generate: async () => say((await generate(true)) ? 'The Prisma client was generated.' : 'Nothing to do.'),
  migrate: () => withDatabase(async ({ ownerUrl }) => sayApplied(await migrate(ownerUrl))),
  diff: ([name = 'change']) => withDatabase(async ({ ownerUrl }) => {
    const path = await writeDifference(ownerUrl, name, new Date());
    say(path ? `Wrote ${path}. Read it, add what Prisma cannot say, commit it.` : 'The datamodel did not change.');
  }),
  'build-init': ([flag]) => withDatabase(async ({ ownerUrl }) => {
    if (flag !== '--check') return say(`Wrote ${await buildInit(ownerUrl)}.`);
    if (!(await initIsCurrent(ownerUrl))) throw new SetupError('The first migration is not what prisma/schema and prisma/sql say: run "npm run db -- build-init".');
  }),
  reset: () => withDatabase(resetDatabase),
  seed: () => withDatabase(async (database) => {
    await migrate(database.ownerUrl);
    await seed(database);
  }),
  /** The runtime login's address, for psql and for tools. */
  url: () => withDatabase(async ({ appUrl }) => void process.stdout.write(`${appUrl}\n`)),
};

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase();
  try { await work(database); } finally { await database.stop(); }
}

async function resetDatabase(database: Database): Promise<void> {
  if (process.env.BAFANG_ENV === 'production') throw new SetupError('reset is refused in production.');
  await withClient(database.ownerUrl, (client) =>
    client.query('DROP SCHEMA IF EXISTS graphile_worker CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public'));
  // The checkpoints of the record that was just thrown away would call the new one forged.
  rmSync(join(DATA_DIR, 'files', 'audit'), { recursive: true, force: true });
  sayApplied(await migrate(database.ownerUrl));
}

/** Demo data, as the runtime login sees the database: the seed goes through the same doors as everybody. */
async function seed(database: Database): Promise<void> {
  const file = 'prisma/seed/main.ts';
  if (process.env.BAFANG_ENV === 'production') throw new SetupError('Demo data is refused in production.');
  if (!existsSync(file)) return say('There is no demo data (prisma/seed/main.ts).');
  process.env.DATABASE_APP_URL = database.appUrl;
  await generate();
  await import(pathToFileURL(file).href);
}

const sayApplied = (names: string[]) => say(names.length ? `Applied: ${names.join(', ')}` : 'The database is up to date.');

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  say(`usage: npm run db -- ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
try {
  await command(args);
  // The schema engine leaves timers behind that would keep us for ten seconds.
  process.exit(0);
} catch (error) {
  say(error instanceof SetupError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
