/** An administrator changes a member's roles, or takes away or gives back their membership. It counts from the next request on. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { authorize, type Role } from '../policy';
import { checkRoles } from '../roles';
import { forgetSessions } from '../session-store';
import { endSessions } from './revoke-session';

export type ChangeMemberFailure = Failure<
  'access.denied' | 'identity.member-not-found' | 'identity.member-is-yourself' | 'identity.last-administrator' | 'identity.roles-conflict'
>;
type Changed = Result<{ userId: string; sessions: string[] }, ChangeMemberFailure>;
interface MemberRow {
  readonly id: string;
  readonly user_id: string;
  readonly roles: string[];
  readonly status: string;
}

export async function setMemberRoles(
  ctx: Ctx,
  input: { readonly userId: string; readonly roles: readonly Role[] },
): Promise<Result<{ userId: string }, ChangeMemberFailure>> {
  const roles = checkRoles(input.roles);
  if (!roles.ok) return err('identity.roles-conflict', {}, { roles: roles.error.code });
  return change(ctx, input.userId, async (tx, member): Promise<Changed> => {
    if (!roles.value.includes('administrator') && (await isLastAdministrator(tx, ctx, member))) return err('identity.last-administrator');
    await tx.membership.update({ where: { id: member.id }, data: { roles: [...roles.value] } });
    await audit(tx, ctx, {
      action: 'member.roles',
      subjectKind: 'user',
      subjectId: member.user_id,
      outcome: 'done',
      before: { roles: member.roles },
      after: { roles: [...roles.value] },
    });
    const sessions = await tx.user_session.findMany({ where: { user_id: member.user_id, revoked_at: null }, select: { id: true } });
    return ok({ userId: member.user_id, sessions: sessions.map((s) => s.id) });
  });
}

/** Disabled: every session of theirs in this institution ends in the same transaction. */
export async function setMemberStatus(
  ctx: Ctx,
  input: { readonly userId: string; readonly status: 'active' | 'disabled' },
): Promise<Result<{ userId: string }, ChangeMemberFailure>> {
  return change(ctx, input.userId, async (tx, member): Promise<Changed> => {
    if (input.status === 'disabled' && (await isLastAdministrator(tx, ctx, member))) return err('identity.last-administrator');
    await tx.membership.update({ where: { id: member.id }, data: { status: input.status } });
    const ended = input.status === 'disabled' ? await endSessions(tx, ctx, member.user_id, { institutionId: ctx.institutionId }) : [];
    await audit(tx, ctx, {
      action: input.status === 'disabled' ? 'member.disable' : 'member.enable',
      subjectKind: 'user',
      subjectId: member.user_id,
      outcome: 'done',
      before: { status: member.status },
      after: { status: input.status, sessionsEnded: ended.length },
    });
    return ok({ userId: member.user_id, sessions: ended });
  });
}

async function change(
  ctx: Ctx,
  userId: string,
  work: (tx: Tx, member: MemberRow) => Promise<Changed>,
): Promise<Result<{ userId: string }, ChangeMemberFailure>> {
  const allowed = authorize(ctx, 'people.write');
  if (!allowed.ok) return allowed;
  if (ctx.actor.kind === 'user' && ctx.actor.userId === userId) return err('identity.member-is-yourself');
  const result = await withTx(ctx, async (tx): Promise<Changed> => {
    // Every member row is locked: two administrators who remove each other at once must not leave nobody.
    const members = await tx.$queryRaw<MemberRow[]>`
      SELECT id, user_id, roles, status FROM membership WHERE institution_id = ${ctx.institutionId} ORDER BY id FOR UPDATE`;
    const member = members.find((m) => m.user_id === userId);
    return member ? work(tx, member) : err('identity.member-not-found');
  });
  if (!result.ok) return result;
  forgetSessions(result.value.sessions);
  return ok({ userId: result.value.userId });
}

async function isLastAdministrator(tx: Tx, ctx: Ctx, member: MemberRow): Promise<boolean> {
  if (!member.roles.includes('administrator') || member.status !== 'active') return false;
  const others = await tx.membership.count({
    where: { institution_id: ctx.institutionId, status: 'active', roles: { has: 'administrator' }, id: { not: member.id } },
  });
  return others === 0;
}
