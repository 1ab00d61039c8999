/** Signing in with a passkey alone: the device is held and was unlocked, which is two factors. Nobody is named before the passkey answers. */
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { isId, type Id, type UserId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { withPlatformTx } from '@/lib/platform/tx';
import { CHALLENGE_MS, makeChallenge, type About } from '../challenge';
import { acceptAnswer, readAnswer, type PasskeyFailure } from '../passkeys';
import { relyingParty } from '../relying-party';
import { auditRefused, chooseInstitution, openSession, type Visitor } from './sign-in';

const ANYBODY: About = { purpose: 'sign-in', who: '', operation: '' };

export async function beginPasskeySignIn(visitor: Visitor): Promise<Result<{ readonly options: PublicKeyCredentialRequestOptionsJSON }, never>> {
  const options = await generateAuthenticationOptions({ rpID: relyingParty().id, challenge: makeChallenge(visitor, ANYBODY), timeout: CHALLENGE_MS, userVerification: 'required' });
  return ok({ options });
}

export async function passkeySignIn(visitor: Visitor, input: { readonly answer: string }): Promise<Result<{ sessionId: Id<'session'> }, PasskeyFailure>> {
  const refused = err('identity.passkey-refused', {});
  const answer = readAnswer(input.answer);
  // The passkey says whose it is; that it really is theirs is what its signature shows.
  const userId = Buffer.from(answer?.response.userHandle ?? '', 'base64url').toString();
  if (!answer || !isId('user', userId)) return refused;
  const accepted = await withPlatformTx(async (tx): Promise<Result<unknown, PasskeyFailure>> => {
    const user = await tx.user_account.findUnique({ where: { id: userId }, select: { status: true } });
    return user?.status === 'active' ? acceptAnswer(tx, visitor, userId, answer, ANYBODY) : refused;
  }, { userId });
  const home = await chooseInstitution(userId as UserId, undefined);
  if (accepted.ok && home) return openSession(visitor, userId as UserId, home, 'passkey');
  await auditRefused(visitor, userId as UserId, home?.institutionId, 'passkey');
  return refused;
}
