/**
 * What every command needs before the first line of TypeScript can run: the packages of the lock file and a supported Node.
 * Plain JavaScript without a dependency, because it runs on a fresh clone with nothing but Node 20 and npm.
 * Progress goes to stderr: stdout belongs to the command.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_WANTED = '24.21.0';
const NODE_MAJOR_MIN = 22;
const WINDOWS = process.platform === 'win32';

export const say = (text) => process.stderr.write(`${text}\n`);

/** Runs `file` (TypeScript) with its arguments on a supported Node, packages in place; ends this process with its exit code. */
export async function runTypeScript(file, args, { install = true } = {}) {
  process.chdir(root);
  if (install) ensurePackages();
  const node = ensureNode();
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(node, ['--import', 'tsx', file, ...args], { cwd: root, env, stdio: 'inherit' });
  // A terminal sends Ctrl-C to both of us; a supervisor sends SIGTERM to us alone. Either way the child decides when to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  const code = await new Promise((done) => {
    child.on('error', (error) => { say(`Node could not be started: ${error.message}`); done(1); });
    child.on('exit', (exit, signal) => done(exit ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  process.exit(code);
}

/** Installs exactly what package-lock.json says, unless it is there already. */
export function ensurePackages() {
  if (installedAsLocked()) return;
  withLock('install', () => {
    if (installedAsLocked()) return;
    say('Installing packages (npm ci), about a minute …');
    npm(['ci', '--include=dev', '--no-audit', '--no-fund'], 'The packages could not be installed. Is the npm registry reachable?');
  });
}

/** npm writes node_modules/.package-lock.json at the end of an install: absent means never finished, other versions mean outdated. */
function installedAsLocked() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(locked).every(([path, entry]) => path === '' || entry.extraneous || (installed[path] ? installed[path].version === entry.version : entry.optional));
}

/** Path of a Node new enough; where the running one is older, the one npm ships as a package is fetched once. */
export function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return process.execPath;
  const name = `node-${WINDOWS ? 'win' : process.platform}-${process.arch}`;
  const prefix = join(root, '.bafang', 'node24');
  const binary = join(prefix, 'node_modules', name, 'bin', WINDOWS ? 'node.exe' : 'node');
  if (works(binary)) return binary;
  withLock('node', () => {
    if (works(binary)) return;
    say(`Node ${process.versions.node} is too old; fetching Node ${NODE_WANTED} from npm (once) …`);
    mkdirSync(prefix, { recursive: true });
    npm(['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', prefix, `${name}@${NODE_WANTED}`],
      `Node ${NODE_WANTED} could not be fetched. Install Node ${NODE_MAJOR_MIN} or newer yourself and start again.`);
  });
  return binary;
}

const works = (binary) => existsSync(binary) && spawnSync(binary, ['-v']).stdout?.toString().startsWith(`v${NODE_WANTED.split('.')[0]}.`);

function npm(args, failure) {
  // npm tells its children where its own file is; that one runs on every platform without a shell.
  const cli = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined;
  // The children must not inherit the settings of the `npm run` around us (npm_config_*), least of all its prefix.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_(prefix|local_prefix|global_prefix)|lifecycle|package)/i.test(name)));
  // Prisma's install scripts would download an engine that is never used here; any existing executable keeps it quiet.
  Object.assign(env, { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, NODE_ENV: 'development' });
  const options = { cwd: root, env, stdio: ['ignore', 2, 2] };
  const result = cli ? spawnSync(process.execPath, [cli, ...args], options) : spawnSync('npm', args, { ...options, shell: WINDOWS });
  if (result.status !== 0) {
    say(failure);
    process.exit(1);
  }
}

/** One process at a time does the set-up of this checkout; the others wait and then find it done. */
function withLock(name, work) {
  const path = join(root, '.bafang', `${name}.lock`);
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(existsSync(path) ? readFileSync(path, 'utf8') : 0);
      if (holder && !alive(holder)) rmSync(path, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  const release = () => rmSync(path, { force: true });
  process.on('exit', release);
  try { work(); } finally { release(); process.off('exit', release); }
}

function alive(pid) {
  try { process.kill(pid, 0); return true; } catch (error) { return error.code === 'EPERM'; }
}
