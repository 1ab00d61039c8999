/** Keeps programs running: starts them, prefixes what they say, restarts the ones that crash, ends them in order. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { youngSpace } from './young-space';

export interface Program {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Supervisor {
  readonly run: (program: Program) => void;
  /** Asks all to end, in reverse order of their start; whoever is not done after ten seconds is killed. */
  readonly stop: () => Promise<void>;
}

const GRACE_MS = 10_000;
const BACK_OFF_MS = 500;
const BACK_OFF_MAX_MS = 15_000;
/** Whoever lived this long starts over with a clean record. */
const STABLE_MS = 60_000;
const CRASHES_MAX = 8;

/** @param onGiveUp called when a program crashed too often in a row to hope any longer */
export function supervise(write: (line: string) => void, onGiveUp: (name: string) => void): Supervisor {
  const running = new Map<string, ChildProcess>();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;

  const start = (program: Program, crashes: number): void => {
    const child = spawn(process.execPath, [youngSpace(program.name), '--import', './scripts/follow-parent.mjs', '--import', 'tsx', program.file], {
      env: definedOnly(program.env),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C reaches us alone, and we end the programs in order.
      detached: process.platform !== 'win32',
    });
    running.set(program.name, child);
    const startedAt = performance.now();
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => write(`${program.name.padEnd(8)}| ${line}`));
    }
    child.on('error', (error) => write(`${program.name.padEnd(8)}| could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      running.delete(program.name);
      if (stopping) return;
      const count = performance.now() - startedAt > STABLE_MS ? 1 : crashes + 1;
      if (count > CRASHES_MAX) return onGiveUp(program.name);
      const waitMs = Math.min(BACK_OFF_MS * 2 ** (count - 1), BACK_OFF_MAX_MS);
      write(`${program.name.padEnd(8)}| ended (${signal ?? code}); starting again in ${waitMs / 1000} s`);
      const timer = setTimeout(() => { timers.delete(timer); start(program, count); }, waitMs);
      timers.add(timer);
    });
  };

  return {
    run: (program) => start(program, 0),
    stop: async () => {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      for (const name of [...running.keys()].reverse()) {
        const child = running.get(name);
        if (child) await end(child);
      }
    },
  };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(late);
}

const definedOnly = (env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv;
