// "Until 14:05" is said until 14:05, and then something else: the page that polls hears of it.
import { expect, test } from 'vitest';
import { instant } from '@/lib/kernel/time';
import type { PaymentStatusView } from '@/lib/payments/model';
import { isLate, revisionOf } from './payment-status';

const expiresAt = '2026-11-22T06:05:00.000Z';
const [before, after] = [instant(Date.parse(expiresAt) - 1), instant(Date.parse(expiresAt))];
const status = (step: PaymentStatusView['step']) => ({ step, status: 'submitted', channel: 'icbc', present: null, receipt: null, expiresAt }) as unknown as PaymentStatusView;

test('a payment that is still being confirmed when its time is over is late, and its page asks for itself again', () => {
  expect([isLate(status('confirming'), before), isLate(status('confirming'), after)]).toEqual([false, true]);
  expect(revisionOf(status('confirming'), after)).not.toBe(revisionOf(status('confirming'), before));
});

test('nothing else becomes late by time', () => {
  for (const step of ['waiting', 'choose-another', 'paid', 'ended', 'held'] as const) {
    expect([isLate(status(step), after), revisionOf(status(step), after)]).toEqual([false, revisionOf(status(step), before)]);
  }
});
