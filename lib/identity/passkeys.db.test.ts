// Guarantee: a passkey's answer counts once, for the person it belongs to, unlocked, on our own page, for exactly what was asked; nobody sees another's.
import { beforeAll, describe, expect, test } from 'vitest';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { MINUTE_MS } from '@/lib/kernel/time';
import { makeCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { addPasskey, beginPasskey } from './commands/add-passkey';
import { beginPasskeySignIn, passkeySignIn } from './commands/passkey-sign-in';
import { removePasskey } from './commands/remove-passkey';
import { makeInstitution, makePerson, PASSWORD, testWorld, type TestPerson } from './people.fixtures';
import { testAuthenticator, type TestAuthenticator } from './passkey.fixtures';
import { listMyPasskeys } from './queries';
import { relyingParty } from './relying-party';
import { beginStepUp, stepUp, stepUpAllows } from './step-up';
import { readProof } from './step-up-proof';

const world = testWorld(91);
let home: InstitutionId;
beforeAll(async () => void (home = await makeInstitution(world, 'passkeys')));
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code);

interface Owner extends TestPerson { readonly device: TestAuthenticator }
async function owner(name = `key-${world.random.bytes(4).join('')}`): Promise<Owner> {
  const person = await makePerson(world, home, ['finance-manager']);
  const { id: rp, origin } = relyingParty();
  const device = testAuthenticator({ rp, origin, unlocked: true, userId: person.userId }, name);
  const { options } = must(await beginPasskey(person.ctx, { password: PASSWORD }));
  must(await addPasskey(person.ctx, { name: '手机', answer: device.make(options.challenge) }));
  return { ...person, device };
}
const asked = async (of: TestPerson, operation: string) => must(await beginStepUp(of.ctx, operation)).options.challenge;

describe('making one', () => {
  test('wants the password, a challenge of this very session that was not used before, our own page and an unlocked device', async () => {
    const person = await makePerson(world, home, ['cashier']);
    const { id: rp, origin } = relyingParty();
    const device = testAuthenticator({ rp, origin, unlocked: true, userId: person.userId }, 'one');
    expect(code(await beginPasskey(person.ctx, { password: 'wrong' }))).toBe('identity.password-wrong');
    const { challenge } = must(await beginPasskey(person.ctx, { password: PASSWORD })).options;
    const elsewhere = makeCtx({ ...person.ctx.actor, sessionId: 'ses_other' } as never, home, world.visitor);
    expect(code(await addPasskey(elsewhere, { name: 'x', answer: device.make(challenge) }))).toBe('identity.passkey-refused');
    expect(code(await addPasskey(person.ctx, { name: 'x', answer: device.make(challenge, { origin: 'https://evil.test' }) }))).toBe('identity.passkey-refused');
    expect(code(await addPasskey(person.ctx, { name: 'x', answer: device.make(challenge, { unlocked: false }) }))).toBe('identity.passkey-refused');
    expect(code(await addPasskey(person.ctx, { name: 'x', answer: '{"id":1}' }))).toBe('identity.passkey-refused');
    expect(code(await addPasskey(person.ctx, { name: 'x', answer: device.make(challenge) }))).toBe('ok');
    expect(code(await addPasskey(person.ctx, { name: 'x', answer: device.make(challenge) }))).toBe('identity.passkey-refused');
  });

  test('one credential never speaks for two accounts, and nobody sees another person\'s', async () => {
    const first = await owner('shared');
    const second = await makePerson(world, home, ['finance-director']);
    const { challenge } = must(await beginPasskey(second.ctx, { password: PASSWORD })).options;
    expect(code(await addPasskey(second.ctx, { name: 'x', answer: first.device.make(challenge) }))).toBe('identity.passkey-known');
    expect(await listMyPasskeys(second.ctx)).toEqual([]);
    expect(await withTx(second.ctx, (tx) => tx.$queryRaw`SELECT id FROM passkey WHERE user_id = ${first.userId}`)).toEqual([]);
    expect(await listMyPasskeys(first.ctx)).toMatchObject([{ name: '手机' }]);
  });
});

describe('signing an operation', () => {
  test('counts once, for that operation, in that session, for five minutes; the signature stays and can be checked', async () => {
    const person = await owner();
    const answer = person.device.sign(await asked(person, 'pay 100'));
    expect(code(await stepUp(person.ctx, { code: '', passkey: answer, operation: 'pay 900' }))).toBe('identity.passkey-refused');
    const proof = must(await stepUp(person.ctx, { code: '', passkey: answer, operation: 'pay 100' }));
    expect(code(await stepUp(person.ctx, { code: '', passkey: answer, operation: 'pay 100' }))).toBe('identity.passkey-refused');
    expect([stepUpAllows(person.ctx, proof, 'pay 100'), stepUpAllows(person.ctx, proof, 'pay 900')]).toEqual([true, false]);
    const other = makeCtx({ ...person.ctx.actor, sessionId: 'ses_other' } as never, home, world.visitor);
    expect(stepUpAllows(other, proof, 'pay 100')).toBe(false);
    expect(await readProof(proof, person.userId, (operation) => operation === 'pay 100')).toEqual({ method: 'passkey', passkey: '手机', holds: true });
    expect(await readProof(proof, person.userId, (operation) => operation === 'pay 900')).toMatchObject({ holds: false });
    expect(await readProof(proof, 'usr_somebody', () => true)).toMatchObject({ holds: false });
    const [head, kept] = [proof.slice(0, proof.lastIndexOf('.')), proof.slice(proof.lastIndexOf('.') + 1)];
    const forged = JSON.parse(Buffer.from(kept, 'base64url').toString()) as Record<string, unknown>;
    const altered = `${head}.${Buffer.from(JSON.stringify({ ...forged, operation: 'pay 900' })).toString('base64url')}`;
    expect(await readProof(altered, person.userId, () => true)).toMatchObject({ holds: false });
    expect(stepUpAllows(person.ctx, altered as typeof proof, 'pay 100')).toBe(false);
    world.clock.advance(5 * MINUTE_MS);
    expect(stepUpAllows(person.ctx, proof, 'pay 100')).toBe(false);
  });

  test('is refused for another\'s passkey, a removed one, a locked device, another page, a stale challenge and one we never made', async () => {
    const [person, other] = [await owner(), await owner()];
    const tries = async (passkey: string, who: TestPerson = person) => code(await stepUp(who.ctx, { code: '', passkey, operation: 'x' }));
    expect(await tries(other.device.sign(await asked(person, 'x')))).toBe('identity.passkey-refused');
    expect(await tries(person.device.sign(await asked(other, 'x')))).toBe('identity.passkey-refused');
    expect(await tries(person.device.sign(await asked(person, 'x'), { unlocked: false }))).toBe('identity.passkey-refused');
    expect(await tries(person.device.sign(await asked(person, 'x'), { origin: 'http://localhost:1' }))).toBe('identity.passkey-refused');
    expect(await tries(person.device.sign(Buffer.alloc(72, 1).toString('base64url')))).toBe('identity.passkey-refused');
    const old = person.device.sign(await asked(person, 'x'));
    world.clock.advance(5 * MINUTE_MS);
    expect(await tries(old)).toBe('identity.passkey-refused');
    const last = person.device.sign(await asked(person, 'x'));
    const id = (await listMyPasskeys(person.ctx))[0]!.id;
    expect(code(await removePasskey(person.ctx, { id, password: 'wrong' }))).toBe('identity.password-wrong');
    must(await removePasskey(person.ctx, { id, password: PASSWORD }));
    expect(await tries(last)).toBe('identity.passkey-refused');
    expect(code(await beginStepUp(person.ctx, 'x'))).toBe('identity.no-passkey');
  });

  test('sent fifty times at once counts once', async () => {
    const person = await owner();
    const answer = person.device.sign(await asked(person, 'x'));
    const answers = await Promise.all(Array.from({ length: 50 }, () => stepUp(person.ctx, { code: '', passkey: answer, operation: 'x' })));
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
  });
});

describe('signing in', () => {
  test('opens a session for the passkey\'s owner, once per answer, never by an answer that was meant for an operation', async () => {
    const person = await owner();
    const begin = async () => must(await beginPasskeySignIn(world.visitor)).options.challenge;
    const answer = person.device.sign(await begin());
    expect(code(await passkeySignIn(world.visitor, { answer }))).toBe('ok');
    expect(code(await passkeySignIn(world.visitor, { answer }))).toBe('identity.passkey-refused');
    expect(code(await passkeySignIn(world.visitor, { answer: person.device.sign(await asked(person, 'x')) }))).toBe('identity.passkey-refused');
    const other = await owner();
    expect(code(await passkeySignIn(world.visitor, { answer: person.device.sign(await begin(), { userId: other.userId }) }))).toBe('identity.passkey-refused');
    await withTx({ institutionId: home }, (tx) => tx.user_account.update({ where: { id: person.userId }, data: { status: 'disabled' } }));
    expect(code(await passkeySignIn(world.visitor, { answer: person.device.sign(await begin()) }))).toBe('identity.passkey-refused');
    expect(code(await passkeySignIn(world.visitor, { answer: 'nonsense' }))).toBe('identity.passkey-refused');
  });
});
