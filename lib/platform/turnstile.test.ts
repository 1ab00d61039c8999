import { expect, test } from 'vitest';
import { turnstile } from './turnstile';

test('at most so many are inside at any moment, everybody admitted gets through, and who comes when too many wait is turned away at once', async () => {
  const pass = turnstile(3, 5);
  let [inside, most, doneCount] = [0, 0, 0];
  const work = async (n: number) => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => { setImmediate(resolve); });
    inside -= 1;
    doneCount += 1;
    if (n % 4 === 3) throw new Error('inside');
    return n;
  };
  const all = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => pass(() => work(n))));
  const turnedAway = all.filter((one) => one.status === 'fulfilled' && one.value === null);
  expect([most, doneCount, turnedAway.length]).toEqual([3, 8, 4]);
  expect(await pass(() => work(0))).toBe(0);
});
