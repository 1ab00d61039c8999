import { expect, test } from 'vitest';
import type { OpenBill } from '@/lib/bills/model';
import { businessDate } from '@/lib/kernel/time';
import { suggestedBills } from './suggested-bills';

const bill = (id: string, dueDate: string, change: Partial<OpenBill> = {}): OpenBill => ({
  id,
  number: id,
  titleZh: '',
  titleEn: '',
  cycleKey: '',
  total: { minor: '100', currency: 'CNY' },
  open: { minor: '100', currency: 'CNY' },
  issueDate: dueDate,
  dueDate,
  status: 'issued',
  planId: '',
  planVersion: 1,
  methods: [],
  partialMin: null,
  lines: [],
  heldBy: null,
  ...change,
});
const today = businessDate('2026-11-22');

test('what is overdue or due within a month is ticked, later bills are not', () => {
  expect(suggestedBills([bill('late', '2026-10-01'), bill('soon', '2026-12-23'), bill('far', '2026-12-24')], today)).toEqual([
    'late',
    'soon',
  ]);
});

test('a bill that a payment holds is never ticked', () => {
  expect(suggestedBills([bill('a', '2026-11-30', { heldBy: 'pay_1' }), bill('b', '2027-06-01')], today)).toEqual(['b']);
  expect(suggestedBills([bill('a', '2026-11-30', { heldBy: 'pay_1' })], today)).toEqual([]);
});

test('bills of two currencies are never ticked together, because one payment has one currency', () => {
  expect(suggestedBills([bill('usd', '2026-11-30', { open: { minor: '1', currency: 'USD' } }), bill('cny', '2026-11-29')], today)).toEqual([
    'cny',
  ]);
});
