/** Which roles may be held together. Pure. */
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Role } from './policy';

/** Who sets things up moves no money, who watches writes nothing: these two stand alone. */
const ALONE: ReadonlySet<Role> = new Set<Role>(['administrator', 'auditor']);

export function checkRoles(roles: readonly Role[]): Result<readonly Role[], Failure<'identity.roles-conflict'>> {
  const wanted = [...new Set(roles)];
  return wanted.length > 1 && wanted.some((role) => ALONE.has(role)) ? err('identity.roles-conflict') : ok(wanted);
}
