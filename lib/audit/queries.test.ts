// Guarantee: a reader sees what is different, field by field, and nothing that stayed the same.
import { expect, test } from 'vitest';
import { differences } from './queries';

test('changed, added, removed; nested and lists as text; equal ones left out', () => {
  const before = { roles: ['cashier'], limit: { day: '100.00', once: '50.00' }, note: 'x', same: 1 };
  const after = { roles: ['cashier', 'accountant'], limit: { day: '200.00', once: '50.00' }, same: 1, open: true };
  expect(differences(before, after)).toEqual([
    { path: 'limit.day', before: '100.00', after: '200.00' },
    { path: 'note', before: 'x', after: null },
    { path: 'open', before: null, after: 'true' },
    { path: 'roles', before: 'cashier', after: 'cashier, accountant' },
  ]);
  expect(differences(null, null)).toEqual([]);
  expect(differences(undefined, { status: 'done' })).toEqual([{ path: 'status', before: null, after: 'done' }]);
});
