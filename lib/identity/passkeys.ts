/** Passkeys at rest and at work: sealed rows, answers of authenticators checked (WebAuthn level 3, by @simplewebauthn/server). */
import { verifyAuthenticationResponse, type AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Clock } from '@/lib/kernel/ports';
import { openText, seal, sha256 } from '@/lib/platform/crypto';
import type { Tx } from '@/lib/platform/tx';
import { isChallengeFor, spendChallenge, type About } from './challenge';
import { relyingParty } from './relying-party';

const ANSWER_MAX = 8_000;
const part = z.string().min(1).max(4_000).regex(/^[A-Za-z0-9_-]+$/);
const answerSchema = z.object({
  id: part, rawId: part, type: z.literal('public-key'), clientExtensionResults: z.object({}).default({}),
  response: z.object({ clientDataJSON: part, authenticatorData: part, signature: part, userHandle: part.optional() }),
});

/** What the browser sent back, or null where it is nothing of the kind. */
export function readAnswer(text: string): AuthenticationResponseJSON | null {
  if (text.length > ANSWER_MAX) return null;
  try {
    const parsed = answerSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const storedSchema = z.object({ credentialId: z.string(), publicKey: z.string(), transports: z.array(z.string()) });
/** What is sealed of a passkey: base64url texts and the ways its device can be reached. */
export type StoredPasskey = z.output<typeof storedSchema>;

const place = (id: string): string => `passkey/sealed/${id}`;
export const sealPasskey = (id: string, stored: StoredPasskey): Uint8Array<ArrayBuffer> => seal(place(id), JSON.stringify(stored));
export const openPasskey = (id: string, sealed: Uint8Array): StoredPasskey => storedSchema.parse(JSON.parse(openText(place(id), sealed)));
export const credentialHash = (credentialId: string): Uint8Array<ArrayBuffer> => sha256(credentialId);

export type PasskeyFailure = Failure<'identity.passkey-refused'>;
/** Everything needed to check the signature again without us: kept with what was signed. */
export interface Signed {
  readonly passkey: string;
  readonly name: string;
  readonly publicKey: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

/**
 * Whether `answer` is this person's own passkey, unlocked by them, signing exactly what was asked; it never counts twice. In a transaction in the
 * person's scope; the passkey's counter is kept under its lock.
 */
export async function acceptAnswer(
  tx: Tx, ports: { readonly clock: Clock }, userId: string, answer: AuthenticationResponseJSON, about: About,
): Promise<Result<Signed, PasskeyFailure>> {
  const now = ports.clock.now();
  const [row] = await tx.$queryRaw<{ id: string; sealed: Uint8Array; counter: bigint; name: string }[]>`
    SELECT id, sealed, counter, name FROM passkey WHERE credential_hash = ${credentialHash(answer.id)} AND user_id = ${userId} AND removed_at IS NULL FOR UPDATE`;
  if (!row) return err('identity.passkey-refused', { why: 'unknown' });
  const stored = openPasskey(row.id, row.sealed);
  const { id: rp, origin } = relyingParty();
  let challenge = '';
  const verified = await verifyAuthenticationResponse({
    response: answer, expectedOrigin: origin, expectedRPID: rp, requireUserVerification: true,
    expectedChallenge: (given) => { challenge = given; return isChallengeFor(given, about, now); },
    credential: { id: stored.credentialId, publicKey: new Uint8Array(Buffer.from(stored.publicKey, 'base64url')), counter: Number(row.counter) },
  }).catch(() => null);
  if (!verified?.verified || !(await spendChallenge(tx, userId, challenge, now))) return err('identity.passkey-refused', { why: 'not-valid' });
  await tx.passkey.update({ where: { id: row.id }, data: { counter: BigInt(verified.authenticationInfo.newCounter), last_used_at: toDate(now) } });
  const { clientDataJSON, authenticatorData, signature } = answer.response;
  return ok({ passkey: row.id, name: row.name, publicKey: stored.publicKey, clientDataJSON, authenticatorData, signature });
}
