// Guarantee: nobody approves what they asked for, whichever account, right, role or way in they try; nor does one person sign twice.
import { generate } from 'otplib';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { newTotpSecret, setMemberRoles, totpPrint, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, plusMs } from '@/lib/kernel/time';
import { sqlState, withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { hasConsent } from '../approval-row';
import { operationHash, type Operation } from '../operation';
import { decideApproval } from './decide-approval';
import { delegateApprovals } from './delegate';
import { requestApproval } from './request-approval';

/** 200 in the full run: SELF_APPROVALS=200. */
const TRIES = Number.parseInt(process.env.SELF_APPROVALS ?? '48', 10);
const world = testWorld(77);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let administrator: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'self');
  administrator = await makePerson(world, home, ['administrator']);
});

const person = (...roles: Role[]) => makePerson(world, home, roles, { totp: secret });
const owner = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => connect(testDatabase().adminUrl, work);
async function connect<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const answer = await work(client);
  await client.end();
  return answer;
}

let count = 0;
async function ask(by: TestPerson, minor = '30000') {
  const what: Operation = { kind: 'refund', subjectKind: 'refund', subjectId: `rfd_self_${++count}`, amount: { minor, currency: 'CNY' }, facts: { payment: `pay_${count}` } };
  const { approvalId } = await withTx(by.ctx, (tx) => requestApproval(tx, by.ctx, what));
  return { approvalId, what, hash: operationHash(home, what) };
}
type Asked = Awaited<ReturnType<typeof ask>>;
async function sign(who: TestPerson, asked: Asked, hash = asked.hash) {
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  const result = await decideApproval(who.ctx, { approvalId: asked.approvalId, decision: 'approve', reason: '', stepUpCode, operationHash: hash });
  return result.ok ? 'signed' : result.error.code;
}
/** Past every command: a script with the runtime login, or a page that forgot to ask. */
const insert = (asked: Asked, userId: string, step = 0, onBehalfOf: string | null = null) => connect(testDatabase().appUrl, async (client) => {
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.institution', $1, true)`, [home]);
  const tried = await client.query(`INSERT INTO approval_opinion (id, institution_id, approval_id, step, user_id, decision, reason, at, ip, device, step_up, on_behalf_of)
    VALUES ($1, $2, $3, $4, $5, 'approve', '', $6, '', '', '', $7)`, [`cmt_${asked.approvalId}_${step}`, home, asked.approvalId, step, userId, new Date(world.clock.now()), onBehalfOf])
    .then(() => 'signed', (error: unknown) => (error instanceof pg.DatabaseError ? error.constraint ?? error.message : String(error)));
  await client.query(tried === 'signed' ? 'COMMIT' : 'ROLLBACK');
  return tried;
});
const give = (from: TestPerson, to: TestPerson) => delegateApprovals(from.ctx, {
  toUser: to.userId, kinds: [], from: world.clock.now(), until: plusMs(world.clock.now(), DAY_MS), reason: '休假',
});

/** Each answers what stopped it; `signed` anywhere is money somebody gave to themselves. */
const ATTACKS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'one\'s own request': async () => {
    const manager = await person('finance-manager');
    const asked = await ask(manager);
    return Promise.all([sign(manager, asked), insert(asked, manager.userId)]);
  },
  'a second account with the same mailbox': async () => {
    const [clerk, second] = [await person('accountant'), await person('finance-manager')];
    await owner((c) => c.query('UPDATE user_account SET email = $2 WHERE id = $1', [second.userId, clerk.email.replace('@', '+boss@')]));
    const asked = await ask(clerk);
    return Promise.all([sign(second, asked), insert(asked, second.userId)]);
  },
  'a second account with the same authenticator': async () => {
    const [clerk, second] = [await person('accountant'), await person('finance-manager')];
    const own = newTotpSecret(world.random);
    await owner((c) => c.query('UPDATE user_account SET totp_print = $2 WHERE id = ANY ($1)', [[clerk.userId, second.userId], Buffer.from(totpPrint(own))]));
    const asked = await ask(clerk);
    return Promise.all([sign(second, asked), insert(asked, second.userId)]);
  },
  'a second account that is known to be the same person\'s': async () => {
    const [clerk, second] = [await person('accountant'), await person('vice-president')];
    await owner((c) => c.query('UPDATE user_account SET person_id = $2 WHERE id = ANY ($1)', [[clerk.userId, second.userId], clerk.userId]));
    const asked = await ask(clerk);
    return Promise.all([sign(second, asked), insert(asked, second.userId)]);
  },
  'a right that was delegated to whoever asked': async () => {
    const [clerk, director] = [await person('accountant'), await person('finance-director')];
    must(await give(director, clerk));
    const asked = await ask(clerk);
    return Promise.all([sign(clerk, asked), insert(asked, clerk.userId, 0, director.userId)]);
  },
  'a right of whoever asked, delegated to a friend': async () => {
    const [manager, friend] = [await person('finance-manager'), await person('accountant')];
    must(await give(manager, friend));
    const asked = await ask(manager);
    return Promise.all([sign(friend, asked), insert(asked, friend.userId, 0, manager.userId)]);
  },
  'a delegation to one\'s own second account': async () => {
    const [manager, second] = [await person('finance-manager'), await person('accountant')];
    await owner((c) => c.query('UPDATE user_account SET email = $2 WHERE id = $1', [second.userId, manager.email.replace('@', '+2@')]));
    const refused = await give(manager, second);
    return [refused.ok ? 'signed' : refused.error.code];
  },
  'another role after asking': async () => {
    const clerk = await person('accountant');
    const asked = await ask(clerk);
    must(await setMemberRoles(administrator.ctx, { userId: clerk.userId, roles: ['vice-president'] }));
    const promoted = { ...clerk, ctx: { ...clerk.ctx, actor: { ...clerk.ctx.actor, roles: ['vice-president'] } } } as TestPerson;
    return Promise.all([sign(promoted, asked), insert(asked, clerk.userId)]);
  },
  'a role that was taken away while the session still has it': async () => {
    const [clerk, manager] = [await person('accountant'), await person('finance-manager')];
    const asked = await ask(clerk);
    must(await setMemberRoles(administrator.ctx, { userId: manager.userId, roles: ['cashier'] }));
    return Promise.all([sign(manager, asked), insert(asked, manager.userId)]);
  },
  'both signatures by one person with both roles': async () => {
    const [clerk, both, director] = [await person('accountant'), await person('finance-manager', 'finance-director'), await person('finance-director')];
    must(await give(director, both));
    const asked = await ask(clerk, '50000000');
    expect(await sign(both, asked)).toBe('signed');
    world.clock.advance(30_000);
    return [await sign(both, asked), await insert(asked, both.userId, 1), await insert(asked, both.userId, 1, director.userId)];
  },
  'a second signature through the first signer\'s own right': async () => {
    const [clerk, both, friend] = [await person('accountant'), await person('finance-manager', 'finance-director'), await person('accountant')];
    must(await give(both, friend));
    const asked = await ask(clerk, '50000000');
    expect(await sign(both, asked)).toBe('signed');
    return Promise.all([sign(friend, asked), insert(asked, friend.userId, 1, both.userId)]);
  },
  'somebody else\'s right that was never given': async () => {
    const [clerk, friend, manager] = [await person('accountant'), await person('accountant'), await person('finance-manager')];
    const asked = await ask(clerk);
    return Promise.all([sign(friend, asked), insert(asked, friend.userId, 0, manager.userId)]);
  },
  'another operation than the one that was shown, before and after it was approved': async () => {
    const [clerk, manager] = [await person('accountant'), await person('finance-manager')];
    const asked = await ask(clerk);
    const larger: Operation = { ...asked.what, amount: { minor: '30000000', currency: 'CNY' } };
    const before = await sign(manager, asked, operationHash(home, larger));
    const rewritten = await withTx(clerk.ctx, (tx) => tx.$executeRaw`UPDATE approval SET operation = ${JSON.stringify(larger)}::jsonb WHERE id = ${asked.approvalId}`)
      .then(() => 'signed', (error: unknown) => sqlState(error) ?? 'refused');
    expect(await sign(manager, asked)).toBe('signed');
    const consent = await withTx(clerk.ctx, (tx) => hasConsent(tx, clerk.ctx, asked.approvalId, larger));
    return [before, rewritten, consent ? 'signed' : 'no consent'];
  },
};

test(`none of ${TRIES} attempts succeeds: ${Object.keys(ATTACKS).join('; ')}`, async () => {
  const names = Object.keys(ATTACKS);
  const answers: string[] = [];
  for (let from = 0; from < TRIES; from += 20) {
    const some = Array.from({ length: Math.min(20, TRIES - from) }, (_, i) => names[(from + i) % names.length]!);
    // Side by side, commands and plain SQL mixed, so that they also race each other.
    const tried = await Promise.all(some.map(async (name) => (await ATTACKS[name]!()).map((answer) => `${name}: ${answer}`)));
    answers.push(...tried.flat());
  }
  expect(answers.filter((answer) => answer.endsWith(': signed'))).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(TRIES);
}, 300_000);

test('what may be done still can be: a delegate signs for somebody who is away, and it is written who for whom', async () => {
  const [clerk, manager, delegate] = [await person('accountant'), await person('finance-manager'), await person('accountant')];
  must(await give(manager, delegate));
  const asked = await ask(clerk);
  expect(await sign(delegate, asked)).toBe('signed');
  const opinion = await withTx({ institutionId: home }, (tx) => tx.approval_opinion.findFirstOrThrow({ where: { approval_id: asked.approvalId } }));
  expect(opinion).toMatchObject({ user_id: delegate.userId, on_behalf_of: manager.userId });
  const later = await ask(clerk);
  world.clock.advance(DAY_MS);
  expect(await sign(delegate, later)).toBe('access.denied');
});
