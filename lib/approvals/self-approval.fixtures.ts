/**
 * Every way we know of to approve one's own wish, or to sign twice, each tried through whatever door is given: the command, the console's API with a real
 * session, the page's own action, plain SQL with the runtime login. Each answers what stopped it; `signed` anywhere is money somebody gave themselves.
 */
import { generate } from 'otplib';
import pg from 'pg';
import { acceptInvitation, newTotpSecret, setMemberRoles, totpPrint, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, PASSWORD, type TestPerson, type TestWorld } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, plusMs } from '@/lib/kernel/time';
import { sqlState, withTx } from '@/lib/platform/tx';
import { hasConsent } from './approval-row';
import { changeRoles, inviteWithRoles, settleRights } from './commands/change-rights';
import { decideApproval } from './commands/decide-approval';
import { decideApprovals } from './commands/decide-many';
import { delegateApprovals, revokeDelegation } from './commands/delegate';
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
  /** There is somebody who could agree to changes of rights. */
  readonly head: TestPerson;
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
  const secret = newTotpSecret(world.random);
  const head = await makePerson(world, home, ['vice-president'], { totp: secret });
  return { world, home, secret, administrator: await makePerson(world, home, ['administrator']), head, doors: [COMMAND, LIST, ...doors], urls };
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

const askedFor = async (f: SelfField, approvalId: string): Promise<Asked> => withTx(f.head.ctx, async (tx) => {
  const row = await tx.approval.findUniqueOrThrow({ where: { id: approvalId } });
  return { approvalId, what: row.operation as unknown as Operation, hash: row.operation_hash };
});
/** As it is allowed: an administrator asks, a head agrees. */
async function promote(f: SelfField, who: TestPerson, roles: readonly Role[]): Promise<TestPerson> {
  // Requests sort by the moment they were made, which stands still here.
  f.world.clock.advance(1);
  const { approvalId } = must(await changeRoles(f.administrator.ctx, { userId: who.userId, roles }));
  if (approvalId) await mustSign(f, await person(f, 'vice-president'), await askedFor(f, approvalId));
  if (approvalId && !(await settleRights(f.home, approvalId, f.world))) throw new Error('rights that were agreed to were not given');
  return { ...who, ctx: { ...who.ctx, actor: { ...who.ctx.actor, roles } } } as TestPerson;
}
/** One statement with the runtime login, within the institution: `signed` where it goes through. */
const run = (f: SelfField, sql: string, values: readonly unknown[]): Promise<string> => connect(f.urls.appUrl, async (client) => {
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.institution', $1, true)`, [f.home]);
  const tried = await client.query(sql, [...values])
    .then(({ rowCount }) => (rowCount === 0 ? 'nothing there' : 'signed'), (error: unknown) => (error instanceof pg.DatabaseError ? error.constraint ?? error.message : String(error)));
  await client.query(tried === 'signed' ? 'COMMIT' : 'ROLLBACK');
  return tried;
});

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
    const promoted = await promote(f, clerk, ['vice-president']);
    return Promise.all([sign(f, promoted, asked), insert(f, asked, clerk.userId)]);
  },
  'a role that was taken away while the session still has it': async (f) => {
    const [clerk, manager] = [await person(f, 'accountant'), await person(f, 'finance-manager')];
    const asked = await ask(f, clerk);
    await promote(f, manager, ['cashier']);
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
  'a role an administrator gives alone': async (f) => {
    const friend = await person(f, 'accountant');
    const given = await setMemberRoles(f.administrator.ctx, { userId: friend.userId, roles: ['vice-president'] });
    return [given.ok ? 'signed' : given.error.code, await run(f, `UPDATE membership SET roles = '{vice-president}' WHERE user_id = $1`, [friend.userId])];
  },
  'a role agreed to by whom it is for, or by whoever asked': async (f) => {
    const director = await person(f, 'finance-director');
    const { approvalId } = must(await changeRoles(f.administrator.ctx, { userId: director.userId, roles: ['finance-director', 'vice-president'] }));
    const asked = await askedFor(f, approvalId!);
    return Promise.all([sign(f, director, asked), insert(f, asked, director.userId), insert(f, asked, f.administrator.userId)]);
  },
  'consent to one role used for another, or used again': async (f) => {
    const friend = await promote(f, await person(f, 'accountant'), ['finance-manager']);
    const { consent_id } = await withTx(f.head.ctx, (tx) => tx.membership.findFirstOrThrow({ where: { user_id: friend.userId } }));
    const other = await run(f, `UPDATE membership SET roles = '{vice-president}', consent_id = $2 WHERE user_id = $1`, [friend.userId, consent_id]);
    await promote(f, friend, ['accountant']);
    const again = await settleRights(f.home, consent_id!, f.world);
    return [other, again ? 'signed' : 'no consent'];
  },
  'an invitation with a signing role that nobody agreed to': async (f) => {
    const invited = must(await inviteWithRoles(f.administrator.ctx, { email: `boss${++count}@example.test`, displayName: '自己', roles: ['vice-president'] }));
    const accepted = await acceptInvitation({ ...f.world.visitor, clock: f.world.clock }, { token: invited.token, password: PASSWORD });
    return [accepted.ok ? 'signed' : accepted.error.code];
  },
  'a right lent on by whoever borrowed it': async (f) => {
    const [clerk, friend, director] = [await person(f, 'accountant'), await person(f, 'accountant'), await person(f, 'finance-director')];
    must(await give(f, director, friend));
    const lent = await give(f, friend, clerk);
    const other = await ask(f, await person(f, 'accountant'));
    return [await sign(f, clerk, other), await insert(f, other, clerk.userId, 0, director.userId), await insert(f, other, clerk.userId, 0, friend.userId), lent.ok ? 'lent nothing' : lent.error.code];
  },
  'a right that was lent and taken back': async (f) => {
    const [clerk, friend, director] = [await person(f, 'accountant'), await person(f, 'accountant'), await person(f, 'finance-director')];
    const lent = must(await give(f, director, friend));
    must(await revokeDelegation(director.ctx, { id: lent.id }));
    const asked = await ask(f, clerk);
    return [await sign(f, friend, asked), await insert(f, asked, friend.userId, 0, director.userId)];
  },
  'one person through every door at once': async (f) => {
    const [clerk, both] = [await person(f, 'accountant'), await person(f, 'finance-manager', 'finance-director')];
    const asked = await ask(f, clerk, '50000000');
    const answers = await Promise.all([...f.doors.map(() => sign(f, both, asked)), insert(f, asked, both.userId), insert(f, asked, both.userId, 1)]);
    const opinions = await withTx(clerk.ctx, (tx) => tx.approval_opinion.count({ where: { approval_id: asked.approvalId } }));
    // One of them may; that the code was used up by another door at the same moment proves nothing here.
    return opinions > 1 ? ['signed'] : answers.filter((answer) => answer !== 'signed' && !answer.startsWith('identity.code'));
  },
  'a code that signed something else': async (f) => {
    const [clerk, manager] = [await person(f, 'accountant'), await person(f, 'finance-manager')];
    const [first, second] = [await ask(f, clerk), await ask(f, clerk)];
    const answers = [await sign(f, manager, first), await sign(f, manager, second)];
    return answers[0] === 'signed' ? answers.slice(1) : answers;
  },
  'the request itself rewritten': async (f) => {
    const clerk = await person(f, 'finance-manager');
    const asked = await ask(f, clerk, '50000000');
    const change = (set: string) => run(f, `UPDATE approval SET ${set} WHERE id = $1`, [asked.approvalId]);
    return [
      await change(`status = 'approved', decided_at = now()`), await change(`requested_by = 'usr_nobody'`), await change(`steps = '[{"roles":["finance-manager"],"stage":0}]'`),
      await change(`amount_minor = 1`), await change(`subject_id = 'rfd_other'`), await change(`escalated_at = now(), escalate_to = '{finance-manager}'`),
      await run(f, `INSERT INTO approval SELECT (jsonb_populate_record(a, '{"id":"apr_${asked.approvalId.slice(-20)}","status":"approved"}')).* FROM approval a WHERE a.id = $1`, [asked.approvalId]),
      await run(f, `DELETE FROM approval WHERE id = $1`, [asked.approvalId]),
    ];
  },
};
