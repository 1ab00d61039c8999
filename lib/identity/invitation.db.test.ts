// Guarantee: an invitation works once, within seven days, for the roles it names; it takes over nobody's account.
import { beforeAll, expect, test } from 'vitest';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { acceptInvitation, readInvitation } from './commands/accept-invitation';
import { inviteMember } from './commands/invite-member';
import { signIn } from './commands/sign-in';
import { withdrawInvitation } from './commands/withdraw-invitation';
import { makeInstitution, makePerson, PASSWORD, testWorld, type TestPerson } from './people.fixtures';
import { listMembers } from './queries';

const world = testWorld(13);
const { visitor, clock } = world;
let home: InstitutionId;
let admin: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'home');
  admin = await makePerson(world, home, ['administrator']);
});
const invite = (email: string) => inviteMember(admin.ctx, { email, displayName: '新同事', roles: ['accountant'] });
const SECRET = 'four unrelated words here';

test('a new person chooses a password and can sign in; the link then is spent; its secret is not in the database', async () => {
  const { token } = must(await invite('New@Example.test'));
  expect(await readInvitation(visitor, token)).toMatchObject({ email: 'new@example.test', known: false, roles: ['accountant'] });
  expect(await acceptInvitation(visitor, { token, password: 'short' })).toMatchObject({
    error: { fields: { password: 'identity.password-too-short' } },
  });
  const twice = await Promise.all([1, 2].map(() => acceptInvitation(visitor, { token, password: SECRET })));
  expect(twice.filter((r) => r.ok)).toHaveLength(1);
  expect((await signIn(visitor, { email: 'new@example.test', password: SECRET })).ok).toBe(true);
  expect((await listMembers(admin.ctx)).find((m) => m.email === 'new@example.test')).toMatchObject({
    roles: ['accountant'],
    status: 'active',
  });
  const rows = await withTx(
    { institutionId: home },
    (tx) => tx.$queryRaw<{ t: string }[]>`SELECT row_to_json(i)::text AS t FROM invitation i`,
  );
  expect(rows.some((row) => row.t.includes(token.split('.')[1]!))).toBe(false);
});

test('somebody who has an account elsewhere must prove it, and keeps their password', async () => {
  const far = await makeInstitution(world, 'far');
  const known = await makePerson(world, far, ['cashier']);
  const { token } = must(await invite(known.email));
  expect(await acceptInvitation(visitor, { token, password: SECRET })).toMatchObject({ error: { code: 'identity.password-wrong' } });
  must(await acceptInvitation(visitor, { token, password: PASSWORD }));
  expect((await signIn(visitor, { email: known.email, password: PASSWORD, institution: 'home' })).ok).toBe(true);
});

test('withdrawn, replaced, old, altered and foreign links are all simply not valid', async () => {
  const first = must(await invite('x@example.test'));
  const second = must(await invite('x@example.test'));
  must(await invite('y@example.test'));
  must(await withdrawInvitation(admin.ctx, { email: 'y@example.test' }));
  const far = await makeInstitution(world, 'faraway');
  const tries = [first.token, `${second.token}x`, second.token.replace(home, far), '', 'ins_.x', 'x'.repeat(300)];
  for (const token of tries) expect(await readInvitation(visitor, token)).toBeNull();
  expect(await readInvitation(visitor, second.token)).not.toBeNull();
  clock.advance(7 * DAY_MS);
  expect(await acceptInvitation(visitor, { token: second.token, password: SECRET })).toMatchObject({
    error: { code: 'identity.invitation-not-valid' },
  });
});

test('only an administrator invites, and nobody is invited twice or into roles that do not go together', async () => {
  const accountant = await makePerson(world, home, ['accountant']);
  expect(await inviteMember(accountant.ctx, { email: 'z@example.test', displayName: 'Z', roles: ['auditor'] })).toMatchObject({
    error: { code: 'access.denied' },
  });
  expect(await inviteMember(admin.ctx, { email: accountant.email, displayName: 'Z', roles: ['auditor'] })).toMatchObject({
    error: { code: 'identity.member-exists' },
  });
  const both = inviteMember(admin.ctx, { email: 'z@example.test', displayName: 'Z', roles: ['administrator', 'accountant'] });
  expect(await both).toMatchObject({ error: { code: 'identity.roles-conflict' } });
});
