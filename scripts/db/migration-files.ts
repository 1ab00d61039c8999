/** Writes migrations: Prisma's difference of two datamodels, and the SQL that Prisma cannot say. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffSchemas, readSchema } from './schema-engine';

const FOLDER = 'prisma/migrations';
const INIT = join(FOLDER, '00000000000000_init', 'migration.sql');
/** The datamodel the newest migration leads to; the next difference starts from it. */
const SNAPSHOT = join(FOLDER, 'datamodel.prisma');

const present = (): string => readSchema().map((file) => `// ${file.path}\n${file.content}`).join('\n');

/** What the first migration must say, as long as there is no release: the whole datamodel, then prisma/sql in name order. */
export async function initMigration(anyUrl: string): Promise<string> {
  const sql = readdirSync('prisma/sql').filter((name) => name.endsWith('.sql')).sort();
  const parts = sql.map((name) => `-- ${name}\n${readFileSync(join('prisma/sql', name), 'utf8')}`);
  return [await diffSchemas(anyUrl, null, readSchema()), ...parts].join('\n');
}

/** Whether the committed first migration is what schema and SQL say now. */
export const initIsCurrent = async (anyUrl: string): Promise<boolean> =>
  existsSync(INIT) && readFileSync(INIT, 'utf8') === (await initMigration(anyUrl));

export async function buildInit(anyUrl: string): Promise<string> {
  const later = existsSync(FOLDER) ? readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !INIT.includes(entry.name)) : [];
  if (later.length > 0) throw new Error(`There are migrations after the first one (${later.map((entry) => entry.name).join(', ')}): write the next with "diff".`);
  mkdirSync(join(INIT, '..'), { recursive: true });
  writeFileSync(INIT, await initMigration(anyUrl));
  writeFileSync(join(FOLDER, 'migration_lock.toml'), 'provider = "postgresql"\n');
  writeFileSync(SNAPSHOT, present());
  return INIT;
}

/** Writes the next migration; returns its path, or undefined when the datamodel did not change. */
export async function writeDifference(anyUrl: string, name: string, now: Date): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error('Name the migration in lower case with underscores, for example add_payer_email.');
  const before = [{ path: 'datamodel.prisma', content: readFileSync(SNAPSHOT, 'utf8') }];
  const sql = await diffSchemas(anyUrl, before, readSchema());
  if (/^(\s|--.*)*$/.test(sql)) return undefined;
  const path = join(FOLDER, `${now.toISOString().replaceAll(/\D/g, '').slice(0, 14)}_${name}`, 'migration.sql');
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, sql);
  writeFileSync(SNAPSHOT, present());
  return path;
}
