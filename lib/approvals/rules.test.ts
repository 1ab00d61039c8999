// Guarantee: 500,000.00 and more needs two different people in order; nobody signs their own wish or twice.
import { describe, expect, test } from 'vitest';
import { money } from '@/lib/kernel/money';
import { can, step } from '@/lib/kernel/machine';
import { approvalMachine } from './machine';
import { mayDecide, stepsFor } from './rules';

const roles = (minor: bigint, currency: 'CNY' | 'JPY' | 'KWD' = 'CNY') => stepsFor('refund', money(minor, currency)).map((s) => s.roles);
const ONE = [['finance-manager', 'finance-director', 'vice-president']];
const TWO = [['finance-manager'], ['finance-director', 'vice-president']];

describe('steps by amount', () => {
  test('the border is exactly 500,000.00, in major units of every currency', () => {
    expect(roles(1n)).toEqual(ONE);
    expect(roles(49_999_999n)).toEqual(ONE);
    expect(roles(50_000_000n)).toEqual(TWO);
    expect(roles(9_000_000_000_000_000n)).toEqual(TWO);
    expect([roles(499_999n, 'JPY'), roles(500_000n, 'JPY')]).toEqual([ONE, TWO]);
    expect([roles(499_999_999n, 'KWD'), roles(500_000_000n, 'KWD')]).toEqual([ONE, TWO]);
  });
});

describe('who may give the next signature', () => {
  const large = { requestedBy: 'usr_a', steps: stepsFor('refund', money(50_000_000n, 'CNY')) };
  const answer = (signed: string[], userId: string, ...held: string[]) => {
    const result = mayDecide(large, signed.map((id) => ({ userId: id })), { userId, roles: held });
    return result.ok ? 'ok' : result.error.code;
  };

  test('full table', () => {
    expect(answer([], 'usr_a', 'finance-manager')).toBe('approvals.own-request');
    expect(answer([], 'usr_m', 'finance-manager')).toBe('ok');
    expect(answer([], 'usr_d', 'finance-director')).toBe('approvals.not-your-step');
    expect(answer([], 'usr_c', 'accountant')).toBe('approvals.not-your-step');
    expect(answer(['usr_m'], 'usr_m', 'finance-manager', 'finance-director')).toBe('approvals.already-signed');
    expect(answer(['usr_m'], 'usr_n', 'finance-manager')).toBe('approvals.not-your-step');
    expect(answer(['usr_m'], 'usr_d', 'finance-director')).toBe('ok');
    expect(answer(['usr_m'], 'usr_v', 'vice-president')).toBe('ok');
    expect(answer(['usr_m'], 'usr_a', 'finance-director')).toBe('approvals.own-request');
  });
});

test('the machine: decided is decided', () => {
  for (const from of approvalMachine.states) {
    for (const event of approvalMachine.events) {
      expect(can(approvalMachine, from, event)).toBe(from === 'pending');
      expect(step(approvalMachine, from, event).ok).toBe(from === 'pending');
    }
  }
  expect([...approvalMachine.terminal].sort()).toEqual(['approved', 'rejected']);
});
