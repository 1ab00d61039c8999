// Guarantee: a forgotten password is reset by a mailed link that works once, for half an hour, ends every session, and says nothing about who has an account.
import { beforeAll, expect, test } from 'vitest';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/kernel/time';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { beginTotp } from './commands/enrol-totp';
import { askPasswordReset, openPasswordReset, readPasswordReset, resetPassword, RESET_MAIL_JOB } from './commands/reset-password';
import { signIn } from './commands/sign-in';
import { makeInstitution, makePerson, PASSWORD, testWorld } from './people.fixtures';
import { readSession } from './session-store';

const world = testWorld(71);
const NEW = 'four unrelated little words';
let home: InstitutionId;
beforeAll(async () => void (home = await makeInstitution(world, 'resets')));
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code);
const jobs = () => withPlatformTx((tx) => tx.$queryRaw<{ payload: { userId: string } }[]>`
  SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = ${RESET_MAIL_JOB}`);

test('asking is answered alike and leaves one job, whether the address has an account or not', async () => {
  const person = await makePerson(world, home, ['cashier']);
  const gone = await makePerson(world, home, ['cashier']);
  await withTx({ institutionId: home }, (tx) => tx.user_account.update({ where: { id: gone.userId }, data: { status: 'disabled' } }));
  for (const email of [person.email.toUpperCase(), 'nobody@example.test', gone.email, 'nonsense']) {
    expect(await askPasswordReset(world.visitor, { email })).toEqual({ ok: true, value: { asked: true } });
  }
  expect(new Set((await jobs()).map((job) => job.payload.userId))).toEqual(new Set(['', person.userId]));
  expect(await openPasswordReset(world.visitor, '')).toBeNull();
  expect(await openPasswordReset(world.visitor, gone.userId)).toBeNull();
});

test('a link works once, ends every session, opens a locked account, and takes the other links with it', async () => {
  const person = await makePerson(world, home, ['cashier']);
  const { sessionId } = must(await signIn(world.visitor, { email: person.email, password: PASSWORD }));
  for (let n = 0; n < 5; n++) await signIn(world.visitor, { email: person.email, password: 'wrong wrong wrong' });
  const [first, second] = [(await openPasswordReset(world.visitor, person.userId))!, (await openPasswordReset(world.visitor, person.userId))!];
  expect(await readPasswordReset(world.visitor, first.token)).toMatchObject({ email: person.email });
  expect(code(await resetPassword(world.visitor, { token: first.token, password: 'short' }))).toBe('identity.password-too-short');
  const answers = await Promise.all(Array.from({ length: 10 }, () => resetPassword(world.visitor, { token: first.token, password: NEW })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(new Set(answers.filter((answer) => !answer.ok).map(code))).toEqual(new Set(['identity.reset-not-valid']));
  expect(code(await resetPassword(world.visitor, { token: second.token, password: `${NEW} again` }))).toBe('identity.reset-not-valid');
  expect(await readSession(sessionId, world.clock)).toBeNull();
  expect([code(await signIn(world.visitor, { email: person.email, password: PASSWORD })), code(await signIn(world.visitor, { email: person.email, password: NEW }))])
    .toEqual(['identity.sign-in-refused', 'ok']);
  const stored = await withPlatformTx((tx) => tx.password_reset.findMany({ where: { user_id: person.userId } }), { userId: person.userId });
  expect(JSON.stringify(stored.map((row) => Buffer.from(row.token_hash).toString('base64url')))).not.toContain(first.token.split('.')[1]);
});

test('it is of no use after half an hour, to somebody else, altered, or for whoever was disabled meanwhile; three an hour at most', async () => {
  const [person, other] = [await makePerson(world, home, ['cashier']), await makePerson(world, home, ['cashier'])];
  const { token } = (await openPasswordReset(world.visitor, person.userId))!;
  for (const wrong of [`${other.userId}.${token.split('.')[1]}`, `${token}x`, token.slice(0, -1), '', 'a.b']) expect(code(await resetPassword(world.visitor, { token: wrong, password: NEW }))).toBe('identity.reset-not-valid');
  world.clock.advance(30 * MINUTE_MS);
  expect(code(await resetPassword(world.visitor, { token, password: NEW }))).toBe('identity.reset-not-valid');
  const again = (await openPasswordReset(world.visitor, person.userId))!;
  await openPasswordReset(world.visitor, person.userId);
  expect(await openPasswordReset(world.visitor, person.userId)).toBeNull();
  await withTx({ institutionId: home }, (tx) => tx.user_account.update({ where: { id: person.userId }, data: { status: 'disabled' } }));
  expect(code(await resetPassword(world.visitor, { token: again.token, password: NEW }))).toBe('identity.reset-not-valid');
  world.clock.advance(HOUR_MS);
});

test('whoever has only the mailbox gets no second factor: a first one waits a day, a further one wants the one there is', async () => {
  const person = await makePerson(world, home, ['finance-manager']);
  const { token } = (await openPasswordReset(world.visitor, person.userId))!;
  must(await resetPassword(world.visitor, { token, password: NEW }));
  expect(code(await beginTotp(person.ctx, { password: NEW }))).toBe('identity.factor-too-soon');
  world.clock.advance(DAY_MS);
  expect(code(await beginTotp(person.ctx, { password: NEW }))).toBe('ok');
});
