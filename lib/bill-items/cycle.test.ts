// Issue and due dates follow the plan, the Chinese working calendar and its make-up days, and say when they cannot be sure.
import { describe, expect, it } from 'vitest';
import { businessDate } from '@/lib/kernel/time';
import { isWorkingDay, plusWorkingDays } from './calendar';
import { currentIssue, issueOf, upcomingIssues } from './cycle';
import type { Cycle } from './model';

const monthly: Cycle = {
  kind: 'monthly',
  issueDay: 1,
  issueMonth: 1,
  terms: [],
  onceOn: null,
  onHoliday: 'next-working-day',
  dueAfter: { days: 10, business: true },
};
const day = businessDate;

describe('calendar', () => {
  it('knows holidays and make-up Saturdays', () => {
    expect([isWorkingDay(day('2026-02-14')), isWorkingDay(day('2026-10-01')), isWorkingDay(day('2026-11-21'))]).toEqual([
      true,
      false,
      false,
    ]);
    expect(plusWorkingDays(day('2026-09-30'), 2)).toEqual({ date: '2026-10-09', uncertain: false });
  });
});

describe('cycle', () => {
  it('previews 24 issue dates in order, each cycle once', () => {
    const dates = upcomingIssues(monthly, day('2026-11-22'), 24);
    expect(dates).toHaveLength(24);
    expect(dates[0]).toEqual({
      cycleKey: '2026-12',
      issueDate: '2026-12-01',
      dueDate: '2026-12-15',
      plannedDate: '2026-12-01',
      uncertain: false,
    });
    expect(new Set(dates.map((d) => d.cycleKey)).size).toBe(24);
    expect(dates.at(-1)!.cycleKey).toBe('2028-11');
  });

  it('moves an issue date off a holiday and warns where the holiday list is not published', () => {
    expect(issueOf(monthly, '2026-10')!.issueDate).toBe('2026-10-08');
    expect(issueOf(monthly, '2027-01')).toMatchObject({ issueDate: '2027-01-04', uncertain: true });
    expect(issueOf({ ...monthly, onHoliday: 'same-day' }, '2026-10')!.issueDate).toBe('2026-10-01');
  });

  it('never makes a late bill due before it exists', () => {
    const late = issueOf(monthly, '2026-11', day('2026-11-22'))!;
    expect(late).toMatchObject({ issueDate: '2026-11-22', dueDate: '2026-12-04', plannedDate: '2026-11-01' });
    expect(issueOf(monthly, '2026-12', day('2026-11-22'))!.issueDate).toBe('2026-12-01');
  });

  it('uses the last day of a shorter month', () => {
    const last = { ...monthly, issueDay: 31, onHoliday: 'same-day' as const };
    expect(['2026-02', '2028-02', '2026-04'].map((k) => issueOf(last, k)!.issueDate)).toEqual(['2026-02-28', '2028-02-29', '2026-04-30']);
  });

  it('cuts quarters, years, terms and single dates', () => {
    const quarterly = { ...monthly, kind: 'quarterly' as const, issueMonth: 2, issueDay: 5, onHoliday: 'same-day' as const };
    expect(upcomingIssues(quarterly, day('2026-11-22'), 2).map((d) => [d.cycleKey, d.issueDate])).toEqual([
      ['2027-Q1', '2027-02-05'],
      ['2027-Q2', '2027-05-05'],
    ]);
    const term = {
      ...monthly,
      kind: 'term' as const,
      onHoliday: 'same-day' as const,
      terms: [
        { code: 'autumn', name: { zh: '秋', en: 'Autumn' }, monthDay: '09-01' },
        { code: 'spring', name: { zh: '春', en: 'Spring' }, monthDay: '02-20' },
      ],
    };
    expect(upcomingIssues(term, day('2026-06-01'), 3).map((d) => d.cycleKey)).toEqual(['2026-autumn', '2027-spring', '2027-autumn']);
    const once = { ...monthly, kind: 'once' as const, onceOn: businessDate('2026-12-12'), onHoliday: 'same-day' as const };
    expect(upcomingIssues(once, day('2026-11-22'), 24).map((d) => d.cycleKey)).toEqual(['once']);
    expect(issueOf(once, 'once')!.issueDate).toBe('2026-12-12');
    expect(upcomingIssues({ ...monthly, kind: 'yearly', issueMonth: 9 }, day('2026-11-22'), 2).map((d) => d.cycleKey)).toEqual([
      '2027',
      '2028',
    ]);
  });

  it('finds the cycle of today and refuses keys the cycle does not have', () => {
    expect(currentIssue(monthly, day('2026-11-22'))!.cycleKey).toBe('2026-11');
    expect([issueOf(monthly, '2026-13'), issueOf(monthly, '2026-Q1'), issueOf(monthly, 'nonsense')]).toEqual([null, null, null]);
  });
});
