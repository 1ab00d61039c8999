/**
 * Two logins per database: the owner makes and owns the tables; `bafang_app`, which every running process uses, owns nothing, is no
 * superuser and cannot bypass row security.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { urlOf, type Server } from '../postgres/server';

export interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

const APP = 'bafang_app';
const OWNER = 'bafang_owner';

export class SetupError extends Error {}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'bafang-setup' });
  client.on('error', () => undefined);
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
}

/** Logins and, where it is missing, the database, on a server of our own. */
export async function prepareOwnDatabase(server: Server, database: string): Promise<DatabaseUrls> {
  await withClient(server.admin('postgres'), async (client) => {
    await ensureRole(client, OWNER, server.passwords.owner, 'CREATEDB');
    await ensureRole(client, APP, server.passwords.app, '');
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${OWNER}`);
  });
  return {
    ownerUrl: urlOf(OWNER, server.passwords.owner, server.port, database),
    appUrl: urlOf(APP, server.passwords.app, server.port, database),
  };
}

async function ensureRole(client: pg.Client, name: string, password: string, rights: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${name} LOGIN NOSUPERUSER NOBYPASSRLS ${rights} PASSWORD ${client.escapeLiteral(password)}`);
}

/** The runtime login on somebody else's server (`DATABASE_URL`). `DATABASE_APP_URL` wins; otherwise `bafang_app` is made there. */
export async function prepareExternalDatabase(ownerUrl: string, explicitAppUrl: string | undefined, dataDir: string): Promise<DatabaseUrls> {
  await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ version: number }>("SELECT current_setting('server_version_num')::int AS version");
    if ((rows[0]?.version ?? 0) < 150_000) throw new SetupError('DATABASE_URL points at a PostgreSQL older than 15. Use 15 or newer.');
  }).catch((error: unknown) => {
    if (error instanceof SetupError) throw error;
    throw new SetupError(`The database of DATABASE_URL cannot be reached: ${error instanceof Error ? error.message : String(error)}. Check address and password.`);
  });
  const appUrl = explicitAppUrl ?? (await makeAppLogin(ownerUrl, dataDir));
  await refusePowerfulLogin(appUrl);
  return { ownerUrl, appUrl };
}

async function makeAppLogin(ownerUrl: string, dataDir: string): Promise<string> {
  const url = new URL(ownerUrl);
  url.username = APP;
  url.password = rememberedPassword(join(dataDir, 'app-login.json'), `${url.host}${url.pathname}`);
  if (await canConnect(url.href)) return url.href;
  try {
    await withClient(ownerUrl, async (client) => {
      const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [APP]);
      await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${APP} LOGIN PASSWORD ${client.escapeLiteral(url.password)}`);
    });
  } catch (error) {
    throw new SetupError(
      `The login of DATABASE_URL may not make the runtime login (${error instanceof Error ? error.message : String(error)}).\n` +
        `Next step: let a database administrator run  CREATE ROLE ${APP} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';\n` +
        `then start again with DATABASE_APP_URL=postgresql://${APP}:…@${url.host}${url.pathname}`,
    );
  }
  return url.href;
}

async function refusePowerfulLogin(appUrl: string): Promise<void> {
  const { rows } = await withClient(appUrl, (client) =>
    client.query<{ powerful: boolean }>('SELECT rolsuper OR rolbypassrls AS powerful FROM pg_roles WHERE rolname = current_user'),
  ).catch((error: unknown) => {
    throw new SetupError(`The runtime login (DATABASE_APP_URL) cannot connect: ${error instanceof Error ? error.message : String(error)}.`);
  });
  if (rows[0]?.powerful !== false) {
    throw new SetupError(`The runtime login (DATABASE_APP_URL) is a superuser or bypasses row security. Use a plain login such as ${APP}.`);
  }
}

const canConnect = (url: string): Promise<boolean> => withClient(url, async () => true).catch(() => false);

function rememberedPassword(file: string, place: string): string {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const password = known[place] ?? randomBytes(18).toString('hex');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...known, [place]: password }), { mode: 0o600 });
  return password;
}
