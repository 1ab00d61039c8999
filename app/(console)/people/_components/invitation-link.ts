import type { Invited } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import { env } from '@/lib/platform/env';

/** What is shown once: the link somebody sends on. */
export interface InvitationLink {
  readonly email: string;
  readonly expiresAt: string;
  readonly link: string;
  /** It opens once others agreed. */
  readonly waits: boolean;
}

export function invitationLink<A extends readonly unknown[]>(
  invite: (...args: A) => Promise<Result<Invited>>,
): (...args: A) => Promise<Result<InvitationLink>> {
  return async (...args) => {
    const result = await invite(...args);
    if (!result.ok) return result;
    const { token, email, expiresAt, approvalId } = result.value;
    return ok({ email, expiresAt, waits: approvalId !== undefined, link: `${env().publicUrl}/sign-in/invitation/${token}` });
  };
}
