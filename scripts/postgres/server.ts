/** A PostgreSQL of our own: made at first use, reused while it runs, started again after a crash, stopped by whoever started it. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { alive, withLock } from '../process-lock';
import { commandOf } from './command-of';
import { findPlace, type Place } from './place';

export interface Server {
  readonly port: number;
  /** True when this call started it; only then is it ours to stop. */
  readonly started: boolean;
  /** Superuser: for making databases and logins, and for tests that look behind row security. */
  readonly admin: (database: string) => string;
  readonly passwords: { readonly owner: string; readonly app: string };
  readonly stop: () => Promise<void>;
}

export interface ServerOptions {
  /** False switches fsync off: for throw-away test data only. */
  readonly durable: boolean;
}

interface Settings {
  port: number;
  readonly passwords: { readonly admin: string; readonly owner: string; readonly app: string };
}

const START_MS = 60_000;
const STOP_MS = 10_000;

/** @param home `.bafang/db` or `.bafang/testdb`, git-ignored */
export async function startServer(home: string, options: ServerOptions): Promise<Server> {
  const folder = resolve(home);
  mkdirSync(folder, { recursive: true });
  return withLock(`${folder}.lock`, async () => {
    const place = findPlace(folder);
    const data = join(place.cluster, 'data');
    const settings = await initialise(folder, place, data, options);
    const running = await runningServer(data, settings);
    if (!running) await launch(folder, place, data, settings);
    const admin = (database: string) => urlOf('postgres', settings.passwords.admin, settings.port, database);
    return { port: settings.port, started: !running, admin, passwords: settings.passwords, stop: () => stopServer(data) };
  });
}

export const urlOf = (user: string, password: string, port: number, database: string): string =>
  `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;

async function initialise(folder: string, place: Place, data: string, options: ServerOptions): Promise<Settings> {
  const file = join(folder, 'server.json');
  if (existsSync(file) && existsSync(join(data, 'PG_VERSION'))) return JSON.parse(readFileSync(file, 'utf8')) as Settings;
  // Half an initialisation, or data whose passwords are lost, is of no use to anybody.
  rmSync(data, { recursive: true, force: true });
  const secret = () => randomBytes(18).toString('hex');
  const settings: Settings = { port: 0, passwords: { admin: secret(), owner: secret(), app: secret() } };
  const passwordFile = join(place.cluster, 'password');
  writeFileSync(passwordFile, settings.passwords.admin, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  const tuning = {
    listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', shared_buffers: '256MB', max_wal_size: '2GB',
    timezone: 'UTC', log_timezone: 'UTC', log_min_messages: 'warning', ...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  try {
    await runProgram(place, 'initdb', ['--pgdata', data, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...Object.entries(tuning).flatMap(([name, value]) => ['-c', `${name}=${value}`])]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  save(folder, settings);
  return settings;
}

const save = (folder: string, settings: Settings): void => writeFileSync(join(folder, 'server.json'), JSON.stringify(settings), { mode: 0o600 });

/** Answers on the remembered port, with our password, for our data folder: nothing else counts as running. */
async function runningServer(data: string, settings: Settings): Promise<boolean> {
  for (let waited = 0; waited < START_MS; waited += 100) {
    if (settings.port && (await serves(data, settings))) return true;
    const pid = postmasterPid(data);
    if (!pid) return false;
    if (!alive(pid) || !commandOf(pid).includes(data)) {
      // Left behind by a crash or a reboot; its number may belong to a stranger by now, which would keep PostgreSQL from starting.
      rmSync(join(data, 'postmaster.pid'), { force: true });
      return false;
    }
    await pause(100);
  }
  throw new Error(`The PostgreSQL of ${data} runs but does not answer. See server.log beside it.`);
}

async function serves(data: string, settings: Settings): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf('postgres', settings.passwords.admin, settings.port, 'postgres'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function launch(folder: string, place: Place, data: string, settings: Settings): Promise<void> {
  // Another program may take a free port between our look and PostgreSQL's own: try again with the next one.
  for (let tries = 0; tries < 3; tries++) {
    settings.port = tries === 0 && settings.port && (await isFree(settings.port)) ? settings.port : await freePort();
    save(folder, settings);
    const log = join(place.cluster, 'server.log');
    try {
      await runProgram(place, 'pg_ctl', ['start', '--pgdata', data, '--log', log, '--wait', `--timeout=${START_MS / 1000}`, '--silent', '--options', `-p ${settings.port}`]);
    } catch (error) {
      if (tries < 2) continue;
      throw new Error(`PostgreSQL did not start: ${lastLines(log)}`, { cause: error });
    }
    for (let waited = 0; waited < START_MS; waited += 50) {
      if (await serves(data, settings)) return;
      await pause(50);
    }
  }
  throw new Error('PostgreSQL started but does not answer.');
}

/** Fast shutdown (sessions are ended, the checkpoint is written); after 10 s immediate, which the write-ahead log repairs at the next start. */
async function stopServer(data: string): Promise<void> {
  const pid = postmasterPid(data);
  if (!pid || !alive(pid) || !commandOf(pid).includes(data)) return;
  for (const [signal, patienceMs] of [['SIGINT', STOP_MS], ['SIGQUIT', STOP_MS], ['SIGKILL', STOP_MS]] as const) {
    try { process.kill(pid, signal); } catch { return; }
    for (let waited = 0; waited < patienceMs; waited += 50) {
      // A dead process that nobody collects (a container without an init) still has a number, but no command line any more.
      if (!alive(pid) || !commandOf(pid).includes(data)) return;
      await pause(50);
    }
  }
}

function postmasterPid(data: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** pg_ctl leaves the server behind with our pipes in its hands, so output goes to a file, which does not keep us waiting. */
async function runProgram(place: Place, program: string, args: string[]): Promise<void> {
  const output = join(place.cluster, `${program}.out`);
  const file = openSync(output, 'w', 0o600);
  // Not our own environment: PG* variables of the caller would reach the server.
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' };
  for (const name of Object.keys(env)) if (name.startsWith('PG')) delete env[name];
  const child = spawn(join(place.bin, program), args, { ...place.user, cwd: place.cluster, env, detached: true, stdio: ['ignore', file, file] });
  const code = await new Promise<number>((done, fail) => { child.on('error', fail); child.on('exit', (exit) => done(exit ?? 1)); });
  closeSync(file);
  if (code !== 0) throw new Error(`${program} failed (${code}): ${lastLines(output)}`);
}

const lastLines = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ') : '');

export const isFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, host, () => probe.close(() => done(true)));
  });

export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no free port'))));
    });
  });
