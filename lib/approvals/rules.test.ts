// Guarantee: 500,000.00 and more needs two different people in order; nobody signs their own wish or twice, whoever's right they use.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { POLICY } from '@/lib/identity/policy';
import { money } from '@/lib/kernel/money';
import { can, step } from '@/lib/kernel/machine';
import { checkFlow, defaultFlow, SIGNING_ROLES, stepsOf, type Flow } from './flows';
import { ALL_KINDS, APPROVAL_KINDS } from './kinds';
import { approvalMachine } from './machine';
import { mayDecide, openSteps, type Hat } from './rules';

const roles = (minor: bigint, currency: 'CNY' | 'JPY' | 'KWD' = 'CNY') => stepsOf(defaultFlow('refund'), money(minor, currency)).map((s) => s.roles);
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

  test('every built-in flow is one that an administrator could have drawn, and who signs is who may decide', () => {
    for (const kind of ALL_KINDS) expect([kind, checkFlow(kind, defaultFlow(kind)).ok]).toEqual([kind, true]);
    expect([...SIGNING_ROLES].sort()).toEqual([...POLICY['approval.decide']].sort());
  });

  test('whatever is drawn and accepted, 500,000.00 of money and more has two signatures', () => {
    const slot = fc.record({ roles: fc.subarray([...SIGNING_ROLES], { minLength: 1 }), department: fc.constant(null) });
    const stages = fc.array(fc.record({ slots: fc.array(slot, { minLength: 1, maxLength: 3 }) }), { minLength: 1, maxLength: 3 });
    const flow: fc.Arbitrary<Flow> = fc.array(fc.record({ below: fc.option(fc.bigInt({ min: 1n, max: 2_000_000n }).map(String)), stages }), { minLength: 1, maxLength: 4 })
      .map((bands) => ({ bands, remindHours: 4, escalateHours: null, escalateTo: [], expireDays: 7 }));
    fc.assert(fc.property(flow, fc.bigInt({ min: 50_000_000n, max: 10n ** 14n }), fc.constantFrom(...ALL_KINDS), (drawn, minor, kind) => {
      if (!APPROVAL_KINDS[kind].money || !checkFlow(kind, drawn).ok) return;
      expect(stepsOf(drawn, money(minor, 'CNY')).length).toBeGreaterThanOrEqual(2);
    }), { seed: 20261122, numRuns: 500 });
  });
});

const hat = (held: readonly string[], more: Partial<Hat> = {}): Hat => ({ onBehalfOf: null, roles: held, department: null, asked: false, signed: false, ...more });

describe('who may give the next signature', () => {
  const large = { steps: stepsOf(defaultFlow('refund'), money(50_000_000n, 'CNY')), escalatedTo: [] };
  const answer = (signed: number[], own: Hat, ...others: Hat[]) => {
    const result = mayDecide(large, signed.map((at) => ({ step: at })), [own, ...others]);
    return result.ok ? [result.value.step, result.value.onBehalfOf] : result.error.code;
  };

  test('full table', () => {
    expect(answer([], hat(['finance-manager'], { asked: true }))).toBe('approvals.own-request');
    expect(answer([], hat(['finance-manager']))).toEqual([0, null]);
    expect(answer([], hat(['finance-director']))).toBe('approvals.not-your-step');
    expect(answer([], hat(['accountant']))).toBe('approvals.not-your-step');
    expect(answer([0], hat(['finance-manager', 'finance-director'], { signed: true }))).toBe('approvals.already-signed');
    expect(answer([0], hat(['finance-manager']))).toBe('approvals.not-your-step');
    expect(answer([0], hat(['finance-director']))).toEqual([1, null]);
    expect(answer([0], hat(['vice-president']))).toEqual([1, null]);
    expect(answer([0], hat(['finance-director'], { asked: true }))).toBe('approvals.own-request');
  });

  test('somebody else\'s right counts, but neither for who asked or signed, nor the right of who asked or signed', () => {
    const given = hat(['finance-director'], { onBehalfOf: 'usr_d' });
    expect(answer([0], hat(['accountant']), given)).toEqual([1, 'usr_d']);
    expect(answer([0], hat(['accountant'], { asked: true }), given)).toBe('approvals.own-request');
    expect(answer([0], hat(['finance-manager'], { signed: true }), given)).toBe('approvals.already-signed');
    expect(answer([0], hat(['accountant']), { ...given, asked: true })).toBe('approvals.not-your-step');
    expect(answer([0], hat(['accountant']), { ...given, signed: true })).toBe('approvals.not-your-step');
  });

  test('signatures of one stage are given side by side in any order, each by the narrowest fit; the next stage waits for all', () => {
    const steps = [
      { roles: ['finance-manager', 'finance-director'] as const, stage: 0 }, { roles: ['finance-manager'] as const, stage: 0 },
      { roles: ['vice-president'] as const, stage: 1, department: '总部' },
    ];
    const side = { steps, escalatedTo: [] };
    const seat = (signed: number[], who: Hat) => { const r = mayDecide(side, signed.map((at) => ({ step: at })), [who]); return r.ok ? r.value.step : r.error.code; };
    expect(openSteps(side, [])).toEqual([0, 1]);
    expect(seat([], hat(['finance-manager']))).toBe(1);
    expect(seat([1], hat(['finance-director']))).toBe(0);
    expect(seat([1], hat(['vice-president'], { department: '总部' }))).toBe('approvals.not-your-step');
    expect(seat([0, 1], hat(['vice-president'], { department: '分部' }))).toBe('approvals.not-your-step');
    expect(seat([0, 1], hat(['vice-president'], { department: '总部' }))).toBe(2);
    expect(mayDecide({ steps, escalatedTo: ['vice-president'] }, [], [hat(['vice-president'])])).toMatchObject({ ok: true });
  });
});

test('the machine: decided is decided', () => {
  for (const from of approvalMachine.states) {
    for (const event of approvalMachine.events) {
      expect(can(approvalMachine, from, event)).toBe(from === 'pending');
      expect(step(approvalMachine, from, event).ok).toBe(from === 'pending');
    }
  }
  expect([...approvalMachine.terminal].sort()).toEqual(['approved', 'expired', 'rejected']);
});
