// Guarantee: roles that sign or administrate are given and taken only after a head agreed who is not the one they are for; a first head needs nobody.
import { generate } from 'otplib';
import { beforeAll, expect, test } from 'vitest';
import { acceptInvitation, newTotpSecret, readInvitation, setMemberRoles, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, PASSWORD, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { withTx } from '@/lib/platform/tx';
import { getApproval } from '../queries';
import { changeRoles, inviteWithRoles, settleRights } from './change-rights';
import { decideApproval } from './decide-approval';

const world = testWorld(92);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let admin: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'rights');
  admin = await makePerson(world, home, ['administrator']);
});
const person = (role: Role) => makePerson(world, home, [role], { totp: secret });
const rolesOf = (who: TestPerson) => withTx({ institutionId: home }, async (tx) => (await tx.membership.findFirstOrThrow({ where: { user_id: who.userId } })).roles);
const agree = async (who: TestPerson, approvalId: string) => decideApproval(who.ctx, {
  approvalId, decision: 'approve', reason: '', operationHash: (await getApproval(who.ctx, approvalId))!.operationHash, stepUpCode: await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) }),
});

test('the first head is made at once; from then on others agree, and what does not sign needs nobody', async () => {
  const first = await person('accountant');
  expect(must(await changeRoles(admin.ctx, { userId: first.userId, roles: ['finance-director'] }))).toEqual({ userId: first.userId });
  expect(await rolesOf(first)).toEqual(['finance-director']);

  const clerk = await person('accountant');
  expect(must(await changeRoles(admin.ctx, { userId: clerk.userId, roles: ['cashier'] })).approvalId).toBeUndefined();
  expect(await setMemberRoles(admin.ctx, { userId: clerk.userId, roles: ['finance-manager'] })).toMatchObject({ ok: false, error: { code: 'identity.needs-consent' } });
  const { approvalId } = must(await changeRoles(admin.ctx, { userId: clerk.userId, roles: ['finance-manager'] }));
  expect(await rolesOf(clerk)).toEqual(['cashier']);
  expect(await settleRights(home, approvalId!, world)).toBe(false);
  must(await agree(await person('finance-director'), approvalId!));
  expect(await settleRights(home, approvalId!, world)).toBe(true);
  expect(await settleRights(home, approvalId!, world)).toBe(false);
  expect(await rolesOf(clerk)).toEqual(['finance-manager']);
});

test('disabling the heads does not open the way, and nobody agrees to rights of their own', async () => {
  const [vice, friend] = [await person('vice-president'), await person('accountant')];
  await withTx({ institutionId: home }, (tx) => tx.membership.updateMany({ where: { roles: { hasSome: ['finance-director', 'vice-president'] }, user_id: { not: vice.userId } }, data: { status: 'disabled' } }));
  const { approvalId } = must(await changeRoles(admin.ctx, { userId: vice.userId, roles: ['vice-president', 'finance-director'] }));
  expect(await agree(vice, approvalId!)).toMatchObject({ ok: false, error: { code: 'approvals.own-request' } });
  await withTx({ institutionId: home }, (tx) => tx.membership.updateMany({ where: { user_id: vice.userId }, data: { status: 'disabled' } }));
  expect(must(await changeRoles(admin.ctx, { userId: friend.userId, roles: ['vice-president'] })).approvalId).toBeDefined();
  await withTx({ institutionId: home }, (tx) => tx.membership.updateMany({ data: { status: 'active' } }));
});

test('an invitation with such a role opens once somebody agreed, an ordinary one at once', async () => {
  const vice = await person('vice-president');
  const plain = must(await inviteWithRoles(admin.ctx, { email: 'clerk@example.test', displayName: '新同事', roles: ['accountant'] }));
  expect(await readInvitation(world.visitor, plain.token)).toMatchObject({ roles: ['accountant'] });
  const { token, approvalId } = must(await inviteWithRoles(admin.ctx, { email: 'boss@example.test', displayName: '新总监', roles: ['finance-director'] }));
  expect(await readInvitation(world.visitor, token)).toBeNull();
  expect(await acceptInvitation(world.visitor, { token, password: `${PASSWORD} long enough` })).toMatchObject({ ok: false, error: { code: 'identity.invitation-not-valid' } });
  must(await agree(vice, approvalId!));
  expect(await settleRights(home, approvalId!, world)).toBe(true);
  must(await acceptInvitation(world.visitor, { token, password: `${PASSWORD} long enough` }));
  const joined = await withTx({ institutionId: home }, (tx) => tx.membership.findFirstOrThrow({ where: { consent_id: approvalId! } }));
  expect(joined.roles).toEqual(['finance-director']);
});
