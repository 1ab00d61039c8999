/**
 * The one place that starts reading threads. Each reads one file at a time and stays a while for the next one, because loading the readers takes a second.
 * A thread's memory is bounded: a file made to fill it ends the thread, not the process.
 */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

/**
 * Rows are passed on as they are read, so a file of any length needs little; a workbook is held whole. What one call of the engine makes (a text, a list in
 * JSON) is bounded by the statements' own limits well below this: within one call a thread cannot be ended, only the process. A million rows want
 * more room for what is gone at once.
 */
const MEMORY = { small: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }, large: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 48 } } as const;
export type ThreadSize = keyof typeof MEMORY;
/** A thread is not kept for ever: what files leave behind in it goes with it. */
const FILES_MAX = { small: 24, large: 1 } as const;
const THREADS_MAX = 2;
const IDLE_MS = 60_000;
/** In parts, so that no bundler takes it for something to pack: it is run from its source, as the programs themselves are. */
const PROGRAM = ['lib', 'reconciliation', 'reading', 'thread.ts'];

export interface Lease {
  readonly worker: Worker;
  /** The thread is free for the next file; `broken`: nobody should use it again. */
  release(broken: boolean): void;
}

interface Pool {
  readonly idle: Map<Worker, { readonly size: ThreadSize; readonly timer: NodeJS.Timeout }>;
  readonly filesOf: Map<Worker, number>;
  readonly waiting: { readonly size: ThreadSize; readonly take: (lease: Lease) => void }[];
  started: number;
}

/** The server's bundles hold several copies of a module; the threads are those of the process. */
const PLACE = Symbol.for('bafang.reading-threads');
const places = globalThis as typeof globalThis & { [PLACE]?: Pool };
const pool = (): Pool => (places[PLACE] ??= { idle: new Map(), filesOf: new Map(), waiting: [], started: 0 });

export function leaseThread(size: ThreadSize): Promise<Lease> {
  const own = pool();
  const [ready] = [...own.idle].find(([, one]) => one.size === size) ?? [];
  if (ready) {
    wake(ready);
    return Promise.resolve(leaseOf(ready, size));
  }
  if (own.started < THREADS_MAX) {
    own.started++;
    return Promise.resolve(leaseOf(startThread(size), size));
  }
  // One of the other size gives way; whoever waits gets its place.
  const [other] = own.idle.keys();
  const lease = new Promise<Lease>((take) => { own.waiting.push({ size, take }); });
  if (other) {
    wake(other);
    void other.terminate();
  }
  return lease;
}

function wake(worker: Worker): void {
  clearTimeout(pool().idle.get(worker)?.timer);
  pool().idle.delete(worker);
  worker.ref();
}

function startThread(size: ThreadSize): Worker {
  // What the process was given for its own young objects would overrule the thread's bound; a heap that stands keeps what it has.
  setFlagsFromString('--max-semi-space-size=0');
  const worker = new Worker(join(process.cwd(), ...PROGRAM), { execArgv: ['--import', 'tsx'], resourceLimits: MEMORY[size] });
  worker.once('exit', () => forget(worker));
  return worker;
}

function leaseOf(worker: Worker, size: ThreadSize): Lease {
  let released = false;
  return {
    worker,
    release: (broken) => {
      if (released) return;
      released = true;
      const files = (pool().filesOf.get(worker) ?? 0) + 1;
      pool().filesOf.set(worker, files);
      if (broken || files >= FILES_MAX[size]) void worker.terminate();
      else park(worker, size);
    },
  };
}

function park(worker: Worker, size: ThreadSize): void {
  const own = pool();
  const [next] = own.waiting;
  if (next) {
    if (next.size !== size) return void worker.terminate();
    own.waiting.shift();
    return next.take(leaseOf(worker, size));
  }
  // A thread that waits for work keeps no process alive.
  worker.unref();
  own.idle.set(worker, { size, timer: setTimeout(() => void worker.terminate(), IDLE_MS).unref() });
}

/** Whoever waits for a thread gets a new one in the place of the one that ended. */
function forget(worker: Worker): void {
  const own = pool();
  clearTimeout(own.idle.get(worker)?.timer);
  own.idle.delete(worker);
  own.filesOf.delete(worker);
  const next = own.waiting.shift();
  if (next) next.take(leaseOf(startThread(next.size), next.size));
  else own.started--;
}
