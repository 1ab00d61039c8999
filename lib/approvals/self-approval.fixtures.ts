/**
 * Every way we know of to approve one's own wish, or to sign twice, each tried through whatever door is given: the command, the console's API with a real
 * session, the page's own action, plain SQL with the runtime login. Each answers what stopped it; `signed` anywhere is money somebody gave themselves.
 */
import { generate } from 'otplib';
import pg from 'pg';
import { newTotpSecret, setMemberRoles, totpPrint, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, type TestPerson, type TestWorld } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, plusMs } from '@/lib/kernel/time';
import { sqlState, withTx } from '@/lib/platform/tx';
import { hasConsent } from './approval-row';
import { decideApproval } from './commands/decide-approval';
import { decideApprovals } from './commands/decide-many';
import { delegateApprovals } from './commands/delegate';
import { requestApproval } from './commands/request-approval';
import { operationHash, type Operation } from './operation';

export interface Asked { readonly approvalId: string; readonly what: Operation; readonly hash: string }
export interface Attempt { readonly approvalId: string; readonly operationHash: string; readonly stepUpCode: string }
/** One way in: answers `signed`, or the name of what stopped it. */
export type Door = (who: TestPerson, attempt: Attempt) => Promise<string>;

export interface SelfField {
  readonly world: TestWorld;
  readonly home: InstitutionId;
  readonly secret: string;
  readonly administrator: TestPerson;
  readonly doors: readonly Door[];
  readonly urls: { readonly adminUrl: string; readonly appUrl: string };
}

const COMMAND: Door = async (who, attempt) => {
  const result = await decideApproval(who.ctx, { ...attempt, decision: 'approve', reason: '' });
  return result.ok ? 'signed' : result.error.code;
};
/** Hidden in a list beside nothing else: the same checks have to hold there. */
const LIST: Door = async (who, { stepUpCode, ...item }) => {
  const result = await decideApprovals(who.ctx, { items: [{ ...item, decision: 'approve', reason: '' }], stepUpCode });
  if (!result.ok) return result.error.code;
  return result.value.results[0]?.refusal ?? 'signed';
};

export async function makeSelfField(world: TestWorld, urls: SelfField['urls'], doors: readonly Door[] = []): Promise<SelfField> {
  const home = await makeInstitution(world, 'self');
  return { world, home, secret: newTotpSecret(world.random), administrator: await makePerson(world, home, ['administrator']), doors: [COMMAND, LIST, ...doors], urls };
}

let count = 0;
/** Attempts made so far, by door: the doors take turns, so that every way is tried through each of them. */
let turn = 0;

export const person = (f: SelfField, ...roles: Role[]): Promise<TestPerson> => makePerson(f.world, f.home, roles, { totp: f.secret });
const owner = <T>(f: SelfField, work: (client: pg.Client) => Promise<T>): Promise<T> => connect(f.urls.adminUrl, work);
async function connect<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const answer = await work(client);
  await client.end();
  return answer;
}

export async function ask(f: SelfField, by: TestPerson, minor = '30000'): Promise<Asked> {
  const what: Operation = { kind: 'refund', subjectKind: 'refund', subjectId: `rfd_self_${++count}`, amount: { minor, currency: 'CNY' }, facts: { payment: `pay_${count}` } };
  const { approvalId } = await withTx(by.ctx, (tx) => requestApproval(tx, by.ctx, what));
  return { approvalId, what, hash: operationHash(f.home, what) };
}

export async function sign(f: SelfField, who: TestPerson, asked: Asked, hash = asked.hash): Promise<string> {
  const stepUpCode = await generate({ secret: f.secret, epoch: Math.floor(f.world.clock.now() / 1_000) });
  return f.doors[turn++ % f.doors.length]!(who, { approvalId: asked.approvalId, operationHash: hash, stepUpCode });
}

/** Past every command: a script with the runtime login, or a page that forgot to ask. */
const insert = (f: SelfField, asked: Asked, userId: string, step = 0, onBehalfOf: string | null = null): Promise<string> => connect(f.urls.appUrl, async (client) => {
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.institution', $1, true)`, [f.home]);
  const tried = await client.query(`INSERT INTO approval_opinion (id, institution_id, approval_id, step, user_id, decision, reason, at, ip, device, step_up, on_behalf_of)
    VALUES ($1, $2, $3, $4, $5, 'approve', '', $6, '', '', '', $7)`, [`cmt_${asked.approvalId}_${step}`, f.home, asked.approvalId, step, userId, new Date(f.world.clock.now()), onBehalfOf])
    .then(() => 'signed', (error: unknown) => (error instanceof pg.DatabaseError ? error.constraint ?? error.message : String(error)));
  await client.query(tried === 'signed' ? 'COMMIT' : 'ROLLBACK');
  return tried;
});
export const give = (f: SelfField, from: TestPerson, to: TestPerson) => delegateApprovals(from.ctx, {
  toUser: to.userId, kinds: [], from: f.world.clock.now(), until: plusMs(f.world.clock.now(), DAY_MS), reason: '休假',
});
/** A code counts once in thirty seconds; nobody here waits so long. */
const forgetCode = (f: SelfField, who: TestPerson): Promise<unknown> => owner(f, (c) => c.query('UPDATE user_account SET totp_last_step = NULL WHERE id = $1', [who.userId]));
/** The way there must work, or the attempt proves nothing. */
const mustSign = async (f: SelfField, who: TestPerson, asked: Asked): Promise<void> => {
  await forgetCode(f, who);
  const stepUpCode = await generate({ secret: f.secret, epoch: Math.floor(f.world.clock.now() / 1_000) });
  const answer = await COMMAND(who, { approvalId: asked.approvalId, operationHash: asked.hash, stepUpCode });
  if (answer !== 'signed') throw new Error(`a signature that is allowed was refused: ${answer}`);
  await forgetCode(f, who);
};

export const SELF_APPROVALS: Readonly<Record<string, (f: SelfField) => Promise<readonly string[]>>> = {
  'one\'s own request': async (f) => {
    const manager = await person(f, 'finance-manager');
    const asked = await ask(f, manager);
    return Promise.all([sign(f, manager, asked), insert(f, asked, manager.userId)]);
  },
  'a second account with the same mailbox': async (f) => {
    const [clerk, second] = [await person(f, 'accountant'), await person(f, 'finance-manager')];
    await owner(f, (c) => c.query('UPDATE user_account SET email = $2 WHERE id = $1', [second.userId, clerk.email.replace('@', '+boss@')]));
    const asked = await ask(f, clerk);
    return Promise.all([sign(f, second, asked), insert(f, asked, second.userId)]);
  },
  'a second account with the same authenticator': async (f) => {
    const [clerk, second] = [await person(f, 'accountant'), await person(f, 'finance-manager')];
    const own = newTotpSecret(f.world.random);
    await owner(f, (c) => c.query('UPDATE user_account SET totp_print = $2 WHERE id = ANY ($1)', [[clerk.userId, second.userId], Buffer.from(totpPrint(own))]));
    const asked = await ask(f, clerk);
    return Promise.all([sign(f, second, asked), insert(f, asked, second.userId)]);
  },
  'a second account that is known to be the same person\'s': async (f) => {
    const [clerk, second] = [await person(f, 'accountant'), await person(f, 'vice-president')];
    await owner(f, (c) => c.query('UPDATE user_account SET person_id = $2 WHERE id = ANY ($1)', [[clerk.userId, second.userId], clerk.userId]));
    const asked = await ask(f, clerk);
    return Promise.all([sign(f, second, asked), insert(f, asked, second.userId)]);
  },
  'a right that was delegated to whoever asked': async (f) => {
    const [clerk, director] = [await person(f, 'accountant'), await person(f, 'finance-director')];
    must(await give(f, director, clerk));
    const asked = await ask(f, clerk);
    return Promise.all([sign(f, clerk, asked), insert(f, asked, clerk.userId, 0, director.userId)]);
  },
  'a right of whoever asked, delegated to a friend': async (f) => {
    const [manager, friend] = [await person(f, 'finance-manager'), await person(f, 'accountant')];
    must(await give(f, manager, friend));
    const asked = await ask(f, manager);
    return Promise.all([sign(f, friend, asked), insert(f, asked, friend.userId, 0, manager.userId)]);
  },
  'a delegation to one\'s own second account': async (f) => {
    const [manager, second] = [await person(f, 'finance-manager'), await person(f, 'accountant')];
    await owner(f, (c) => c.query('UPDATE user_account SET email = $2 WHERE id = $1', [second.userId, manager.email.replace('@', '+2@')]));
    const refused = await give(f, manager, second);
    return [refused.ok ? 'signed' : refused.error.code];
  },
  'another role after asking': async (f) => {
    const clerk = await person(f, 'accountant');
    const asked = await ask(f, clerk);
    must(await setMemberRoles(f.administrator.ctx, { userId: clerk.userId, roles: ['vice-president'] }));
    const promoted = { ...clerk, ctx: { ...clerk.ctx, actor: { ...clerk.ctx.actor, roles: ['vice-president'] } } } as TestPerson;
    return Promise.all([sign(f, promoted, asked), insert(f, asked, clerk.userId)]);
  },
  'a role that was taken away while the session still has it': async (f) => {
    const [clerk, manager] = [await person(f, 'accountant'), await person(f, 'finance-manager')];
    const asked = await ask(f, clerk);
    must(await setMemberRoles(f.administrator.ctx, { userId: manager.userId, roles: ['cashier'] }));
    return Promise.all([sign(f, manager, asked), insert(f, asked, manager.userId)]);
  },
  'both signatures by one person with both roles': async (f) => {
    const [clerk, both, director] = [await person(f, 'accountant'), await person(f, 'finance-manager', 'finance-director'), await person(f, 'finance-director')];
    must(await give(f, director, both));
    const asked = await ask(f, clerk, '50000000');
    await mustSign(f, both, asked);
    return [await sign(f, both, asked), await insert(f, asked, both.userId, 1), await insert(f, asked, both.userId, 1, director.userId)];
  },
  'a second signature through the first signer\'s own right': async (f) => {
    const [clerk, both, friend] = [await person(f, 'accountant'), await person(f, 'finance-manager', 'finance-director'), await person(f, 'accountant')];
    must(await give(f, both, friend));
    const asked = await ask(f, clerk, '50000000');
    await mustSign(f, both, asked);
    return Promise.all([sign(f, friend, asked), insert(f, asked, friend.userId, 1, both.userId)]);
  },
  'somebody else\'s right that was never given': async (f) => {
    const [clerk, friend, manager] = [await person(f, 'accountant'), await person(f, 'accountant'), await person(f, 'finance-manager')];
    const asked = await ask(f, clerk);
    return Promise.all([sign(f, friend, asked), insert(f, asked, friend.userId, 0, manager.userId)]);
  },
  'another operation than the one that was shown, before and after it was approved': async (f) => {
    const [clerk, manager] = [await person(f, 'accountant'), await person(f, 'finance-manager')];
    const asked = await ask(f, clerk);
    const larger: Operation = { ...asked.what, amount: { minor: '30000000', currency: 'CNY' } };
    const before = await sign(f, manager, asked, operationHash(f.home, larger));
    const rewritten = await withTx(clerk.ctx, (tx) => tx.$executeRaw`UPDATE approval SET operation = ${JSON.stringify(larger)}::jsonb WHERE id = ${asked.approvalId}`)
      .then(() => 'signed', (error: unknown) => sqlState(error) ?? 'refused');
    await mustSign(f, manager, asked);
    const consent = await withTx(clerk.ctx, (tx) => hasConsent(tx, clerk.ctx, asked.approvalId, larger));
    return [before, rewritten, consent ? 'signed' : 'no consent'];
  },
};
