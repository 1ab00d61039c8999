/**
 * Shared commits: requests that arrive together are written by one statement and one commit. `run` gets up to `max` items and answers one
 * value per item; when a whole batch fails, its items are tried one by one so that one bad item cannot fail its neighbours.
 */
import { assert } from '@/lib/kernel/assert';

export interface BatcherOptions<I, O> {
  readonly max: number;
  /** Batches in flight at once. One goes at once; another beside it only when a quarter of a batch is waiting, because small commits cost as much as big ones. */
  readonly lanes: number;
  /** Items waiting at most; beyond it `add` refuses at once (back-pressure). */
  readonly waitingMax: number;
  run(items: readonly I[]): Promise<readonly O[]>;
}

export class Overloaded extends Error {}

export function createBatcher<I, O>(options: BatcherOptions<I, O>): (item: I) => Promise<O> {
  interface Waiting { item: I; done(value: O): void; fail(error: unknown): void }
  let waiting: Waiting[] = [];
  let lanes = 0;

  const settle = async (batch: Waiting[]): Promise<void> => {
    try {
      const values = await options.run(batch.map((w) => w.item));
      assert(values.length === batch.length, 'a batch must answer every item');
      batch.forEach((w, i) => { w.done(values[i]!); });
    } catch (error) {
      if (batch.length === 1) return batch[0]!.fail(error);
      for (const single of batch) await settle([single]);
    }
  };
  const pump = (): void => {
    while (waiting.length > 0 && (lanes === 0 || (lanes < options.lanes && waiting.length >= options.max / 4))) {
      const batch = waiting.slice(0, options.max);
      waiting = waiting.slice(options.max);
      lanes++;
      void settle(batch).finally(() => { lanes--; pump(); });
    }
  };
  return (item) => new Promise<O>((done, fail) => {
    if (waiting.length >= options.waitingMax) return fail(new Overloaded('too many requests are waiting'));
    waiting.push({ item, done, fail });
    // The next turn of the event loop: what arrived in this one travels together.
    setImmediate(pump);
  });
}

/** Runs `work` once per group and puts its answers back into the order of the items. */
export async function inGroups<I, K, O>(items: readonly I[], keyOf: (item: I) => K, work: (key: K, items: readonly I[]) => Promise<readonly O[]>): Promise<O[]> {
  const answers = new Array<O>(items.length);
  for (const [key, group] of Map.groupBy(items.map((item, index) => ({ item, index })), (g) => keyOf(g.item))) {
    const values = await work(key, group.map((g) => g.item));
    group.forEach((g, i) => { answers[g.index] = values[i]!; });
  }
  return answers;
}
