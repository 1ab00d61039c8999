// Guarantee: the sign-in API says yes or no and nothing else: not why, not with what exception, and its cookie names a session only.
import { decode } from 'next-auth/jwt';
import { expect, test, vi } from 'vitest';
import { tokenSecret } from '@/lib/identity';
import { makeInstitution, makePerson, PASSWORD, testWorld } from '@/lib/identity/people.fixtures';
import { closeConnections } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { authOptions } from './sign-in';

vi.mock('next/headers', () => ({ cookies: async () => ({ get: () => undefined }), headers: async () => new Headers() }));

const world = testWorld(51);
type Authorize = (received: unknown, request: { headers?: Record<string, string> }) => Promise<{ id: string } | null>;
const authorize: Authorize = (received, request) =>
  (authOptions().providers[0] as unknown as { options: { authorize: Authorize } }).options.authorize(received, request);

test('right, wrong, unknown and junk: an id or null, each after the same least time', async () => {
  const person = await makePerson(world, await makeInstitution(world, 'home'), ['cashier']);
  const tries = [
    { email: person.email, password: PASSWORD },
    { email: person.email, password: 'no' },
    { email: 'no@example.test', password: PASSWORD },
  ];
  const answers = [];
  for (const received of tries) {
    const before = performance.now();
    answers.push((await authorize(received, { headers: {} }))?.id.slice(0, 4) ?? null);
    expect(performance.now() - before).toBeGreaterThan(295);
  }
  expect(answers).toEqual(['ses_', null, null]);
  for (const junk of [undefined, {}, { email: 1 }, { email: 'x'.repeat(201), password: 'x' }]) expect(await authorize(junk, {})).toBeNull();
});

test('when the database is away the answer is no, not an exception', async () => {
  await closeConnections();
  const broken = vi.spyOn(env(), 'DATABASE_APP_URL', 'get' as never);
  broken.mockReturnValue('postgresql://x:x@127.0.0.1:1/x' as never);
  expect(await authorize({ email: 'a@example.test', password: 'x' }, {})).toBeNull();
  broken.mockRestore();
  await closeConnections();
});

test('the token carries the session id and no person', async () => {
  const { callbacks } = authOptions();
  const made = await callbacks!.jwt!({ token: { name: 'x', email: 'x' }, user: { id: 'ses_1' }, account: null } as never);
  expect(made).toEqual({ sid: 'ses_1' });
  expect(await decode({ token: 'junk', secret: tokenSecret() }).catch(() => null)).toBeNull();
});
