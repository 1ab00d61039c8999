// A grade falls with what was late and how long it is, never rises by owing more, and says by which facts it stands.
import { expect, it } from 'vitest';
import { GRADES } from './model';
import { standingOf } from './standing';

const grade = (lateBills: number, oldestDays: number, writtenOff = 0) => standingOf({ lateBills, oldestDays, writtenOff }).grade;

it('falls step by step', () => {
  expect([grade(0, 0), grade(1, 0), grade(2, 30), grade(3, 0), grade(1, 31), grade(1, 90), grade(1, 91), grade(0, 0, 1)]).toEqual(['A', 'B', 'B', 'C', 'C', 'C', 'D', 'D']);
});

it('is never better for somebody who is later', () => {
  const rank = (g: string) => (GRADES as readonly string[]).indexOf(g);
  for (let late = 0; late < 6; late++)
    for (const days of [0, 1, 30, 31, 90, 91, 400]) {
      expect(rank(grade(late + 1, days))).toBeGreaterThanOrEqual(rank(grade(late, days)));
      expect(rank(grade(late, days + 1))).toBeGreaterThanOrEqual(rank(grade(late, days)));
    }
});
