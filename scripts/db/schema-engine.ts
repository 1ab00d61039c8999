/**
 * Prisma's schema engine as WebAssembly. The command line tool would download a native one at its first use; this one comes with the
 * packages, writes the same `_prisma_migrations` table and reads the same migrations folder.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

export interface SchemaFile {
  readonly path: string;
  readonly content: string;
}

const filters = { externalTables: [], externalEnums: [] };

interface EngineModule {
  readonly SchemaEngine: { new: (options: { datamodels: [string, string][] }, log: () => void, adapter: unknown) => Promise<SchemaEngine> };
  readonly __wbg_set_wasm: (exports: WebAssembly.Exports) => void;
}

let loaded: Promise<EngineModule> | undefined;

/** Once per process: the module keeps views of its memory, which a second instance would mix up. */
const engineModule = (): Promise<EngineModule> => (loaded ??= loadEngine());

async function loadEngine(): Promise<EngineModule> {
  // The package's own entry is made for bundlers and its exports name nothing else; this is what a bundler would do.
  const folder = resolve('node_modules/@prisma/schema-engine-wasm');
  const engine = (await import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href)) as EngineModule & WebAssembly.ModuleImports;
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, 'schema_engine_bg.wasm')), { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine;
}

async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { SchemaEngine } = await engineModule();
  const pool = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true, application_name: 'bafang-setup' });
  try {
    const datamodels = readSchema().map((file): [string, string] => [file.path, file.content]);
    const factory = new WholeScripts(pool);
    const engine = await SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
    return await work(engine).catch((error: unknown) => {
      // The engine only says that something went wrong outside of it.
      throw factory.refusal ?? error;
    });
  } finally {
    await pool.end();
  }
}

/** The stock adapter cuts a script at every semicolon, also those inside functions and comments; PostgreSQL itself takes it whole. */
class WholeScripts extends PrismaPg {
  refusal: Error | undefined;

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        this.refusal = new Error(`The database refused a migration: ${describe(error, script)}`, { cause: error });
        throw error;
      }
    };
    return adapter;
  }
}

function describe(error: unknown, script: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const line = error.position ? script.slice(0, Number(error.position)).split('\n').length : undefined;
  return [error.message, error.detail, line && `line ${line}: ${script.split('\n')[line - 1]}`, error.where].filter(Boolean).join('\n  ');
}

export const readSchema = (folder = 'prisma/schema'): SchemaFile[] =>
  readdirSync(folder).filter((name) => name.endsWith('.prisma')).sort().map((name) => ({ path: name, content: readFileSync(join(folder, name), 'utf8') }));

/** SQL that turns one datamodel into another; `null` stands for an empty one. The engine asks any server for its version, nothing else. */
export async function diffSchemas(anyUrl: string, from: readonly SchemaFile[] | null, to: readonly SchemaFile[]): Promise<string> {
  const side = (files: readonly SchemaFile[]) => ({ tag: 'schemaDatamodel' as const, files: [...files] });
  const result = await withEngine(anyUrl, (engine) => engine.diff({
    from: from === null ? { tag: 'empty' } : side(from), to: side(to), script: true, exitCode: null, filters,
  }));
  return result.stdout ?? '';
}

/** Applies what is missing, in name order; returns the names. */
export async function applyMigrations(ownerUrl: string, folder = 'prisma/migrations'): Promise<string[]> {
  const lockfile = join(folder, 'migration_lock.toml');
  const directories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const result = await withEngine(ownerUrl, (engine) => engine.applyMigrations({
    migrationsList: {
      baseDir: folder,
      shadowDbInitScript: '',
      lockfile: { path: 'migration_lock.toml', content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null },
      migrationDirectories: directories.map((path) => ({
        path,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: readFileSync(join(folder, path, 'migration.sql'), 'utf8') } },
      })),
    },
    filters,
  }));
  return result.appliedMigrationNames;
}
