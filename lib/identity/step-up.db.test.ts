// Guarantee: a code counts once, a proof is good for one operation in one session for five minutes, guessing is stopped.
import { generate } from 'otplib';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { MINUTE_MS, SECOND_MS } from '@/lib/kernel/time';
import { makeCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { beginTotp, confirmTotp } from './commands/enrol-totp';
import { makeInstitution, makePerson, PASSWORD, testWorld, type TestPerson } from './people.fixtures';
import { stepUp, stepUpAllows, useCode, type StepUpProof } from './step-up';
import { newTotpSecret } from './totp';

const world = testWorld(12);
const { clock } = world;
let home: InstitutionId;
beforeAll(async () => void (home = await makeInstitution(world, 'home')));

const secret = newTotpSecret(world.random);
const codeNow = (shiftSeconds = 0, of = secret) => generate({ secret: of, epoch: Math.floor(clock.now() / 1_000) + shiftSeconds });
const manager = (): Promise<TestPerson> => makePerson(world, home, ['finance-manager'], { totp: secret });
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code);

/** Returns once a statement of this database waits for another's lock. */
async function untilSomebodyWaits(): Promise<void> {
  const client = new pg.Client({ connectionString: testDatabase().adminUrl });
  await client.connect();
  const waiting = () => client.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
  while ((await waiting()).rowCount === 0);
  await client.end();
}

describe('a code', () => {
  test('counts once, and none of an earlier step counts after it', async () => {
    const { ctx } = await manager();
    const code = await codeNow();
    expect(codeOf(await stepUp(ctx, { code, operation: 'a' }))).toBe('ok');
    expect(codeOf(await stepUp(ctx, { code, operation: 'a' }))).toBe('identity.code-used');
    expect(codeOf(await stepUp(ctx, { code: await codeNow(-30), operation: 'a' }))).toBe('identity.code-used');
    expect(codeOf(await stepUp(ctx, { code: await codeNow(30), operation: 'a' }))).toBe('ok');
  });

  test('sent twice at the same moment counts once: the second waits for the first and sees that the code is used', async () => {
    const { ctx, userId } = await manager();
    const code = await codeNow();
    const [used, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = withTx(ctx, async (tx) => {
      const verdict = await useCode(tx, ctx, userId, code);
      used.resolve();
      await release.promise;
      return verdict;
    });
    await used.promise;
    const second = stepUp(ctx, { code, operation: 'a' });
    await untilSomebodyWaits();
    release.resolve();
    expect([await first, codeOf(await second)]).toEqual(['accepted', 'identity.code-used']);
  });

  test('sent fifty times at once counts once', async () => {
    const { ctx } = await manager();
    const code = await codeNow();
    const all = await Promise.all(Array.from({ length: 50 }, () => stepUp(ctx, { code, operation: 'a' })));
    expect(all.filter((r) => r.ok)).toHaveLength(1);
  });

  test('of more than thirty seconds ago is wrong; five wrong ones close the door for fifteen minutes', async () => {
    const { ctx } = await manager();
    const wrong = [await codeNow(-90), 'abcdef', '', '12345', await codeNow(600)];
    const answers = [];
    for (const code of wrong) answers.push(codeOf(await stepUp(ctx, { code, operation: 'a' })));
    expect(answers).toEqual([...Array.from({ length: 4 }, () => 'identity.code-wrong'), 'identity.too-many-codes']);
    expect(codeOf(await stepUp(ctx, { code: await codeNow(), operation: 'a' }))).toBe('identity.too-many-codes');
    clock.advance(15 * MINUTE_MS + SECOND_MS);
    expect(codeOf(await stepUp(ctx, { code: await codeNow(), operation: 'a' }))).toBe('ok');
  });

  test('is asked of nobody who has none', async () => {
    const { ctx } = await makePerson(world, home, ['finance-manager']);
    expect(codeOf(await stepUp(ctx, { code: '123456', operation: 'a' }))).toBe('identity.totp-not-enrolled');
  });
});

describe('a proof', () => {
  test('is bound to its operation, its session and five minutes', async () => {
    const { ctx, userId } = await manager();
    const proof = must(await stepUp(ctx, { code: await codeNow(), operation: 'refund 300.00' }));
    expect(stepUpAllows(ctx, proof, 'refund 300.00')).toBe(true);
    expect(stepUpAllows(ctx, proof, 'refund 3000.00')).toBe(false);
    expect(stepUpAllows(ctx, proof.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) as StepUpProof, 'refund 300.00')).toBe(false);
    const elsewhere = makeCtx({ kind: 'user', userId, roles: ['finance-manager'], sessionId: 'ses_other', name: '' }, home, world.visitor);
    expect(stepUpAllows(elsewhere, proof, 'refund 300.00')).toBe(false);
    clock.advance(5 * MINUTE_MS);
    expect(stepUpAllows(ctx, proof, 'refund 300.00')).toBe(false);
  });
});

describe('setting up an app', () => {
  test('needs the password and a right code; the ticket is good for one person and ten minutes', async () => {
    const one = await makePerson(world, home, ['finance-manager']);
    const two = await makePerson(world, home, ['finance-manager']);
    expect(codeOf(await beginTotp(one.ctx, { password: 'wrong' }))).toBe('identity.password-wrong');
    const ticket = must(await beginTotp(one.ctx, { password: PASSWORD }));
    expect(ticket.uri).toMatch(/^otpauth:\/\/totp\/Bafang:.+secret=[A-Z2-7]{32}/);
    const code = await codeNow(0, ticket.secret);
    expect(codeOf(await confirmTotp(two.ctx, { ticket: ticket.ticket, code }))).toBe('identity.enrolment-expired');
    expect(codeOf(await confirmTotp(one.ctx, { ticket: ticket.ticket, code: await codeNow(300, ticket.secret) }))).toBe(
      'identity.code-wrong',
    );
    expect(codeOf(await confirmTotp(one.ctx, { ticket: ticket.ticket, code }))).toBe('ok');
    expect(codeOf(await stepUp(one.ctx, { code, operation: 'a' }))).toBe('identity.code-used');
    const late = must(await beginTotp(two.ctx, { password: PASSWORD }));
    clock.advance(10 * MINUTE_MS);
    expect(codeOf(await confirmTotp(two.ctx, { ticket: late.ticket, code: await codeNow(0, late.secret) }))).toBe(
      'identity.enrolment-expired',
    );
  });
});
