import { describe, expect, it } from 'vitest';
import { addDays, addMonths, businessDate, businessDateOf, instant, instantOf, isBusinessDate, toIso, zoned } from './time';
import { makeId, isId } from './ids';
import { seededRandom } from './ports';

const SHANGHAI = 'Asia/Shanghai';

describe('time', () => {
  it('cuts the day where the institution says, not at midnight', () => {
    const late = instantOf(businessDate('2026-11-22'), '23:00:00', SHANGHAI);
    expect(businessDateOf(instant(late - 1), SHANGHAI, '23:00')).toBe('2026-11-22');
    expect(businessDateOf(late, SHANGHAI, '23:00')).toBe('2026-11-23');
    expect(businessDateOf(late, SHANGHAI)).toBe('2026-11-22');
  });

  it('finds the moment of a wall clock, across zones and summer time', () => {
    expect(toIso(instantOf(businessDate('2026-11-22'), '10:00', SHANGHAI))).toBe('2026-11-22T02:00:00.000Z');
    expect(toIso(instantOf(businessDate('2026-07-01'), '12:00', 'Europe/Berlin'))).toBe('2026-07-01T10:00:00.000Z');
    expect(zoned(instantOf(businessDate('2026-03-29'), '04:30', 'Europe/Berlin'), 'Europe/Berlin')).toEqual({ date: '2026-03-29', time: '04:30:00' });
  });

  it('never leaves the calendar', () => {
    expect(addMonths(businessDate('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(businessDate('2028-01-31'), 1)).toBe('2028-02-29');
    expect(addDays(businessDate('2026-12-31'), 1)).toBe('2027-01-01');
    expect(isBusinessDate('2026-02-30')).toBe(false);
  });
});

describe('ids', () => {
  it('sort by time of birth and say what they name', () => {
    const random = seededRandom(1);
    const ids = [5, 1_000, 2_000_000_000_000].map((ms) => makeId('payment', ms, random.bytes(10)));
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id) => isId('payment', id) && !isId('bill', id))).toBe(true);
  });
});
