/** The policy table: permission by role. */
import { POLICY, ROLES, STEP_UP, type Permission } from '@/lib/identity/policy';
import { code, table } from './markdown';

export function policySection(): Record<string, string> {
  const rows = Object.entries(POLICY).map(([permission, roles]) => [
    code(permission), ...ROLES.map((role) => ((roles as readonly string[]).includes(role) ? '●' : '')), STEP_UP.has(permission as Permission) ? '●' : '',
  ]);
  return { policy: table(['permission', ...ROLES, 'step-up'], rows) };
}
