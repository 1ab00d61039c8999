// Guarantee: a Server Action is a public endpoint: without a session, with junk or with another's rights it does nothing and says nothing.
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { encode } from 'next-auth/jwt';
import { z } from 'zod';
import { sessionCookieName, signIn, tokenSecret } from '@/lib/identity';
import { makeInstitution, makePerson, PASSWORD, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import { must, ok } from '@/lib/kernel/result';
import { systemClock } from '@/lib/platform/clock';
import { consoleAction } from './action';
import { consoleFeed } from './feed';

const cookie = vi.hoisted(() => ({ name: '', value: undefined as string | undefined }));
vi.mock('next/headers', () => ({
  cookies: async () => ({ get: (name: string) => (name === cookie.name && cookie.value ? { name, value: cookie.value } : undefined) }),
  headers: async () => new Headers({ 'x-forwarded-for': '203.0.113.9', 'user-agent': 'test' }),
}));
vi.mock('next/cache', () => ({ revalidatePath: () => undefined }));
vi.mock('next-intl/server', () => ({
  getMessages: async () => ({ errors: {} }),
  getTranslations: async () => Object.assign((key: string) => key, { has: (key: string) => key.startsWith('errors.') }),
}));

const world = testWorld(41);
let person: TestPerson;
let token: string;
beforeAll(async () => {
  const home = await makeInstitution(world, 'home');
  person = await makePerson(world, home, ['cashier']);
  const { sessionId } = must(await signIn({ ...world.visitor, clock: systemClock }, { email: person.email, password: PASSWORD }));
  token = await encode({ token: { sid: sessionId }, secret: tokenSecret() });
});
beforeEach(() => Object.assign(cookie, { name: sessionCookieName(), value: token }));

const command = vi.fn(async (_ctx: unknown, input: { amount: string }) => ok({ got: input.amount }));
const action = consoleAction(z.object({ amount: z.string().max(10) }), command, { action: 'test.act' });
const codeOf = (result: { ok: boolean; error?: { code: string } } | null) => (result?.ok ? 'ok' : result?.error?.code);

test('with a session and a well-formed input the command runs as that person, from a form, an object or useActionState', async () => {
  const form = new FormData();
  form.set('amount', '1.00');
  expect(await action(form)).toEqual(ok({ got: '1.00' }));
  expect(await action(null, form)).toEqual(ok({ got: '1.00' }));
  expect(await action({ amount: '1.00' })).toEqual(ok({ got: '1.00' }));
  expect(command.mock.calls[0]![0]).toMatchObject({ actor: { userId: person.userId, roles: ['cashier'] }, origin: { ip: '203.0.113.9' } });
});

test('no cookie, junk, another key, an altered token: signed out, and the command never runs', async () => {
  command.mockClear();
  const foreign = await encode({ token: { sid: 'ses_0000000000000000000000000' }, secret: 'another secret' });
  const unknown = await encode({ token: { sid: 'ses_00000000000000000000000000' }, secret: tokenSecret() });
  for (const value of [undefined, 'junk', 'x'.repeat(5_000), foreign, unknown, `${token.slice(0, -3)}AAA`]) {
    cookie.value = value;
    expect(codeOf(await action({ amount: '1.00' }))).toBe('identity.signed-out');
  }
  expect(command).not.toHaveBeenCalled();
});

test('junk input is refused by field, without a word of the parser', async () => {
  command.mockClear();
  for (const junk of [
    {},
    { amount: 5 },
    { amount: 'x'.repeat(11) },
    null,
    undefined,
    'text',
    [1],
    { amount: { toString: 'x' } },
    new FormData(),
  ]) {
    const result = await action(junk as { amount: string });
    expect(codeOf(result)).toBe('edge.invalid-input');
    expect(JSON.stringify(result)).not.toMatch(/expected|zod|string|undefined/i);
  }
  expect(command).not.toHaveBeenCalled();
});

test('a feed answers JSON that nobody keeps, bigints as text; without a session 401, without the right 404', async () => {
  const feed = consoleFeed(z.object({ id: z.string() }), async (ctx, input) => ({
    id: input.id,
    amount: 9_007_199_254_740_993n,
    who: ctx.actor.kind,
  }));
  const get = (headers: Record<string, string>) => feed(new Request('http://x/api/feeds/t?id=1', { headers }));
  const good = await get({ cookie: `a=b; ${sessionCookieName()}=${token}` });
  expect([good.status, good.headers.get('cache-control'), await good.json()]).toEqual([
    200,
    'no-store',
    { id: '1', amount: '9007199254740993', who: 'user' },
  ]);
  const out = await get({});
  expect([out.status, out.headers.get('content-type')]).toEqual([401, 'application/problem+json; charset=utf-8']);
  const { AccessDenied } = await import('@/lib/identity');
  const denied = consoleFeed(z.object({}), () => Promise.reject(new AccessDenied('ledger.read')));
  const answer = await denied(new Request('http://x/api/feeds/t', { headers: { cookie: `${sessionCookieName()}=${token}` } }));
  const text = await answer.text();
  expect([answer.status, text.includes('ledger')]).toEqual([404, false]);
});
