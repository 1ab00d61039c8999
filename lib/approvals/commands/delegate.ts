/** Somebody who signs lets a colleague sign in their place for some days, for some kinds of act or all; and takes it back. */
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { DAY_MS, toDate, toIso, type Instant } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ApprovalFailure } from '../errors';
import type { ApprovalKind } from '../kinds';

const LONGEST_MS = 92 * DAY_MS;
/** The day that is chosen in a form has begun already. */
const BEGUN_MS = DAY_MS;
/** Who sets things up, watches, or sees no approvals does not sign, also not for others. */
const UNFIT = ['administrator', 'auditor', 'cashier'];

export interface DelegateInput {
  readonly toUser: string;
  /** Empty: every kind. */
  readonly kinds: readonly ApprovalKind[];
  readonly from: Instant;
  /** Exclusive. */
  readonly until: Instant;
  readonly reason: string;
}

export async function delegateApprovals(ctx: Ctx, input: DelegateInput): Promise<Result<{ readonly id: string }, ApprovalFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'approval.decide');
  if (!allowed.ok) return allowed;
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const now = ctx.clock.now();
  if (input.from < now - BEGUN_MS || input.until <= now || input.until <= input.from || input.until - input.from > LONGEST_MS) return err('approvals.delegation-dates', {}, { until: 'approvals.delegation-dates' });
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, ApprovalFailure>> => {
    const member = await tx.membership.findFirst({ where: { institution_id: ctx.institutionId, user_id: input.toUser, status: 'active' } });
    const [same] = await tx.$queryRaw<{ same: boolean }[]>`SELECT same_person(${actor.userId}, ${input.toUser}) AS same`;
    if (!member || same?.same !== false || member.roles.some((role) => UNFIT.includes(role))) return err('approvals.delegate-unfit', {}, { toUser: 'approvals.delegate-unfit' });
    const id = newId('comment', ctx);
    await tx.approval_delegation.create({
      data: {
        id, institution_id: ctx.institutionId, from_user: actor.userId, to_user: input.toUser, kinds: [...input.kinds], starts_at: toDate(input.from),
        ends_at: toDate(input.until), reason: input.reason, created_at: toDate(now),
      },
    });
    await audit(tx, ctx, {
      action: 'delegation.give', subjectKind: 'user', subjectId: input.toUser, outcome: 'done',
      after: { kinds: input.kinds.join(', ') || '*', from: toIso(input.from), until: toIso(input.until), reason: input.reason },
    });
    return ok({ id });
  });
}

/** By whoever gave it, or by an administrator when that person cannot. What was signed by then stays signed. */
export async function revokeDelegation(ctx: Ctx, input: { readonly id: string }): Promise<Result<{ readonly id: string }, ApprovalFailure | AccessFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const anybody = authorize(ctx, 'approval.set-flow').ok;
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, ApprovalFailure>> => {
    const found = await tx.approval_delegation.findFirst({ where: { id: input.id, institution_id: ctx.institutionId, revoked_at: null } });
    if (!found || (found.from_user !== actor.userId && !anybody)) return err('approvals.delegation-not-found');
    await tx.approval_delegation.updateMany({ where: { id: input.id, revoked_at: null }, data: { revoked_at: toDate(ctx.clock.now()) } });
    await audit(tx, ctx, { action: 'delegation.take-back', subjectKind: 'user', subjectId: found.to_user, outcome: 'done' });
    return ok({ id: input.id });
  });
}
