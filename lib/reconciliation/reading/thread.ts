/** The program of a reading thread: what a file may do to a reader ends here, within the thread's memory, and not in the process that answers people. */
import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { assert } from '@/lib/kernel/assert';
import { UnreadableStatement } from '@/lib/statements';
import { LocalReading } from './local-reading';
import { AHEAD_BYTES, type FromThread, type ToThread } from './messages';
import type { Choice, CopiedFile, KeptMapping } from './port';
import type { TableMapping } from '@/lib/statements/model';

const port = parentPort;
assert(port, 'this is the program of a thread');
let reading: LocalReading | null = null;
let spare: (bytes: Uint8Array) => void = () => undefined;
let ahead = 0;
let stopped = false;
let wake: (() => void) | null = null;

const say = (message: FromThread, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);

function ask(name: string, argument: unknown): Promise<unknown> {
  assert(reading, 'no file was given');
  if (name === 'open') return reading.open();
  if (name === 'openKept') return reading.openKept(argument as KeptMapping);
  if (name === 'openAs') return reading.openAs(argument as TableMapping);
  if (name === 'look') return reading.look(argument as Choice);
  return reading.tell(argument as string);
}

async function copy(file: CopiedFile): Promise<void> {
  assert(reading, 'no file was given');
  [ahead, stopped] = [0, false];
  const { pieces, end, reuse } = reading.pieces(file);
  spare = reuse;
  for (const { bytes, ends } of pieces) {
    ahead += bytes.length;
    // Each piece is a buffer of its own: it goes over without being copied.
    say({ kind: 'piece', bytes, ends }, [bytes.buffer as ArrayBuffer]);
    await setImmediate();
    while (ahead > AHEAD_BYTES && !stopped) await new Promise<void>((go) => { wake = go; });
    if (stopped) return;
  }
  say({ kind: 'copied', end: end() });
}

async function answer(message: ToThread): Promise<void> {
  try {
    if (message.kind === 'start') reading = new LocalReading(message.source);
    else if (message.kind === 'ask') say({ kind: 'answer', value: await ask(message.name, message.argument) });
    else if (message.kind === 'copy') await copy(message.file);
  } catch (error) {
    if (error instanceof UnreadableStatement) say({ kind: 'refused', code: error.code, details: error.details });
    else say({ kind: 'broken', text: error instanceof Error ? error.message.slice(0, 200) : 'unknown' });
  }
}

port.on('message', (message: ToThread) => {
  if (message.kind === 'taken' || message.kind === 'stop') {
    if (message.kind === 'stop') stopped = true;
    else ahead -= message.bytes;
    wake?.();
    return;
  }
  if (message.kind === 'spare') return spare(message.bytes);
  if (message.kind === 'close') {
    reading?.close();
    reading = null;
    return;
  }
  void answer(message);
});
