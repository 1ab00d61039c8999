// Guarantee: five wrong guesses lock an account, nobody learns which accounts exist, and an ended session is ended everywhere.
import { beforeAll, describe, expect, test } from 'vitest';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/kernel/time';
import { makeCtx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { setMemberRoles, setMemberStatus } from './commands/change-member';
import { changePassword } from './commands/change-password';
import { revokeSession } from './commands/revoke-session';
import { signIn } from './commands/sign-in';
import { switchInstitution } from './commands/switch-institution';
import { makeInstitution, makePerson, PASSWORD, testWorld } from './people.fixtures';
import { readSession } from './session-store';
import { listMyInstitutions } from './queries';

const world = testWorld(11);
const { visitor, clock } = world;
let home: InstitutionId;
beforeAll(async () => void (home = await makeInstitution(world, 'home')));

const refused = { ok: false, error: { code: 'identity.sign-in-refused' } };

describe('sign-in', () => {
  test('the right password opens a session that says who, where and with which roles', async () => {
    const person = await makePerson(world, home, ['accountant'], { name: '李静' });
    const { sessionId } = must(await signIn(visitor, { email: ` ${person.email.toUpperCase()} `, password: PASSWORD }));
    const session = await readSession(sessionId, clock);
    expect(session).toMatchObject({
      userId: person.userId,
      name: '李静',
      roles: ['accountant'],
      totpEnrolled: false,
      institution: { id: home, slug: 'home' },
    });
    const kept = await withTx({ institutionId: home }, (tx) => tx.audit_entry.findFirst({ where: { subject_id: sessionId } }));
    expect(kept).toMatchObject({ action: 'session.start', outcome: 'done', actor_id: person.userId, ip: '192.0.2.7' });
  });

  test('unknown e-mail, wrong password, disabled membership and locked account are answered alike', async () => {
    const person = await makePerson(world, home, ['cashier']);
    const gone = await makePerson(world, home, ['cashier']);
    await withTx({ institutionId: home }, (tx) =>
      tx.membership.updateMany({ where: { user_id: gone.userId }, data: { status: 'disabled' } }),
    );
    expect(await signIn(visitor, { email: 'nobody@example.test', password: PASSWORD })).toEqual(refused);
    expect(await signIn(visitor, { email: person.email, password: 'wrong' })).toEqual(refused);
    expect(await signIn(visitor, { email: gone.email, password: PASSWORD })).toEqual(refused);
  });

  test('the sixth try is refused even with the right password, until fifteen minutes have passed', async () => {
    const { email } = await makePerson(world, home, ['cashier']);
    for (let i = 0; i < 5; i++) expect(await signIn(visitor, { email, password: `wrong ${i}` })).toEqual(refused);
    expect(await signIn(visitor, { email, password: PASSWORD })).toEqual(refused);
    clock.advance(15 * MINUTE_MS - SECOND_MS);
    expect(await signIn(visitor, { email, password: PASSWORD })).toEqual(refused);
    clock.advance(2 * SECOND_MS);
    expect((await signIn(visitor, { email, password: PASSWORD })).ok).toBe(true);
  });

  test('twenty guesses sent at once are still only five guesses', async () => {
    const { email, userId } = await makePerson(world, home, ['cashier']);
    await Promise.all(Array.from({ length: 20 }, (_, i) => signIn(visitor, { email, password: `wrong ${i}` })));
    expect(await signIn(visitor, { email, password: PASSWORD })).toEqual(refused);
    const row = await withPlatformTx((tx) => tx.user_account.findUniqueOrThrow({ where: { id: userId } }));
    expect(row.failed_count).toBe(5);
  });

  test('a person sees only their own memberships outside a scope, and switches only to one of them', async () => {
    const other = await makeInstitution(world, 'other');
    const third = await makeInstitution(world, 'third');
    const person = await makePerson(world, home, ['accountant']);
    await withTx({ institutionId: other }, (tx) =>
      tx.membership.create({
        data: {
          id: 'mem_other',
          institution_id: other,
          user_id: person.userId,
          roles: ['auditor'],
          status: 'active',
          created_at: new Date(clock.now()),
        },
      }),
    );
    const { sessionId } = must(await signIn(visitor, { email: person.email, password: PASSWORD, institution: 'home' }));
    const ctx = makeCtx({ kind: 'user', userId: person.userId, roles: ['accountant'], sessionId, name: '' }, home, visitor);
    expect((await listMyInstitutions(ctx)).map((i) => i.id).sort()).toEqual([home, other].sort());
    expect(await switchInstitution(ctx, { institutionId: third })).toMatchObject({ error: { code: 'identity.institution-not-found' } });
    must(await switchInstitution(ctx, { institutionId: other }));
    expect(await readSession(sessionId, clock)).toMatchObject({ roles: ['auditor'], institution: { id: other } });
  });
});

describe('membership behind row security', () => {
  test('without a scope nothing is seen; in a scope only its own; a foreign row cannot be written', async () => {
    const far = await makeInstitution(world, 'far');
    await makePerson(world, far, ['auditor']);
    expect(await withPlatformTx((tx) => tx.membership.count())).toBe(0);
    const seen = await withTx({ institutionId: far }, (tx) => tx.membership.findMany());
    expect(seen.map((m) => m.institution_id)).toEqual([far]);
    const foreign = withTx(
      { institutionId: far },
      (tx) => tx.$executeRaw`
      INSERT INTO membership (id, institution_id, user_id, roles, status, created_at)
      SELECT 'mem_forged', ${home}, user_id, ARRAY['administrator'], 'active', now() FROM membership LIMIT 1`,
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
  });
});

describe('sessions end', () => {
  const start = async () => {
    const person = await makePerson(world, home, ['accountant']);
    const { sessionId } = must(await signIn(visitor, { email: person.email, password: PASSWORD }));
    const ctx = makeCtx({ kind: 'user', userId: person.userId, roles: ['accountant'], sessionId, name: '' }, home, visitor);
    return { person, sessionId, ctx };
  };

  test('by revocation: at once here, within five seconds where it was believed', async () => {
    const { sessionId, ctx } = await start();
    expect(await readSession(sessionId, clock)).not.toBeNull();
    must(await revokeSession(ctx, { sessionId }));
    expect(await readSession(sessionId, clock)).toBeNull();
    const second = await start();
    await readSession(second.sessionId, clock);
    // Another process revokes: this one believes what it read for at most five seconds.
    await withPlatformTx((tx) => tx.user_session.update({ where: { id: second.sessionId }, data: { revoked_at: new Date(clock.now()) } }));
    clock.advance(5 * SECOND_MS);
    expect(await readSession(second.sessionId, clock)).toBeNull();
  });

  test('nobody ends a session of somebody else', async () => {
    const mine = await start();
    const theirs = await start();
    expect(await revokeSession(mine.ctx, { sessionId: theirs.sessionId })).toMatchObject({ error: { code: 'identity.session-not-found' } });
    expect(await readSession(theirs.sessionId, clock)).not.toBeNull();
  });

  test('after twelve idle hours, and after seven days however busy', async () => {
    const idle = await start();
    clock.advance(12 * HOUR_MS + SECOND_MS);
    expect(await readSession(idle.sessionId, clock)).toBeNull();
    const busy = await start();
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      clock.advance(6 * HOUR_MS);
      expect(await readSession(busy.sessionId, clock)).not.toBeNull();
    }
    clock.advance(6 * HOUR_MS + SECOND_MS);
    expect(await readSession(busy.sessionId, clock)).toBeNull();
    clock.advance(DAY_MS);
  });

  test('at once when an administrator disables the person, and roles change at once', async () => {
    const admin = await makePerson(world, home, ['administrator']);
    const { person, sessionId } = await start();
    must(await setMemberRoles(admin.ctx, { userId: person.userId, roles: ['cashier'] }));
    expect(await readSession(sessionId, clock)).toMatchObject({ roles: ['cashier'] });
    must(await setMemberStatus(admin.ctx, { userId: person.userId, status: 'disabled' }));
    expect(await readSession(sessionId, clock)).toBeNull();
    expect(await signIn(visitor, { email: person.email, password: PASSWORD })).toEqual(refused);
    expect(await setMemberStatus(person.ctx, { userId: admin.userId, status: 'disabled' })).toMatchObject({
      error: { code: 'access.denied' },
    });
  });

  test('the other ones when the password changes', async () => {
    const { person, sessionId, ctx } = await start();
    const { sessionId: laptop } = must(await signIn(visitor, { email: person.email, password: PASSWORD }));
    expect(await changePassword(ctx, { current: 'wrong', next: 'another long secret' })).toMatchObject({
      error: { fields: { current: 'identity.password-wrong' } },
    });
    must(await changePassword(ctx, { current: PASSWORD, next: 'another long secret' }));
    expect(await readSession(sessionId, clock)).not.toBeNull();
    expect(await readSession(laptop, clock)).toBeNull();
    expect((await signIn(visitor, { email: person.email, password: 'another long secret' })).ok).toBe(true);
  });
});

test('the last administrator cannot be removed or demoted', async () => {
  const lonely = await makeInstitution(world, 'lonely');
  const admin = await makePerson(world, lonely, ['administrator']);
  const second = await makePerson(world, lonely, ['administrator']);
  expect(await setMemberStatus(admin.ctx, { userId: admin.userId, status: 'disabled' })).toMatchObject({
    error: { code: 'identity.member-is-yourself' },
  });
  const both = await Promise.all([
    setMemberStatus(admin.ctx, { userId: second.userId, status: 'disabled' }),
    setMemberRoles(second.ctx, { userId: admin.userId, roles: ['cashier'] }),
  ]);
  expect(both.filter((r) => r.ok)).toHaveLength(1);
  expect(both.find((r) => !r.ok)).toMatchObject({ error: { code: 'identity.last-administrator' } });
});
