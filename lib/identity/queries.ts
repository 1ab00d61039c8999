/** Who belongs here, who is signed in where. Views are plain JSON. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { instantOfDate, plusMs, toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx, type Tx } from '@/lib/platform/tx';
import { requirePermission, type Role } from './policy';
import { IDLE_MS } from './session-store';

const MEMBERS_MAX = 500;
const iso = (date: Date): string => toIso(instantOfDate(date));

export interface MemberView {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly status: 'active' | 'disabled' | 'locked';
  readonly totpEnrolled: boolean;
  readonly passkeys: number;
  readonly lastSeenAt: string | null;
  readonly you: boolean;
}

export async function listMembers(ctx: Ctx): Promise<readonly MemberView[]> {
  requirePermission(ctx, 'people.read');
  const now = toDate(ctx.clock.now());
  const rows = await withTx(
    ctx,
    (tx) => tx.$queryRaw<
      {
        user_id: string;
        display_name: string;
        email: string;
        roles: Role[];
        status: string;
        locked_until: Date | null;
        totp: boolean;
        passkeys: number;
        seen: Date | null;
      }[]
    >`
    SELECT m.user_id, u.display_name, u.email, m.roles, m.status, u.locked_until, u.totp_sealed IS NOT NULL AS totp, u.passkeys,
      (SELECT max(s.last_seen_at) FROM user_session s WHERE s.user_id = m.user_id AND s.institution_id = m.institution_id) AS seen
    FROM membership m JOIN user_account u ON u.id = m.user_id
    WHERE m.institution_id = ${ctx.institutionId} ORDER BY m.status, u.display_name, m.id LIMIT ${MEMBERS_MAX}`,
  );
  const me = ctx.actor.kind === 'user' ? ctx.actor.userId : '';
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.display_name,
    email: row.email,
    roles: row.roles,
    totpEnrolled: row.totp,
    passkeys: row.passkeys,
    you: row.user_id === me,
    status: row.status === 'disabled' ? 'disabled' : row.locked_until && row.locked_until > now ? 'locked' : 'active',
    lastSeenAt: row.seen && iso(row.seen),
  }));
}

export interface OpenInvitationView {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly expiresAt: string;
  /** Its link does not open yet: others have not agreed. */
  readonly waits: boolean;
}

export async function listInvitations(ctx: Ctx): Promise<readonly OpenInvitationView[]> {
  requirePermission(ctx, 'people.read');
  const rows = await withTx(ctx, (tx) =>
    tx.invitation.findMany({
      where: { institution_id: ctx.institutionId, closed_at: null, expires_at: { gt: toDate(ctx.clock.now()) } },
      orderBy: { created_at: 'desc' },
      take: MEMBERS_MAX,
    }),
  );
  return rows.map((row) => ({ email: row.email, name: row.display_name, roles: row.roles as Role[], expiresAt: iso(row.expires_at), waits: row.needs_consent && row.consent_id === null }));
}

export interface SessionListView {
  readonly id: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  readonly ip: string;
  readonly device: string;
  readonly current: boolean;
}

/** One's own live sessions: no permission is needed to see oneself. */
export async function listMySessions(ctx: Ctx): Promise<readonly SessionListView[]> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return [];
  const now = ctx.clock.now();
  const rows = await withTx(ctx, (tx) =>
    tx.user_session.findMany({
      where: {
        user_id: actor.userId,
        revoked_at: null,
        expires_at: { gt: toDate(now) },
        last_seen_at: { gt: toDate(plusMs(now, -IDLE_MS)) },
      },
      orderBy: { last_seen_at: 'desc' },
      take: 50,
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    startedAt: iso(row.created_at),
    lastSeenAt: iso(row.last_seen_at),
    ip: row.ip,
    device: row.device,
    current: row.id === actor.sessionId,
  }));
}

export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  /** Kept by a password manager on several devices. */
  readonly synced: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** One's own passkeys that count. */
export async function listMyPasskeys(ctx: Ctx): Promise<readonly PasskeyView[]> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return [];
  const rows = await withTx(ctx, (tx) => tx.passkey.findMany({ where: { user_id: actor.userId, removed_at: null }, orderBy: { id: 'asc' } }));
  return rows.map((row) => ({ id: row.id, name: row.name, synced: row.synced, createdAt: iso(row.created_at), lastUsedAt: row.last_used_at && iso(row.last_used_at) }));
}

export interface MyInstitutionView {
  readonly id: InstitutionId;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly current: boolean;
}

/** What the institution switcher offers. */
export async function listMyInstitutions(ctx: Ctx): Promise<readonly MyInstitutionView[]> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return [];
  const rows = await withPlatformTx(
    (tx) => tx.$queryRaw<{ id: InstitutionId; name_zh: string; name_en: string }[]>`
    SELECT i.id, i.name_zh, i.name_en FROM membership m JOIN institution i ON i.id = m.institution_id AND i.status = 'active'
    WHERE m.user_id = ${actor.userId} AND m.status = 'active' ORDER BY i.name_en, i.id LIMIT ${MEMBERS_MAX}`,
    { userId: actor.userId },
  );
  return rows.map((row) => ({ id: row.id, nameZh: row.name_zh, nameEn: row.name_en, current: row.id === ctx.institutionId }));
}

/** Names of people for modules that keep only their ids. Unknown ids are left out. */
export async function namesOf(tx: Tx, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(userIds)].slice(0, MEMBERS_MAX);
  if (wanted.length === 0) return new Map();
  const rows = await tx.user_account.findMany({ where: { id: { in: wanted } }, select: { id: true, display_name: true } });
  return new Map(rows.map((row) => [row.id, row.display_name]));
}

export interface FinancePerson {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly department: string | null;
}

/** Active members who work in finance and see approvals: who may sign, for themselves or for others. For queries that authorised already. */
export async function listFinancePeople(tx: Tx, ctx: Pick<Ctx, 'institutionId'>): Promise<readonly FinancePerson[]> {
  const rows = await tx.$queryRaw<{ user_id: string; display_name: string; roles: Role[]; department: string | null }[]>`
    SELECT m.user_id, u.display_name, m.roles, m.department FROM membership m JOIN user_account u ON u.id = m.user_id
    WHERE m.institution_id = ${ctx.institutionId} AND m.status = 'active' AND u.status = 'active' AND NOT m.roles && ARRAY['administrator', 'auditor', 'cashier']
    ORDER BY u.display_name, m.id LIMIT ${MEMBERS_MAX}`;
  return rows.map((row) => ({ userId: row.user_id, name: row.display_name, roles: row.roles, department: row.department }));
}

/** Mail addresses of the active people of these roles: for messages that cannot wait until somebody looks. */
export async function staffAddresses(tx: Tx, ctx: Pick<Ctx, 'institutionId'>, roles: readonly Role[]): Promise<readonly { readonly userId: string; readonly email: string }[]> {
  const rows = await tx.$queryRaw<{ user_id: string; email: string }[]>`
    SELECT m.user_id, u.email FROM membership m JOIN user_account u ON u.id = m.user_id
    WHERE m.institution_id = ${ctx.institutionId} AND m.status = 'active' AND u.status = 'active' AND m.roles && ${[...roles]}::text[] ORDER BY m.id LIMIT ${MEMBERS_MAX}`;
  return rows.map((row) => ({ userId: row.user_id, email: row.email }));
}
