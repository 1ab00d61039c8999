/**
 * Shared commits: requests that arrive together are written by one statement and one commit. `run` gets up to `max` items of one key
 * (the institution) and answers one value per item; when a whole batch fails, its items are tried one by one so that one bad item cannot
 * fail its neighbours. What arrives while a batch is in flight travels in the next; once enough has gathered for a batch worth its cost, a
 * second one leaves beside the first, so that the database works while this process prepares. No key waits for another's locks.
 */
import { assert } from '@/lib/kernel/assert';

export interface BatcherOptions<I, O> {
  readonly max: number;
  /** Items waiting at most, over all keys; beyond it `add` refuses at once (back-pressure). */
  readonly waitingMax: number;
  /** Where nobody waits for the answer, a batch may gather for this long. */
  readonly gatherMs?: number;
  keyOf(item: I): string;
  run(items: readonly I[]): Promise<readonly O[]>;
}

/** More would only make the batches smaller. */
const IN_FLIGHT_MAX = 2;
/** A smaller second batch costs more in statements and commits than it saves in waiting. */
const SECOND_FROM = 24;

export class Overloaded extends Error {}

interface Waiting<I, O> {
  readonly item: I;
  done(value: O): void;
  fail(error: unknown): void;
}

interface Queue<I, O> {
  waiting: Waiting<I, O>[];
  inFlight: number;
}

export function createBatcher<I, O>(options: BatcherOptions<I, O>): (item: I) => Promise<O> {
  const queues = new Map<string, Queue<I, O>>();
  let waiting = 0;

  const mayLeave = (queue: Queue<I, O>): boolean =>
    queue.inFlight === 0 || (queue.inFlight < IN_FLIGHT_MAX && options.gatherMs === undefined && queue.waiting.length >= SECOND_FROM);
  const pump = (key: string, queue: Queue<I, O>): void => {
    if (queue.waiting.length === 0 && queue.inFlight === 0 && queues.get(key) === queue) queues.delete(key);
    if (queue.waiting.length === 0 || !mayLeave(queue)) return;
    const batch = queue.waiting.splice(0, options.max);
    waiting -= batch.length;
    queue.inFlight++;
    void settle(options, batch).finally(() => {
      queue.inFlight--;
      later(key, queue);
    });
  };
  // The next turn of the event loop at the earliest: what arrived in this one travels together.
  const later = (key: string, queue: Queue<I, O>): void => {
    if (options.gatherMs === undefined) setImmediate(pump, key, queue);
    else setTimeout(pump, options.gatherMs, key, queue);
  };
  return (item) => new Promise<O>((done, fail) => {
    if (waiting >= options.waitingMax) return fail(new Overloaded('too many requests are waiting'));
    const key = options.keyOf(item);
    let queue = queues.get(key);
    if (!queue) {
      queues.set(key, (queue = { waiting: [], inFlight: 0 }));
      later(key, queue);
    }
    queue.waiting.push({ item, done, fail });
    waiting++;
    if (queue.inFlight > 0 && queue.waiting.length === SECOND_FROM) later(key, queue);
  });
}

async function settle<I, O>(options: BatcherOptions<I, O>, batch: readonly Waiting<I, O>[]): Promise<void> {
  try {
    const values = await options.run(batch.map((w) => w.item));
    assert(values.length === batch.length, 'a batch must answer every item');
    batch.forEach((w, i) => { w.done(values[i]!); });
  } catch (error) {
    if (batch.length === 1) return batch[0]!.fail(error);
    for (const single of batch) await settle(options, [single]);
  }
}
