import { foundInstitution, type FoundFailure, type Visitor } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import { makeCtx } from '@/lib/platform/ctx';
import type { SignUpInput } from '../model';
import { openSandboxAccounts } from '../sandbox-accounts';

/** Founds the institution and, outside production, opens its accounts at the sandbox bank: a bank that is silent does not stop the founding. */
export async function signUp(visitor: Visitor, input: SignUpInput): Promise<Result<{ email: string; slug: string }, FoundFailure>> {
  const founded = await foundInstitution(visitor, { ...input, kind: input.template });
  if (!founded.ok) return founded;
  const { institutionId, userId } = founded.value;
  await openSandboxAccounts(makeCtx({ kind: 'user', userId, roles: ['administrator'], sessionId: '', name: input.displayName }, institutionId, visitor));
  return ok({ email: input.email, slug: input.slug });
}
