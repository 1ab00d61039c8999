/**
 * Step-up: a fresh code for one sensitive act. The proof is bound to the session, to the hash of the operation and to five minutes,
 * so that it can be used for nothing else.
 */
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { instant, MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { macOf, sameBytes } from '@/lib/platform/crypto';
import { withTx, type Tx } from '@/lib/platform/tx';
import { openTotp, totpStep } from './totp';

export const STEP_UP_MS = 5 * MINUTE_MS;
const CODES_MAX = 5;
const LOCK_MS = 15 * MINUTE_MS;

declare const proofBrand: unique symbol;
/** `1.<expires ms>.<mac>`; kept with the act it allowed. */
export type StepUpProof = string & { readonly [proofBrand]: true };

export type StepUpFailure = Failure<
  'access.denied' | 'identity.totp-not-enrolled' | 'identity.code-wrong' | 'identity.code-used' | 'identity.too-many-codes'
>;

/** `operation`: hash of exactly what the person is about to do. A wrong code is counted even though the answer is a refusal. */
export async function stepUp(
  ctx: Ctx,
  input: { readonly code: string; readonly operation: string },
): Promise<Result<StepUpProof, StepUpFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  // The transaction answers a plain code: a refused Result would roll the count back.
  const verdict = await withTx(ctx, (tx) => useCode(tx, ctx, actor.userId, input.code));
  if (verdict !== 'accepted') return err(verdict);
  const expires = plusMs(ctx.clock.now(), STEP_UP_MS);
  return ok(`1.${expires}.${proofMac(actor.sessionId, input.operation, expires)}` as StepUpProof);
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
  const match = /^1\.(\d{13})\.([A-Za-z0-9_-]{43})$/.exec(proof);
  if (actor.kind !== 'user' || !match) return false;
  const expires = instant(Number.parseInt(match[1]!, 10));
  if (expires <= ctx.clock.now()) return false;
  return sameBytes(Buffer.from(match[2]!), Buffer.from(proofMac(actor.sessionId, operation, expires)));
}

const proofMac = (sessionId: string, operation: string, expires: number): string =>
  macOf('step-up', `${sessionId}\n${operation}\n${expires}`).toString('base64url');
