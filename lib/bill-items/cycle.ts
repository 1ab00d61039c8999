/**
 * When bills are issued and due. Pure: a plan's cycle and a date give the issue dates to come. `cycleKey` names one cycle for ever
 * (`2026-12`, `2026-Q4`, `2026-autumn`, `2026`, `once`, `event-move-in-12`): a payer gets at most one bill per plan and key, and readings carry it as period.
 */
import { addDays, addMonths, businessDate, type BusinessDate } from '@/lib/kernel/time';
import { plusWorkingDays, workingDayFrom } from './calendar';
import type { Cycle, IssueDate, Period } from './model';

/** `event-` and a name of the happening. */
const EVENT_KEY = /^event-[a-z0-9][a-z0-9-]{0,31}$/;

/** The next `count` issue dates whose planned day is `from` or later, in order. Fewer when the cycle ends (once, or no terms). */
export function upcomingIssues(cycle: Cycle, from: BusinessDate, count: number): IssueDate[] {
  const found: IssueDate[] = [];
  const year = Number(from.slice(0, 4));
  for (let y = year; found.length < count && y <= year + count + 1; y++) {
    for (const planned of plannedInYear(cycle, y)) {
      if (planned.date >= from && found.length < count) found.push(schedule(cycle, planned.key, planned.date));
    }
    if (cycle.kind === 'once' || cycle.kind === 'event') break;
  }
  return found;
}

/**
 * The dates of one named cycle, or null when the cycle has no such key. `notBefore`: a cycle issued late is issued on that day and due
 * as long after it as ever, so that nobody is given a bill that was due before it existed.
 */
export function issueOf(cycle: Cycle, cycleKey: string, notBefore?: BusinessDate): IssueDate | null {
  // What happens is billed when it happens: the day is not planned, only that each happening is billed once.
  if (cycle.kind === 'event') return notBefore !== undefined && EVENT_KEY.test(cycleKey) ? schedule(cycle, cycleKey, notBefore) : null;
  const year = Number(/^(\d{4})/.exec(cycleKey)?.[1] ?? '0');
  if (cycle.kind !== 'once' && (year < 2000 || year > 2999)) return null;
  const planned = plannedInYear(cycle, year).find((p) => p.key === cycleKey);
  return planned ? schedule(cycle, planned.key, planned.date, notBefore) : null;
}

/** The cycle a date lies in: the last one planned on or before it, otherwise the first to come. */
export function currentIssue(cycle: Cycle, on: BusinessDate): IssueDate | null {
  const year = Number(on.slice(0, 4));
  const past = [...plannedInYear(cycle, year - 1), ...plannedInYear(cycle, year)].filter((p) => p.date <= on).at(-1);
  return past ? schedule(cycle, past.key, past.date) : (upcomingIssues(cycle, on, 1)[0] ?? null);
}

function schedule(cycle: Cycle, cycleKey: string, plannedDate: BusinessDate, notBefore: BusinessDate = plannedDate): IssueDate {
  const onTime = cycle.onHoliday === 'next-working-day' ? workingDayFrom(plannedDate) : { date: plannedDate, uncertain: false };
  const issue = onTime.date < notBefore ? { date: notBefore, uncertain: false } : onTime;
  const { days, business } = cycle.dueAfter;
  const due = business ? plusWorkingDays(issue.date, days) : { date: addDays(issue.date, days), uncertain: false };
  return { cycleKey, issueDate: issue.date, dueDate: due.date, plannedDate, uncertain: issue.uncertain || due.uncertain };
}

/**
 * The days one cycle stands for: a month, a quarter, a year from its first month, a term until the next one begins. Null for what has no length
 * (once) and for keys the cycle does not have.
 */
export function periodOf(cycle: Cycle, cycleKey: string): Period | null {
  const year = Number(/^(\d{4})/.exec(cycleKey)?.[1] ?? '0');
  if (cycle.kind === 'once' || cycle.kind === 'event' || !plannedInYear(cycle, year).some((p) => p.key === cycleKey)) return null;
  if (cycle.kind === 'term') {
    const terms = [...plannedInYear(cycle, year), ...plannedInYear(cycle, year + 1)];
    const at = terms.findIndex((p) => p.key === cycleKey);
    return { from: terms[at]!.date, to: addDays(terms[at + 1]!.date, -1) };
  }
  const [month, months] = cycle.kind === 'monthly' ? [Number(cycleKey.slice(5)), 1]
    : cycle.kind === 'quarterly' ? [Number(cycleKey.slice(6)) * 3 - 2, 3] : [cycle.issueMonth, 12];
  const from = businessDate(`${year}-${pad(month)}-01`);
  return { from, to: addDays(addMonths(from, months), -1) };
}

interface Planned {
  readonly key: string;
  readonly date: BusinessDate;
}

function plannedInYear(cycle: Cycle, year: number): Planned[] {
  switch (cycle.kind) {
    case 'monthly':
      return range(12).map((i) => ({ key: `${year}-${pad(i + 1)}`, date: dayIn(year, i + 1, cycle.issueDay) }));
    case 'quarterly': {
      const offset = (cycle.issueMonth - 1) % 3;
      return range(4).map((i) => ({ key: `${year}-Q${i + 1}`, date: dayIn(year, i * 3 + offset + 1, cycle.issueDay) }));
    }
    case 'yearly':
      return [{ key: `${year}`, date: dayIn(year, cycle.issueMonth, cycle.issueDay) }];
    case 'term':
      return cycle.terms
        .map((t) => ({ key: `${year}-${t.code}`, date: dayIn(year, Number(t.monthDay.slice(0, 2)), Number(t.monthDay.slice(3))) }))
        .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
    case 'event':
      return [];
    case 'once':
      return cycle.onceOn === null ? [] : [{ key: 'once', date: businessDate(cycle.onceOn) }];
  }
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const pad = (n: number): string => String(n).padStart(2, '0');

/** That day of a month, or the month's last day where it is shorter. */
function dayIn(year: number, month: number, day: number): BusinessDate {
  const lastOfMonth = addDays(addMonths(businessDate(`${year}-${pad(month)}-01`), 1), -1);
  const wanted = `${year}-${pad(month)}-${pad(day)}`;
  return wanted < lastOfMonth ? businessDate(wanted) : lastOfMonth;
}
