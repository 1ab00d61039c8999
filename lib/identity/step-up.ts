/**
 * Step-up: a fresh code, or the signature of a passkey, for one sensitive act. The proof is bound to the session, to the hash of the operation and to
 * five minutes, so that it can be used for nothing else. A passkey signs the operation itself, and what it signed stays in the proof (step-up-proof.ts).
 */
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { instant, MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { macOf, sameBytes } from '@/lib/platform/crypto';
import { withTx, type Tx } from '@/lib/platform/tx';
import { CHALLENGE_MS, makeChallenge, type About } from './challenge';
import { acceptAnswer, openPasskey, readAnswer, type Signed } from './passkeys';
import { relyingParty } from './relying-party';
import { openTotp, totpStep } from './totp';

export const STEP_UP_MS = 5 * MINUTE_MS;
const CODES_MAX = 5;
const LOCK_MS = 15 * MINUTE_MS;

declare const proofBrand: unique symbol;
/** `1.<expires ms>.<mac>` for a code, `2.<expires ms>.<mac>.<evidence>` for a passkey; kept with the act it allowed. */
export type StepUpProof = string & { readonly [proofBrand]: true };

export type StepUpFailure = Failure<
  'access.denied' | 'identity.totp-not-enrolled' | 'identity.code-wrong' | 'identity.code-used' | 'identity.too-many-codes' | 'identity.passkey-refused'
  | 'identity.no-passkey'
>;

export interface StepUpInput {
  /** Six digits of the authenticator app; looked at only where no passkey answered. */
  readonly code: string;
  /** What the passkey answered to `beginStepUp`, as JSON. */
  readonly passkey?: string;
  /** Hash of exactly what the person is about to do. */
  readonly operation: string;
  /** What a hash in `operation` was made of, kept beside a passkey's signature. */
  readonly detail?: string;
}

/** A wrong code is counted even though the answer is a refusal. */
export async function stepUp(ctx: Ctx, input: StepUpInput): Promise<Result<StepUpProof, StepUpFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const expires = plusMs(ctx.clock.now(), STEP_UP_MS);
  if (input.passkey) {
    const answer = readAnswer(input.passkey);
    if (!answer) return err('identity.passkey-refused');
    const about = aboutStepUp(actor, input.operation);
    const signed = await withTx(ctx, (tx) => acceptAnswer(tx, ctx, actor.userId, answer, about));
    if (!signed.ok) return signed;
    const evidence: Evidence = { ...signed.value, who: about.who, operation: input.operation, detail: input.detail ?? null };
    const kept = Buffer.from(JSON.stringify(evidence)).toString('base64url');
    return ok(`2.${expires}.${proofMac(actor.sessionId, input.operation, expires, kept)}.${kept}` as StepUpProof);
  }
  // The transaction answers a plain code: a refused Result would roll the count back.
  const verdict = await withTx(ctx, (tx) => useCode(tx, ctx, actor.userId, input.code));
  if (verdict !== 'accepted') return err(verdict);
  return ok(`1.${expires}.${proofMac(actor.sessionId, input.operation, expires, '')}` as StepUpProof);
}

/** A passkey's signature with everything it covers: `who` and `operation` are the text whose hash the challenge carries. */
export interface Evidence extends Signed {
  readonly who: string;
  readonly operation: string;
  readonly detail: string | null;
}

const aboutStepUp = (actor: { readonly userId: string; readonly sessionId: string }, operation: string): About =>
  ({ purpose: 'step-up', who: `${actor.userId} ${actor.sessionId}`, operation });

/** For the browser's `navigator.credentials.get`. */
export interface AskedPasskey { readonly options: PublicKeyCredentialRequestOptionsJSON }

/** What this person's passkeys are asked to sign: a challenge that carries the hash of this very operation. */
export async function beginStepUp(ctx: Ctx, operation: string): Promise<Result<AskedPasskey, StepUpFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const rows = await withTx(ctx, (tx) => tx.passkey.findMany({ where: { user_id: actor.userId, removed_at: null }, orderBy: { id: 'asc' } }));
  if (rows.length === 0) return err('identity.no-passkey');
  const allowCredentials = rows.map((row) => {
    const { credentialId, transports } = openPasskey(row.id, row.sealed);
    return { id: credentialId, transports };
  });
  const challenge = makeChallenge(ctx, aboutStepUp(actor, operation));
  return ok({ options: await generateAuthenticationOptions({ rpID: relyingParty().id, challenge, allowCredentials, timeout: CHALLENGE_MS, userVerification: 'required' }) });
}

export type CodeVerdict =
  | 'accepted'
  | 'identity.totp-not-enrolled'
  | 'identity.code-wrong'
  | 'identity.code-used'
  | 'identity.too-many-codes';

/** Uses up a code: row locked, step kept, so that the same code never counts twice. */
export async function useCode(tx: Tx, ctx: Ctx, userId: string, code: string): Promise<CodeVerdict> {
  const now = ctx.clock.now();
  const rows = await tx.$queryRaw<
    { totp_sealed: Uint8Array | null; totp_last_step: bigint | null; totp_failures: number; totp_locked_until: Date | null }[]
  >`
    SELECT totp_sealed, totp_last_step, totp_failures, totp_locked_until FROM user_account WHERE id = ${userId} FOR UPDATE`;
  const row = rows[0];
  if (!row?.totp_sealed) return 'identity.totp-not-enrolled';
  if (row.totp_locked_until && row.totp_locked_until > toDate(now)) return 'identity.too-many-codes';
  const step = await totpStep(openTotp(userId, row.totp_sealed), code, now);
  if (step !== null && row.totp_last_step !== null && step <= row.totp_last_step) return 'identity.code-used';
  if (step === null) {
    const failures = row.totp_failures + 1;
    const locked = failures >= CODES_MAX;
    await tx.user_account.update({
      where: { id: userId },
      data: { totp_failures: locked ? 0 : failures, totp_locked_until: locked ? toDate(plusMs(now, LOCK_MS)) : null },
    });
    return locked ? 'identity.too-many-codes' : 'identity.code-wrong';
  }
  await tx.user_account.update({ where: { id: userId }, data: { totp_last_step: step, totp_failures: 0, totp_locked_until: null } });
  return 'accepted';
}

/** Whether this proof allows this operation, in this session, now. */
export function stepUpAllows(ctx: Ctx, proof: StepUpProof, operation: string): boolean {
  const { actor } = ctx;
  const match = /^(?:1\.(\d{13})\.([A-Za-z0-9_-]{43})|2\.(\d{13})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]+))$/.exec(proof);
  if (actor.kind !== 'user' || !match) return false;
  const expires = instant(Number.parseInt(match[1] ?? match[3]!, 10));
  if (expires <= ctx.clock.now()) return false;
  return sameBytes(Buffer.from(match[2] ?? match[4]!), Buffer.from(proofMac(actor.sessionId, operation, expires, match[5] ?? '')));
}

const proofMac = (sessionId: string, operation: string, expires: number, evidence: string): string =>
  macOf('step-up', `${sessionId}\n${operation}\n${expires}${evidence && `\n${evidence}`}`).toString('base64url');
