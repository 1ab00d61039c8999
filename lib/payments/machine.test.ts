import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagram, step } from '@/lib/kernel/machine';
import { attemptMachine, isLive, isOpen, paymentMachine } from './machine';

/** Every state × event, written out by hand: a changed transition must be changed here too. */
const PAYMENT = {
  created: { submit: 'submitted', succeed: 'succeeded', 'give-up': 'failed', close: 'closed', 'set-aside': 'closed' },
  submitted: { 'lose-sight': 'unknown', succeed: 'succeeded', 'give-up': 'failed', close: 'closed', 'set-aside': 'closed' },
  unknown: { clear: 'submitted', succeed: 'succeeded', 'set-aside': 'closed' },
  succeeded: { reverse: 'reversed' },
  failed: { 'late-success': 'succeeded' },
  closed: { 'late-success': 'succeeded' },
  reversed: {},
} as const;
const ATTEMPT = {
  created: { submit: 'submitting', close: 'closed', 'set-aside': 'closed', succeed: 'succeeded' },
  submitting: {
    accept: 'accepted',
    'lose-sight': 'unknown',
    decline: 'declined',
    'not-send': 'not-sent',
    close: 'closed',
    'set-aside': 'closed',
    succeed: 'succeeded',
  },
  accepted: { 'lose-sight': 'unknown', decline: 'declined', close: 'closed', 'set-aside': 'closed', succeed: 'succeeded' },
  unknown: {
    accept: 'accepted',
    decline: 'declined',
    'not-send': 'not-sent',
    close: 'closed',
    'set-aside': 'closed',
    succeed: 'succeeded',
  },
  succeeded: {},
  declined: { 'late-success': 'succeeded' },
  'not-sent': { 'late-success': 'succeeded' },
  closed: { 'late-success': 'succeeded' },
} as const;

describe.each([
  ['payment', paymentMachine, PAYMENT],
  ['attempt', attemptMachine, ATTEMPT],
] as const)('the %s machine', (_noun, machine, wanted) => {
  it('allows exactly the steps of the matrix, and refuses every other one by name', () => {
    for (const from of machine.states) {
      for (const event of machine.events) {
        const to = (wanted as Record<string, Record<string, string>>)[from]![event];
        const result = step(machine as typeof paymentMachine, from as 'created', event as 'submit');
        if (to) expect(result).toEqual({ ok: true, value: to });
        else expect(result).toMatchObject({ ok: false, error: { code: 'machine.illegal-step' } });
      }
    }
  });

  it('is drawn in the README as it is', () => {
    expect(readFileSync(new URL('./README.md', import.meta.url), 'utf8')).toContain(diagram(machine));
  });
});

describe('the laws of the machines', () => {
  it('unknown is never failed: no event leads a payment from unknown to failed', () => {
    expect(paymentMachine.transitions.filter((t) => t.from.includes('unknown')).map((t) => t.to)).not.toContain('failed');
  });

  it('money that has come is never lost by a step: nothing leads out of succeeded but a reversal', () => {
    expect(paymentMachine.transitions.filter((t) => t.from.includes('succeeded')).map((t) => t.to)).toEqual(['reversed']);
    expect(attemptMachine.terminal).toEqual(new Set(['succeeded']));
  });

  it('live and open are what the database calls so', () => {
    expect(attemptMachine.states.filter(isLive)).toEqual(['created', 'submitting', 'accepted', 'unknown']);
    expect(paymentMachine.states.filter(isOpen)).toEqual(['created', 'submitted', 'unknown']);
    const sql = readFileSync(new URL('../../prisma/sql/20_payments.sql', import.meta.url), 'utf8');
    for (const state of [...paymentMachine.states, ...attemptMachine.states]) expect(sql).toContain(`'${state}'`);
  });
});
