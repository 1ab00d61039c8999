/** An administrator changes a member's roles, or takes away or gives back their membership. It counts from the next request on. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { authorize, type Role } from '../policy';
import { checkRoles, guardedChange, othersCanAgree, type AskForRights, type RightsWish } from '../roles';
import { forgetSessions } from '../session-store';
import { openInvitation } from './invite-member';
import { endSessions } from './revoke-session';

export type ChangeMemberFailure = Failure<
  'access.denied' | 'identity.member-not-found' | 'identity.member-is-yourself' | 'identity.last-administrator' | 'identity.roles-conflict' | 'identity.needs-consent'
>;
export interface MemberChanged {
  readonly userId: string;
  /** Nothing is changed yet: others were asked. */
  readonly approvalId?: string;
}
type Changed = Result<MemberChanged & { sessions: string[] }, ChangeMemberFailure>;
interface MemberRow {
  readonly id: string;
  readonly user_id: string;
  readonly roles: string[];
  readonly status: string;
}

/** Roles that sign or administrate change only with consent, which `ask` asks for; without it they are refused. */
export async function setMemberRoles(
  ctx: Ctx,
  input: { readonly userId: string; readonly roles: readonly Role[] },
  ask?: AskForRights,
): Promise<Result<MemberChanged, ChangeMemberFailure>> {
  const roles = checkRoles(input.roles);
  if (!roles.ok) return err('identity.roles-conflict', {}, { roles: roles.error.code });
  return change(ctx, input.userId, async (tx, member): Promise<Changed> => {
    if (!roles.value.includes('administrator') && (await isLastAdministrator(tx, ctx, member))) return err('identity.last-administrator');
    if (guardedChange(member.roles, roles.value) && (await othersCanAgree(tx, ctx.institutionId, member.user_id))) {
      if (!ask) return err('identity.needs-consent');
      return ok({ userId: member.user_id, approvalId: await ask(tx, await wishOf(tx, member, roles.value)), sessions: [] });
    }
    return ok({ userId: member.user_id, sessions: await writeRoles(tx, ctx, member, roles.value, null) });
  });
}

const wishOf = async (tx: Tx, member: MemberRow, after: readonly string[]): Promise<RightsWish> => {
  const { display_name: name, email } = await tx.user_account.findUniqueOrThrow({ where: { id: member.user_id }, select: { display_name: true, email: true } });
  return { subjectKind: 'user', subjectId: member.user_id, name, email, before: [...member.roles].sort(), after: [...after].sort() };
};

/** Answers the sessions that must learn of it. */
async function writeRoles(tx: Tx, ctx: Ctx, member: MemberRow, roles: readonly string[], consentId: string | null): Promise<string[]> {
  await tx.membership.update({ where: { id: member.id }, data: { roles: [...roles], ...(consentId && { consent_id: consentId }) } });
  await audit(tx, ctx, {
    action: 'member.roles', subjectKind: 'user', subjectId: member.user_id, outcome: 'done',
    before: { roles: member.roles }, after: { roles: [...roles], ...(consentId && { approval: consentId }) },
  });
  const sessions = await tx.user_session.findMany({ where: { user_id: member.user_id, revoked_at: null }, select: { id: true } });
  return sessions.map((s) => s.id);
}

/**
 * What others agreed to takes effect, if the member still is as they saw it: `agreed` says whether the wish, built again from the rows, has their
 * consent. Also for an invitation, whose link opens from then on.
 */
export async function giveAgreedRights(
  ctx: Ctx, subject: { readonly kind: string; readonly id: string; readonly roles: readonly string[] }, approvalId: string, agreed: (tx: Tx, wish: RightsWish) => Promise<boolean>,
): Promise<boolean> {
  const done = await withTx(ctx, async (tx): Promise<readonly string[] | null> => {
    if (subject.kind === 'invitation') return (await openInvitation(tx, ctx, subject.id, approvalId, agreed)) ? [] : null;
    const member = (await lockMembers(tx, ctx)).find((m) => m.user_id === subject.id);
    // Two who were asked about at once must not leave nobody.
    if (!member || (!subject.roles.includes('administrator') && (await isLastAdministrator(tx, ctx, member)))) return null;
    if (!(await agreed(tx, await wishOf(tx, member, subject.roles)))) return null;
    return writeRoles(tx, ctx, member, subject.roles, approvalId);
  });
  if (done) forgetSessions(done);
  return done !== null;
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
): Promise<Result<MemberChanged, ChangeMemberFailure>> {
  const allowed = authorize(ctx, 'people.write');
  if (!allowed.ok) return allowed;
  if (ctx.actor.kind === 'user' && ctx.actor.userId === userId) return err('identity.member-is-yourself');
  const result = await withTx(ctx, async (tx): Promise<Changed> => {
    const member = (await lockMembers(tx, ctx)).find((m) => m.user_id === userId);
    return member ? work(tx, member) : err('identity.member-not-found');
  });
  if (!result.ok) return result;
  forgetSessions(result.value.sessions);
  const { sessions: _ended, ...changed } = result.value;
  return ok(changed);
}

/** Every member row is locked: two administrators who remove each other at once must not leave nobody. */
const lockMembers = (tx: Tx, ctx: Ctx): Promise<MemberRow[]> => tx.$queryRaw<MemberRow[]>`
  SELECT id, user_id, roles, status FROM membership WHERE institution_id = ${ctx.institutionId} ORDER BY id FOR UPDATE`;

async function isLastAdministrator(tx: Tx, ctx: Ctx, member: MemberRow): Promise<boolean> {
  if (!member.roles.includes('administrator') || member.status !== 'active') return false;
  const others = await tx.membership.count({
    where: { institution_id: ctx.institutionId, status: 'active', roles: { has: 'administrator' }, id: { not: member.id } },
  });
  return others === 0;
}
