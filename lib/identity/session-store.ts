/**
 * Session rows decide who is signed in; the cookie only names one. A row read is believed for at most five seconds, so a revoked
 * session ends within that time in every process, and at once in the one that revoked it.
 */
import type { Id, InstitutionId, UserId } from '@/lib/kernel/ids';
import { HOUR_MS, DAY_MS, instantOfDate, MINUTE_MS, plusMs, SECOND_MS, toDate, type Instant } from '@/lib/kernel/time';
import type { Clock } from '@/lib/kernel/ports';
import type { Currency } from '@/lib/kernel/money';
import { systemClock } from '@/lib/platform/clock';
import { withPlatformTx } from '@/lib/platform/tx';
import type { Role } from './policy';

export const IDLE_MS = 12 * HOUR_MS;
export const ABSOLUTE_MS = 7 * DAY_MS;
const BELIEVED_MS = 5 * SECOND_MS;
/** `last_seen_at` is written at most this often per session: reading a page should not cost a write. */
const TOUCH_MS = MINUTE_MS;
const CACHE_MAX = 10_000;

export interface InstitutionView {
  readonly id: InstitutionId;
  readonly slug: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: string;
  readonly timeZone: string;
  readonly dayCutOff: string;
  readonly currency: Currency;
  readonly environment: string;
}

export interface Session {
  readonly sessionId: Id<'session'>;
  readonly userId: UserId;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly institution: InstitutionView;
  /** Whether a second factor is set up: acts that need step-up are refused without it. */
  readonly totpEnrolled: boolean;
  readonly passkeys: number;
}

interface Believed {
  readonly session: Session | null;
  readonly until: Instant;
}
// One per process, also where a bundler loads this file twice: a revocation must reach every copy.
const holder = globalThis as typeof globalThis & { bafangSessions?: Map<string, Believed> };
const believed = (): Map<string, Believed> => (holder.bafangSessions ??= new Map());

/** The live session of this id, or null: unknown, revoked, idle too long, too old, person or membership disabled. */
export async function readSession(id: Id<'session'>, clock: Clock = systemClock): Promise<Session | null> {
  const now = clock.now();
  const known = believed().get(id);
  if (known && known.until > now) return known.session;
  const session = await loadSession(id, now);
  if (believed().size >= CACHE_MAX) believed().clear();
  believed().set(id, { session, until: plusMs(now, BELIEVED_MS) });
  return session;
}

/** Forgets what was believed about these sessions; called by everything that changes or ends one. */
export function forgetSessions(ids: readonly string[]): void {
  for (const id of ids) believed().delete(id);
}

interface Row {
  user_id: string;
  last_seen_at: Date;
  email: string;
  display_name: string;
  totp: boolean;
  passkeys: number;
  roles: string[];
  institution_id: string;
  slug: string;
  name_zh: string;
  name_en: string;
  kind: string;
  time_zone: string;
  day_cut_off: string;
  currency: string;
  environment: string;
}

async function loadSession(id: Id<'session'>, now: Instant): Promise<Session | null> {
  const idleSince = toDate(plusMs(now, -IDLE_MS));
  return withPlatformTx(async (tx) => {
    // Memberships are walled off: the person of the session is named first, then their own rows can be read.
    await tx.$executeRaw`SELECT set_config('app.user', coalesce((SELECT user_id FROM user_session WHERE id = ${id}), ''), true)`;
    const rows = await tx.$queryRaw<Row[]>`
      SELECT s.user_id, s.last_seen_at, u.email, u.display_name, u.totp_sealed IS NOT NULL AS totp, u.passkeys, m.roles, i.id AS institution_id, i.slug,
        i.name_zh, i.name_en, i.kind, i.time_zone, i.day_cut_off, i.currency, i.environment
      FROM user_session s
      JOIN user_account u ON u.id = s.user_id AND u.status = 'active'
      JOIN membership m ON m.user_id = s.user_id AND m.institution_id = s.institution_id AND m.status = 'active'
      JOIN institution i ON i.id = s.institution_id AND i.status = 'active'
      WHERE s.id = ${id} AND s.revoked_at IS NULL AND s.expires_at > ${toDate(now)} AND s.last_seen_at > ${idleSince}`;
    const row = rows[0];
    if (!row) return null;
    if (instantOfDate(row.last_seen_at) <= now - TOUCH_MS) {
      await tx.$executeRaw`UPDATE user_session SET last_seen_at = ${toDate(now)} WHERE id = ${id} AND last_seen_at < ${toDate(now)}`;
    }
    return toSession(id, row);
  });
}

function toSession(sessionId: Id<'session'>, row: Row): Session {
  return {
    sessionId,
    userId: row.user_id as UserId,
    email: row.email,
    name: row.display_name,
    roles: row.roles as Role[],
    totpEnrolled: row.totp,
    passkeys: row.passkeys,
    institution: {
      id: row.institution_id as InstitutionId,
      slug: row.slug,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      kind: row.kind,
      timeZone: row.time_zone,
      dayCutOff: row.day_cut_off,
      currency: row.currency as Currency,
      environment: row.environment,
    },
  };
}
