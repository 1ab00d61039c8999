/** Which roles may be held together, and which nobody gives or takes alone. */
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Tx } from '@/lib/platform/tx';
import type { Role } from './policy';

/** Who sets things up moves no money, who watches writes nothing: these two stand alone. */
const ALONE: ReadonlySet<Role> = new Set<Role>(['administrator', 'auditor']);

export function checkRoles(roles: readonly Role[]): Result<readonly Role[], Failure<'identity.roles-conflict'>> {
  const wanted = [...new Set(roles)];
  return wanted.length > 1 && wanted.some((role) => ALONE.has(role)) ? err('identity.roles-conflict') : ok(wanted);
}

/** Who signs for others' money or gives rights: an administrator alone neither gives nor takes these (prisma/sql/35_consent.sql has them too). */
const GUARDED: ReadonlySet<string> = new Set<Role>(['finance-manager', 'finance-director', 'vice-president', 'administrator']);

export const guardedChange = (before: readonly string[], after: readonly string[]): boolean =>
  [...GUARDED].some((role) => before.includes(role) !== after.includes(role));

/**
 * Once an institution has a director or a vice president besides this person, they are asked; until then nobody could be. One who is disabled
 * counts too, so that disabling them does not open the way.
 */
export async function othersCanAgree(tx: Tx, institutionId: string, userId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ others: boolean }[]>`SELECT rights_have_guards(${institutionId}, ${userId}) AS others`;
  return row?.others === true;
}

/** What other people are asked to agree to: `subjectId` is the member's id, or the hash of an invitation's link. */
export interface RightsWish {
  readonly subjectKind: 'user' | 'invitation';
  readonly subjectId: string;
  readonly name: string;
  readonly email: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}
/** Asks them in the same transaction; given by whoever can (approvals lie above). Answers the request's id. */
export type AskForRights = (tx: Tx, wish: RightsWish) => Promise<string>;
