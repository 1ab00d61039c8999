import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { spread } from './spread';

describe('labels at the ends of lines', () => {
  it('never overlap and stay in the picture, as long as there is room for them', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 6 }), (wanted) => {
        const sorted = [...spread(wanted, 14, 0, 200)].sort((a, b) => a - b);
        for (const [index, y] of sorted.entries()) {
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(200);
          if (index > 0) expect(y - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-9);
        }
      }),
    );
  });

  it('stay where they belong when they are far apart', () => {
    expect(spread([10, 100, 50], 14, 0, 200)).toEqual([10, 100, 50]);
  });
});
