/** Everything between `npm start` and a running Bafang, and back. Run by start.mjs on a supported Node with the packages in place. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { productionProblems } from '@/lib/platform/env';
import { announce } from './announce';
import { buildIfChanged } from './build';
import { DATA_DIR, openDatabase, type Database } from './database';
import { generate } from './db/generate';
import { SetupError } from './db/logins';
import { migrate } from './db/migrate';
import { instanceEnv, startInstance, untilReady, type InstanceSettings } from './instance';
import { isFree } from './postgres/server';
import { tryLock } from './process-lock';
import { supervise, type Supervisor } from './supervisor';

const RUN = `${DATA_DIR}/run`;
const READY_MS = 120_000;
const dev = process.argv.includes('--dev');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

let supervisor: Supervisor | undefined;
let database: Database | undefined;
let release: (() => void) | undefined;
let stopping: Promise<void> | undefined;

/** Ends everything that was started, in order, whatever stage the start had reached. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    if (supervisor) say('Stopping …');
    await supervisor?.stop();
    await database?.stopForGood();
    // Without the lock the file is another instance's.
    if (release) rmSync(`${RUN}/env.json`, { force: true });
    release?.();
    if (supervisor) say('Stopped.');
    process.exit(code);
  })();
  return stopping;
}

let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A terminal and npm may both pass on the same Ctrl-C; a person who asks again is told that it is under way.
    if (++asked > 1) say('Still stopping: programs have ten seconds to finish what they accepted.');
    void stop(0);
  });
}
// npm or the terminal may be killed without a word to us.
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) void stop(0); }, 1_000).unref();

try {
  await start();
} catch (error) {
  say(error instanceof SetupError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  await stop(1);
}

async function start(): Promise<void> {
  const startedAt = performance.now();
  refuseUnreadyProduction();
  release = onlyInstance();
  const settings = await chooseAddresses();
  const [opened] = await Promise.all([openDatabase(), prepareCode()]);
  database = opened;
  const applied = await migrate(database.ownerUrl);
  if (applied.length > 0) say(`Database migrations applied: ${applied.join(', ')}`);
  if (stopping) return;

  const instance = { ...settings, appUrl: database.appUrl };
  mkdirSync(RUN, { recursive: true });
  writeFileSync(`${RUN}/env.json`, JSON.stringify(instanceEnv(instance)), { mode: 0o600 });
  supervisor = supervise((line) => process.stdout.write(`${line}\n`), (name) => {
    say(`${name} keeps crashing; its last words are above.`);
    void stop(1);
  });
  await startInstance(supervisor, instance);
  await untilReady(settings.port, READY_MS);
  if (!stopping) announce(instanceEnv(instance), performance.now() - startedAt);
}

function refuseUnreadyProduction(): void {
  const problems = productionProblems();
  if (dev && process.env.BAFANG_ENV === 'production') problems.push({ cause: 'npm run dev', nextStep: 'Use npm start in production.' });
  if (problems.length === 0) return;
  throw new SetupError(['This environment is not ready for production:', ...problems.map(({ cause, nextStep }) => `  ${cause}. ${nextStep}`)].join('\n'));
}

function onlyInstance(): () => void {
  const lock = tryLock(`${RUN}/instance.lock`);
  if ('release' in lock) return lock.release;
  const running = `${RUN}/env.json`;
  const address = existsSync(running) ? (JSON.parse(readFileSync(running, 'utf8')) as { PUBLIC_URL?: string }).PUBLIC_URL : undefined;
  throw new SetupError(`Bafang already runs from this folder (process ${lock.heldBy}${address ? `, ${address}` : ''}). Stop it there with Ctrl-C first.`);
}

async function chooseAddresses(): Promise<Omit<InstanceSettings, 'appUrl'>> {
  const mode = (['sandbox', 'test', 'production'] as const).find((name) => name === (process.env.BAFANG_ENV ?? 'sandbox'));
  if (!mode) throw new SetupError(`BAFANG_ENV is "${process.env.BAFANG_ENV}"; it may be sandbox, test or production.`);
  const port = portFrom('PORT', 3000);
  const sandboxPort = portFrom('SANDBOX_PORT', port + 1);
  for (const [name, wanted] of [['PORT', port], ['SANDBOX_PORT', sandboxPort]] as const) {
    if (name === 'SANDBOX_PORT' && mode === 'production') continue;
    if (!(await isFree(wanted))) throw new SetupError(`Port ${wanted} is taken by another program. Choose another one: ${name}=${wanted + 100} npm start`);
  }
  return { dev, mode, port, sandboxPort, dataDir: DATA_DIR, ...(process.env.PUBLIC_URL && { publicUrl: process.env.PUBLIC_URL }) };
}

function portFrom(name: string, fallback: number): number {
  const port = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new SetupError(`${name} is "${process.env[name]}"; it must be a number from 1 to 65535.`);
  return port;
}

async function prepareCode(): Promise<void> {
  await generate();
  if (!dev) await buildIfChanged(say);
}
