/** A person makes a passkey for themselves: password and, where they have one, a second factor are asked again (own-factor.ts). */
import { generateRegistrationOptions, verifyRegistrationResponse, type PublicKeyCredentialCreationOptionsJSON, type RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { audit } from '@/lib/audit';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { isChallengeFor, makeChallenge, spendChallenge, CHALLENGE_MS, type About } from '../challenge';
import { mayAddFactor, type FactorFailure, type FactorProof } from '../own-factor';
import { credentialHash, openPasskey, sealPasskey } from '../passkeys';
import { relyingParty } from '../relying-party';
import { forgetSessions } from '../session-store';

const PASSKEYS_MAX = 10;
export type AddPasskeyFailure = FactorFailure | Failure<'identity.passkey-known' | 'identity.too-many-passkeys'>;

export async function beginPasskey(ctx: Ctx, input: FactorProof): Promise<Result<{ readonly options: PublicKeyCredentialCreationOptionsJSON }, AddPasskeyFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const known = await withTx(ctx, (tx) => tx.passkey.findMany({ where: { user_id: actor.userId, removed_at: null } }));
  if (known.length >= PASSKEYS_MAX) return err('identity.too-many-passkeys', { max: PASSKEYS_MAX });
  const may = await mayAddFactor(ctx, input);
  if (!may.ok) return may;
  const options = await generateRegistrationOptions({
    rpName: 'Bafang', rpID: relyingParty().id, userName: may.value.email, userDisplayName: may.value.name, userID: new Uint8Array(Buffer.from(actor.userId)),
    challenge: makeChallenge(ctx, aboutOf(actor)), timeout: CHALLENGE_MS, attestationType: 'none', supportedAlgorithmIDs: [-8, -7, -257],
    // One touch for both factors, also at sign-in, where nobody has typed who they are.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((row) => ({ id: openPasskey(row.id, row.sealed).credentialId })),
  });
  return ok({ options });
}

const aboutOf = (actor: { readonly userId: string; readonly sessionId: string }): About => ({ purpose: 'register', who: `${actor.userId} ${actor.sessionId}`, operation: '' });

const part = z.string().min(1).max(8_000).regex(/^[A-Za-z0-9_-]+$/);
const madeSchema = z.object({
  id: part, rawId: part, type: z.literal('public-key'), clientExtensionResults: z.object({}).default({}),
  response: z.object({ clientDataJSON: part, attestationObject: part, transports: z.array(z.string().max(20)).max(10).default([]) }),
});

function readMade(text: string): RegistrationResponseJSON | null {
  if (text.length > 20_000) return null;
  try {
    const parsed = madeSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** `answer`: what the browser's authenticator said, as JSON. */
export async function addPasskey(ctx: Ctx, input: { readonly name: string; readonly answer: string }): Promise<Result<{ readonly id: string; readonly name: string }, AddPasskeyFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const response = readMade(input.answer);
  if (!response) return err('identity.passkey-refused', { why: 'malformed' });
  const { id: rp, origin } = relyingParty();
  let challenge = '';
  const verified = await verifyRegistrationResponse({
    response, expectedOrigin: origin, expectedRPID: rp, requireUserVerification: true,
    expectedChallenge: (given) => { challenge = given; return isChallengeFor(given, aboutOf(actor), ctx.clock.now()); },
  }).catch(() => null);
  if (!verified?.verified) return err('identity.passkey-refused', { why: 'not-valid' });
  const { credential, credentialBackedUp } = verified.registrationInfo;
  const added = await withTx(ctx, async (tx): Promise<Result<{ id: string; name: string }, AddPasskeyFailure>> => {
    await tx.$queryRaw`SELECT 1 AS locked FROM user_account WHERE id = ${actor.userId} FOR UPDATE`;
    if ((await tx.passkey.count({ where: { user_id: actor.userId, removed_at: null } })) >= PASSKEYS_MAX) return err('identity.too-many-passkeys', { max: PASSKEYS_MAX });
    if (!(await spendChallenge(tx, actor.userId, challenge, ctx.clock.now()))) return err('identity.passkey-refused', { why: 'not-valid' });
    const id = newId('passkey', ctx);
    const sealed = sealPasskey(id, {
      credentialId: credential.id, publicKey: Buffer.from(credential.publicKey).toString('base64url'), transports: response.response.transports ?? [],
    });
    // Unique over everybody, also where row security hides the other's: one credential never speaks for two accounts.
    const made = await tx.passkey.createMany({
      data: [{
        id, user_id: actor.userId, credential_hash: credentialHash(credential.id), sealed, counter: BigInt(credential.counter), name: input.name, synced: credentialBackedUp,
        created_at: toDate(ctx.clock.now()),
      }],
      skipDuplicates: true,
    });
    if (made.count === 0) return err('identity.passkey-known');
    await tx.user_account.update({ where: { id: actor.userId }, data: { passkeys: { increment: 1 } } });
    await audit(tx, ctx, { action: 'passkey.add', subjectKind: 'user', subjectId: actor.userId, outcome: 'done', after: { passkey: id, name: input.name, synced: credentialBackedUp ? 'yes' : 'no' } });
    return ok({ id, name: input.name });
  });
  forgetSessions([actor.sessionId]);
  return added;
}
