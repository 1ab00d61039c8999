// Guarantee: who may do what is exactly this table; a change of rights is a change of this file that somebody reads.
import { describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/platform/ctx';
import type { PayerId, UserId } from '@/lib/kernel/ids';
import { hasPermission, PERMISSIONS, ROLES, type Permission, type Role } from './policy';
import { checkRoles } from './roles';

const as = (...roles: Role[]): Actor => ({ kind: 'user', userId: 'usr_x' as UserId, roles, sessionId: 'ses_x', name: '' });

const LETTERS: Record<Role, string> = {
  cashier: 'c',
  accountant: 'a',
  'finance-manager': 'm',
  'finance-director': 'd',
  'vice-president': 'v',
  administrator: 'A',
  auditor: 'u',
};
const EXPECTED: Record<Permission, string> = {
  'today.read': 'camdvAu',
  'fee-plan.read': 'amdvAu',
  'fee-plan.write': 'A',
  'payer.read': 'camdvAu',
  'payer.write': 'A',
  'payer.read-personal': 'amA',
  'bill.read': 'camdvAu',
  'bill.issue': 'A',
  'bill.write-off': 'am',
  'bill.arrange': 'amA',
  'payment.read': 'camdvAu',
  'payment.confirm': 'm',
  'suspense.read': 'amdvAu',
  'suspense.decide': 'm',
  'channel.read': 'camdvAu',
  'channel.write': 'A',
  'routing.read': 'camdvAu',
  'routing.write': 'A',
  'alarm.acknowledge': 'amA',
  'reconciliation.read': 'camdvAu',
  'reconciliation.import': 'cam',
  'reconciliation.resolve': 'am',
  'refund.read': 'amdvAu',
  'refund.request': 'am',
  'approval.read': 'amdvAu',
  'approval.decide': 'mdv',
  'approval.set-flow': 'A',
  'ledger.read': 'amdvAu',
  'ledger.close': 'm',
  'refund.transfer': 'am',
  'audit.read': 'Au',
  'people.read': 'Au',
  'people.write': 'A',
};

describe('policy matrix', () => {
  test('every permission for every role, and no permission without a line here', () => {
    const actual = Object.fromEntries(
      PERMISSIONS.map((p) => [
        p,
        ROLES.filter((role) => hasPermission(as(role), p))
          .map((r) => LETTERS[r])
          .join(''),
      ]),
    );
    expect(actual).toEqual(EXPECTED);
  });

  test('an auditor writes nothing and an administrator moves no money', () => {
    const writes = PERMISSIONS.filter((p) => !p.endsWith('.read') && !p.endsWith('.read-personal'));
    expect(writes.filter((p) => hasPermission(as('auditor'), p))).toEqual([]);
    const money: Permission[] = ['payment.confirm', 'suspense.decide', 'refund.request', 'approval.decide', 'reconciliation.resolve'];
    expect(money.filter((p) => hasPermission(as('administrator'), p))).toEqual([]);
  });

  test('payers, channels and nobody have no console permission at all', () => {
    const strangers: Actor[] = [
      { kind: 'nobody' },
      { kind: 'channel', channel: 'wechat' },
      { kind: 'payer', payerId: 'pyr_x' as PayerId },
      as(),
    ];
    for (const actor of strangers) expect(PERMISSIONS.filter((p) => hasPermission(actor, p))).toEqual([]);
  });

  test('administrator and auditor stand alone; finance roles may be held together', () => {
    expect(checkRoles(['administrator', 'accountant']).ok).toBe(false);
    expect(checkRoles(['auditor', 'cashier']).ok).toBe(false);
    expect(checkRoles(['accountant', 'cashier', 'cashier'])).toEqual({ ok: true, value: ['accountant', 'cashier'] });
  });
});
