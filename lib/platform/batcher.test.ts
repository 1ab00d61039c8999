import { expect, test } from 'vitest';
import { createBatcher, Overloaded } from './batcher';

interface Item { readonly key: string; readonly n: number }
const item = (key: string, n: number): Item => ({ key, n });

function recording(more: { max?: number; waitingMax?: number; gate?: (items: readonly Item[]) => Promise<void> } = {}) {
  const runs: string[] = [];
  const add = createBatcher<Item, number>({
    max: more.max ?? 10, waitingMax: more.waitingMax ?? 100, keyOf: (i) => i.key,
    run: async (items) => {
      runs.push(items.map((i) => `${i.key}${i.n}`).join(' '));
      await more.gate?.(items);
      return items.map((i) => i.n * 2);
    },
  });
  return { runs, add };
}

test('what arrives together travels together, per key, and everyone gets their own answer', async () => {
  const { runs, add } = recording({ max: 2 });
  const answers = await Promise.all([item('a', 1), item('b', 2), item('a', 3), item('a', 4)].map(add));
  expect(answers).toEqual([2, 4, 6, 8]);
  expect(runs.sort()).toEqual(['a1 a3', 'a4', 'b2']);
  expect(await add(item('a', 5))).toBe(10);
});

test('a key that waits for a lock holds up nobody else', async () => {
  const { promise: lock, resolve: free } = Promise.withResolvers<void>();
  const { add } = recording({ gate: (items) => (items[0]!.key === 'stuck' ? lock : Promise.resolve()) });
  const stuck = add(item('stuck', 1));
  expect(await add(item('free', 2))).toBe(4);
  free();
  expect(await stuck).toBe(2);
});

test('a second batch leaves beside the first once it is worth a commit, a third does not', async () => {
  const { promise: lock, resolve: free } = Promise.withResolvers<void>();
  const { runs, add } = recording({ max: 100, gate: () => lock });
  const turn = () => new Promise((done) => setImmediate(() => setImmediate(done)));
  const many = (n: number) => Array.from({ length: n }, (_, i) => add(item('a', i)));
  const all = many(1);
  await turn();
  all.push(...many(23));
  await turn();
  expect(runs.length).toBe(1);
  all.push(...many(1));
  await turn();
  expect(runs.map((r) => r.split(' ').length)).toEqual([1, 24]);
  all.push(...many(50));
  await turn();
  expect(runs.length).toBe(2);
  free();
  expect((await Promise.all(all)).length).toBe(75);
  expect(runs.map((r) => r.split(' ').length)).toEqual([1, 24, 50]);
});

test('one bad item fails alone', async () => {
  const { add } = recording({ gate: (items) => (items.some((i) => i.n === 2) ? Promise.reject(new Error('bad')) : Promise.resolve()) });
  const settled = await Promise.allSettled([1, 2, 3].map((n) => add(item('a', n))));
  expect(settled.map((s) => s.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('beyond its bound it refuses at once instead of growing', async () => {
  const { promise: lock, resolve: free } = Promise.withResolvers<void>();
  const { add } = recording({ waitingMax: 2, gate: () => lock });
  const kept = [add(item('a', 1)), add(item('b', 2))];
  await expect(add(item('c', 3))).rejects.toBeInstanceOf(Overloaded);
  free();
  expect(await Promise.all(kept)).toEqual([2, 4]);
});
