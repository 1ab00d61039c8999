/** How a payer has kept the days of the last two years, as a grade with its reasons. Pure. */
import type { Grade, Standing } from './model';

export interface PaymentHistory {
  /** Bills that fell overdue in the period, paid since or not. */
  readonly lateBills: number;
  /** Days the oldest open bill is overdue; 0 = none is. */
  readonly oldestDays: number;
  readonly writtenOff: number;
}

/** Twice may happen to anybody; a month is forgetting, a quarter is not paying. */
const LATE_MANY = 3;
const DAYS_LONG = 30;
const DAYS_VERY_LONG = 90;

export function standingOf(history: PaymentHistory): Standing {
  return { grade: gradeOf(history), ...history };
}

function gradeOf({ lateBills, oldestDays, writtenOff }: PaymentHistory): Grade {
  if (writtenOff > 0 || oldestDays > DAYS_VERY_LONG) return 'D';
  if (lateBills >= LATE_MANY || oldestDays > DAYS_LONG) return 'C';
  return lateBills > 0 || oldestDays > 0 ? 'B' : 'A';
}
