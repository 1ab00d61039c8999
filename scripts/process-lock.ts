/** A lock between processes of one checkout: a file that names its holder. A dead holder's lock is taken over. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const WAIT_MS = 180_000;
const LOOK_EVERY_MS = 50;

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the lock at once or returns the pid of the process that holds it. */
export function tryLock(path: string): { readonly release: () => void } | { readonly heldBy: number } {
  mkdirSync(dirname(path), { recursive: true });
  for (let tries = 0; tries < 3; tries++) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeFileSync(file, String(process.pid));
      closeSync(file);
      const release = () => rmSync(path, { force: true });
      process.once('exit', release);
      return { release: () => { process.off('exit', release); release(); } };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(path);
    if (holder === 0 || alive(holder)) return { heldBy: holder };
    rmSync(path, { force: true });
  }
  return { heldBy: holderOf(path) };
}

export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const lock = tryLock(path);
    if ('release' in lock) {
      try { return await work(); } finally { lock.release(); }
    }
    if (waited > WAIT_MS) throw new Error(`${path} has been held by process ${lock.heldBy} for ${WAIT_MS / 1000} s`);
    await pause(LOOK_EVERY_MS);
  }
}

/** 0 while the holder has not written its name yet. */
function holderOf(path: string): number {
  try { return Number(readFileSync(path, 'utf8')) || 0; } catch { return 0; }
}
