// Guarantee: whatever stands in the address, the audit is asked a bounded, well-formed question, and its next page keeps the filters.
import { expect, test } from 'vitest';
import { addressOf, readFilter } from './filter';

test('what fits is kept, what does not is dropped', () => {
  const { shown, query } = readFilter(
    { actor: 'usr_1', action: 'refund', day: '2026-11-22', outcome: 'refused', subject: "x' OR 1=1", before: '12' },
    'Asia/Shanghai',
  );
  expect(query).toEqual({
    actorId: 'usr_1',
    action: 'refund',
    day: { date: '2026-11-22', zone: 'Asia/Shanghai' },
    outcome: 'refused',
    before: '12',
  });
  expect(addressOf(shown, '9')).toBe('/audit?actor=usr_1&action=refund&day=2026-11-22&outcome=refused&before=9');
  expect(readFilter({ day: '2026-02-30', before: '-1', actor: ['a', 'b'], outcome: 'both' }, 'Asia/Shanghai').query).toEqual({});
});
