/**
 * Who may give themselves another second factor: the password alone is not enough, or a stolen mailbox would be (a mailed link sets a new password).
 * Whoever has a factor uses it; whoever has none yet waits a day after the password came by mail, so that its owner can notice.
 */
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { DAY_MS, plusMs, toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { passwordMatches } from './passwords';
import { beginStepUp, stepUp, type AskedPasskey, type StepUpFailure } from './step-up';

const ADD_FACTOR = 'second-factor.add';
const AFTER_RESET_MS = DAY_MS;

export interface FactorProof {
  readonly password: string;
  readonly stepUpCode?: string | undefined;
  readonly passkey?: string | undefined;
}
export type FactorFailure = StepUpFailure | Failure<'identity.password-wrong' | 'identity.factor-too-soon'>;

/** What the person's passkeys are asked to sign for it. */
export const beginFactor = (ctx: Ctx): Promise<Result<AskedPasskey, StepUpFailure>> => beginStepUp(ctx, ADD_FACTOR);

/** Answers the person's e-mail and name. */
export async function mayAddFactor(ctx: Ctx, input: FactorProof): Promise<Result<{ readonly email: string; readonly name: string; readonly totp: boolean }, FactorFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const since = toDate(plusMs(ctx.clock.now(), -AFTER_RESET_MS));
  const { user, mailed } = await withTx(ctx, async (tx) => ({
    user: await tx.user_account.findUniqueOrThrow({ where: { id: actor.userId } }), mailed: await tx.password_reset.count({ where: { user_id: actor.userId, used_at: { gt: since } } }),
  }));
  if (!(await passwordMatches(user.password_hash, input.password))) return err('identity.password-wrong', {}, { password: 'identity.password-wrong' });
  if (user.totp_sealed === null && user.passkeys === 0) {
    if (mailed > 0) return err('identity.factor-too-soon');
  } else {
    if (!input.stepUpCode && !input.passkey) return err('identity.code-wrong', {}, { stepUpCode: 'identity.code-wrong' });
    const proof = await stepUp(ctx, { code: input.stepUpCode ?? '', operation: ADD_FACTOR, ...(input.passkey && { passkey: input.passkey }) });
    if (!proof.ok) return err(proof.error.code, proof.error.details, { stepUpCode: proof.error.code });
  }
  return ok({ email: user.email, name: user.display_name, totp: user.totp_sealed !== null });
}
