/**
 * Setting up an authenticator app in two steps. The secret waits in a sealed ticket the browser carries back, so that nothing is stored
 * until a right code proves that the app has it.
 */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { openText, seal } from '@/lib/platform/crypto';
import { withTx } from '@/lib/platform/tx';
import { mayAddFactor, type FactorFailure, type FactorProof } from '../own-factor';
import { forgetSessions } from '../session-store';
import { newTotpSecret, sealTotp, totpPrint, totpStep, totpUri } from '../totp';

const TICKET_MS = 10 * MINUTE_MS;

export interface TotpTicket {
  /** Base 32, for people who type it. */
  readonly secret: string;
  /** `otpauth://…`, for the QR. */
  readonly uri: string;
  readonly ticket: string;
}
export type EnrolFailure = FactorFailure | Failure<'identity.totp-already-enrolled' | 'identity.enrolment-expired'>;

/** Password and, where there is one, a passkey are asked again: neither an unattended screen nor a mailbox must be enough to take over the second factor. */
export async function beginTotp(ctx: Ctx, input: FactorProof): Promise<Result<TotpTicket, EnrolFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const user = await withTx(ctx, (tx) => tx.user_account.findUniqueOrThrow({ where: { id: actor.userId } }));
  if (user.totp_sealed) return err('identity.totp-already-enrolled');
  const may = await mayAddFactor(ctx, input);
  if (!may.ok) return may;
  const secret = newTotpSecret(ctx.random);
  const ticket = Buffer.from(seal(place(actor.userId), `${plusMs(ctx.clock.now(), TICKET_MS)} ${secret}`)).toString('base64url');
  return ok({ secret, uri: totpUri(user.email, secret), ticket });
}

export async function confirmTotp(
  ctx: Ctx,
  input: { readonly ticket: string; readonly code: string },
): Promise<Result<{ enrolled: true }, EnrolFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const [expires, secret] = openTicket(actor.userId, input.ticket);
  const now = ctx.clock.now();
  if (!secret || Number.parseInt(expires, 10) <= now) return err('identity.enrolment-expired');
  const step = await totpStep(secret, input.code, now);
  if (step === null) return err('identity.code-wrong', {}, { code: 'identity.code-wrong' });
  const result = await withTx(ctx, async (tx): Promise<Result<{ enrolled: true }, EnrolFailure>> => {
    const taken = await tx.user_account.updateMany({
      where: { id: actor.userId, totp_sealed: null },
      data: { totp_sealed: sealTotp(actor.userId, secret), totp_print: totpPrint(secret), totp_last_step: step, totp_failures: 0, totp_locked_until: null },
    });
    if (taken.count === 0) return err('identity.totp-already-enrolled');
    await audit(tx, ctx, {
      action: 'totp.enrol',
      subjectKind: 'user',
      subjectId: actor.userId,
      outcome: 'done',
      after: { at: toDate(now).toISOString() },
    });
    return ok({ enrolled: true });
  });
  forgetSessions([actor.sessionId]);
  return result;
}

const place = (userId: string) => `totp-ticket/${userId}`;

/** A ticket of somebody else, or one that was altered, cannot be opened and counts as run out. */
function openTicket(userId: string, ticket: string): [expires: string, secret: string | undefined] {
  try {
    const [expires = '0', secret] = openText(place(userId), Buffer.from(ticket, 'base64url')).split(' ');
    return [expires, secret];
  } catch {
    return ['0', undefined];
  }
}
