// What anybody may ask for is bounded per key and window, and the memory for it too.
import { expect, it } from 'vitest';
import { instant } from '@/lib/kernel/time';
import { createMeter } from './meter';

it('lets a key through up to its bound, and again in the next window', () => {
  const meter = createMeter({ windowMs: 1_000, max: 2, keysMax: 10 });
  const at = (ms: number) => instant(1_000_000 + ms);
  expect([meter.count('a', at(0)), meter.count('a', at(1)), meter.within('a', at(2)), meter.count('a', at(2))]).toEqual([true, true, false, false]);
  expect([meter.within('b', at(2)), meter.count('b', at(2))]).toEqual([true, true]);
  expect([meter.within('a', at(999)), meter.within('a', at(1_000)), meter.count('a', at(1_001))]).toEqual([false, true, true]);
});

it('remembers so many keys and no more', () => {
  const meter = createMeter({ windowMs: 60_000, max: 1, keysMax: 100 });
  const now = instant(1_000_000);
  for (let i = 0; i < 50; i++) meter.count(`k${i}`, now);
  expect(meter.within('k0', now)).toBe(false);
  for (let i = 50; i < 1_050; i++) meter.count(`k${i}`, now);
  expect(meter.within('k0', now)).toBe(true);
});
