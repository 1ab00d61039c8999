/**
 * The one policy table. A permission is an act on a noun; a role has permissions; nothing else decides who may do what. Row scopes
 * (own, today) are applied where data is read. Payers and channels have their own narrow permissions by kind of actor, not by role.
 */
import { assert } from '@/lib/kernel/assert';
import type { Actor, Ctx } from '@/lib/platform/ctx';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';

export const ROLES = ['cashier', 'accountant', 'finance-manager', 'finance-director', 'vice-president', 'administrator', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

const FINANCE = ['accountant', 'finance-manager', 'finance-director', 'vice-president'] as const;
const READERS = [...FINANCE, 'administrator', 'auditor'] as const;

/** permission → roles that have it. Administrators move no money; auditors write nothing; nobody both requests and approves one act. */
export const POLICY = {
  'today.read': [...READERS, 'cashier'],
  'fee-plan.read': READERS,
  'fee-plan.write': ['administrator'],
  'payer.read': [...READERS, 'cashier'],
  'payer.write': ['administrator'],
  'payer.read-personal': ['administrator', 'accountant', 'finance-manager'],
  'bill.read': [...READERS, 'cashier'],
  'bill.issue': ['administrator'],
  'bill.write-off': ['accountant', 'finance-manager'],
  'bill.arrange': ['administrator', 'accountant', 'finance-manager'],
  'payment.read': [...READERS, 'cashier'],
  'payment.confirm': ['finance-manager'],
  'suspense.read': READERS,
  'suspense.decide': ['finance-manager'],
  'channel.read': [...READERS, 'cashier'],
  'channel.write': ['administrator'],
  'routing.read': [...READERS, 'cashier'],
  'routing.write': ['administrator'],
  'alarm.acknowledge': ['administrator', 'finance-manager', 'accountant'],
  'reconciliation.read': [...READERS, 'cashier'],
  'reconciliation.import': ['cashier', 'accountant', 'finance-manager'],
  'reconciliation.resolve': ['accountant', 'finance-manager'],
  'refund.read': READERS,
  'refund.request': ['accountant', 'finance-manager'],
  'approval.read': READERS,
  'approval.decide': ['finance-manager', 'finance-director', 'vice-president'],
  'approval.set-flow': ['administrator'],
  'ledger.read': READERS,
  'ledger.close': ['finance-manager'],
  'refund.transfer': ['accountant', 'finance-manager'],
  'audit.read': ['auditor', 'administrator'],
  'people.read': ['administrator', 'auditor'],
  'people.write': ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof POLICY;
export const PERMISSIONS = Object.keys(POLICY) as Permission[];

/** Acts that need a fresh second factor (J3). */
export const STEP_UP: ReadonlySet<Permission> = new Set<Permission>(['approval.decide']);

export type AccessFailure = Failure<'access.denied'>;

export function hasPermission(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'user') return false;
  const allowed: readonly string[] = POLICY[permission];
  return actor.roles.some((role) => allowed.includes(role));
}

/** First line of every command and query of the console. */
export function authorize(ctx: Ctx, permission: Permission): Result<true, AccessFailure> {
  return hasPermission(ctx.actor, permission) ? ok(true) : err('access.denied', { permission });
}

/** For queries whose caller (a page) already turned "not allowed" into "not there". */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  if (!hasPermission(ctx.actor, permission)) throw new AccessDenied(permission);
}

/** Caught by the edge wrappers, which answer as if the thing were not there. */
export class AccessDenied extends Error {
  constructor(readonly permission: Permission) {
    super(`access denied: ${permission}`);
    assert(permission in POLICY, 'unknown permission');
  }
}
