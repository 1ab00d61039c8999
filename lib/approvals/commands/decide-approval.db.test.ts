// Guarantee: no sensitive act without the right number of different people, none of them who asked, each with a fresh code.
import { generate } from 'otplib';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import { newTotpSecret, type Role } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { hasConsent } from '../approval-row';
import { operationHash, type Operation } from '../operation';
import { countMyApprovals, getApproval, listApprovals } from '../queries';
import { decideApproval } from './decide-approval';
import { requestApproval } from './request-approval';

const world = testWorld(21);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let far: InstitutionId;
let accountant: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'home');
  far = await makeInstitution(world, 'far');
  accountant = await makePerson(world, home, ['accountant'], { name: '李静' });
});

const person = (role: Role) => makePerson(world, home, [role], { totp: secret });
let count = 0;
const operation = (minor = '30000'): Operation => ({
  kind: 'refund',
  subjectKind: 'refund',
  subjectId: `rfd_${++count}`,
  amount: { minor, currency: 'CNY' },
  facts: { payment: 'pay_1', channel: 'wechat', orderNo: 'BF1' },
});
async function ask(by = accountant, what = operation()) {
  const { approvalId } = await withTx(by.ctx, (tx) => requestApproval(tx, by.ctx, what));
  return { approvalId, what, hash: operationHash(home, what) };
}
const codeNow = () => generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
async function decide(
  who: TestPerson,
  asked: { approvalId: string; hash: string },
  decision: 'approve' | 'reject' = 'approve',
  reason = '',
) {
  return decideApproval(who.ctx, {
    approvalId: asked.approvalId,
    decision,
    reason,
    stepUpCode: await codeNow(),
    operationHash: asked.hash,
  });
}
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code);
const events = (subject: string) => withTx({ institutionId: home }, (tx) => tx.outbox_event.findMany({ where: { subject_id: subject } }));

describe('one signature', () => {
  test('approves, says so in the outbox, keeps time, address, device and proof', async () => {
    const asked = await ask();
    const manager = await person('finance-manager');
    expect(must(await decide(manager, asked))).toMatchObject({ status: 'approved', missing: 0, subjectId: asked.what.subjectId });
    expect(await events(asked.what.subjectId)).toMatchObject([
      { type: 'approval.approved', payload: { approvalId: asked.approvalId, kind: 'refund', subjectId: asked.what.subjectId } },
    ]);
    const opinion = await withTx({ institutionId: home }, (tx) =>
      tx.approval_opinion.findFirstOrThrow({ where: { approval_id: asked.approvalId } }),
    );
    expect(opinion).toMatchObject({ decision: 'approve', user_id: manager.userId, ip: '192.0.2.7', device: 'test' });
    expect(opinion.step_up).toMatch(/^1\.\d{13}\./);
    expect(await withTx(manager.ctx, (tx) => hasConsent(tx, manager.ctx, asked.approvalId, asked.what))).toBe(true);
    const altered: Operation = { ...asked.what, amount: { minor: '30001', currency: 'CNY' } };
    expect(await withTx(manager.ctx, (tx) => hasConsent(tx, manager.ctx, asked.approvalId, altered))).toBe(false);
  });

  test('a rejection needs a reason and freezes the request', async () => {
    const asked = await ask();
    const manager = await person('finance-manager');
    expect(codeOf(await decide(manager, asked, 'reject', '  '))).toBe('approvals.reason-required');
    expect(must(await decide(manager, asked, 'reject', '金额不对'))).toMatchObject({ status: 'rejected' });
    expect(codeOf(await decide(await person('vice-president'), asked))).toBe('approvals.already-decided');
    expect((await events(asked.what.subjectId)).map((e) => e.type)).toEqual(['approval.rejected']);
  });

  test('without the right role, another institution, another operation or a right code nothing is decided', async () => {
    const asked = await ask();
    expect(codeOf(await decide(await person('administrator'), asked))).toBe('access.denied');
    const stranger = await makePerson(world, far, ['finance-manager'], { totp: secret });
    expect(codeOf(await decide(stranger, asked))).toBe('approvals.not-found');
    const manager = await person('finance-manager');
    expect(codeOf(await decide(manager, { ...asked, hash: 'f'.repeat(64) }))).toBe('approvals.operation-changed');
    const wrong = {
      approvalId: asked.approvalId,
      decision: 'approve',
      reason: '',
      stepUpCode: '000000',
      operationHash: asked.hash,
    } as const;
    expect(codeOf(await decideApproval(manager.ctx, wrong))).toBe('identity.code-wrong');
    expect(await withTx({ institutionId: home }, (tx) => tx.approval_opinion.count({ where: { approval_id: asked.approvalId } }))).toBe(0);
  });

  test('fifty people who approve at once give one approval, one opinion and one event', async () => {
    const asked = await ask();
    const managers = await Promise.all(Array.from({ length: 50 }, () => person('finance-manager')));
    const answers = await Promise.all(managers.map((m) => decide(m, asked)));
    expect(answers.filter((r) => r.ok)).toHaveLength(1);
    expect(new Set(answers.filter((r) => !r.ok).map(codeOf))).toEqual(new Set(['approvals.already-decided']));
    expect(await events(asked.what.subjectId)).toHaveLength(1);
    expect(await withTx({ institutionId: home }, (tx) => tx.approval_opinion.count({ where: { approval_id: asked.approvalId } }))).toBe(1);
  }, 60_000);
});

describe('two signatures', () => {
  test('finance manager first, then director or vice president; never the same person', async () => {
    const asked = await ask(accountant, operation('50000000'));
    const director = await person('finance-director');
    expect(codeOf(await decide(director, asked))).toBe('approvals.not-your-step');
    const manager = await person('finance-manager');
    expect(must(await decide(manager, asked))).toMatchObject({ status: 'pending', missing: 1 });
    expect(await events(asked.what.subjectId)).toEqual([]);
    world.clock.advance(30_000);
    expect(codeOf(await decide(manager, asked))).toBe('approvals.already-signed');
    expect(must(await decide(director, asked))).toMatchObject({ status: 'approved', missing: 0 });
  });

  test('the second person may still reject', async () => {
    const asked = await ask(accountant, operation('50000000'));
    must(await decide(await person('finance-manager'), asked));
    expect(must(await decide(await person('vice-president'), asked, 'reject', 'no'))).toMatchObject({ status: 'rejected' });
  });
});

describe('who asked does not sign', () => {
  test('by command', async () => {
    const manager = await person('finance-manager');
    const asked = await ask(manager);
    expect(codeOf(await decide(manager, asked))).toBe('approvals.own-request');
  });

  test('by the database, whoever writes: not the requester, not without signatures, not another operation, never again', async () => {
    const manager = await person('finance-manager');
    const asked = await ask(manager);
    const client = new pg.Client({ connectionString: testDatabase().adminUrl });
    await client.connect();
    const sign = (userId: string) =>
      client.query(
        `INSERT INTO approval_opinion (id, institution_id, approval_id, step, user_id, decision, reason, at, ip, device, step_up)
       VALUES ($1, $2, $3, 0, $4, 'approve', '', (SELECT requested_at FROM approval WHERE id = $3), '', '', '')`,
        [`cmt_${userId}`, home, asked.approvalId, userId],
      );
    await expect(sign(manager.userId)).rejects.toMatchObject({ constraint: 'opinion_not_requester' });
    await expect(
      client.query(`UPDATE approval SET status = 'approved', decided_at = now() WHERE id = $1`, [asked.approvalId]),
    ).rejects.toMatchObject({ constraint: 'approval_is_signed' });
    await expect(client.query(`UPDATE approval SET amount_minor = 1 WHERE id = $1`, [asked.approvalId])).rejects.toMatchObject({
      constraint: 'approval_is_fixed',
    });
    must(await decide(await person('finance-director'), asked));
    await expect(
      client.query(`UPDATE approval SET status = 'pending', decided_at = NULL WHERE id = $1`, [asked.approvalId]),
    ).rejects.toMatchObject({ constraint: 'approval_is_final' });
    await expect(sign('usr_late')).rejects.toMatchObject({ constraint: 'opinion_on_pending' });
    await expect(client.query('DELETE FROM approval_opinion')).rejects.toThrow(/append-only/);
    await client.end();
  });
});

test('each person sees what waits for them: their step, not their own wishes, nothing of other institutions', async () => {
  const mine = async (who: TestPerson) => (await listApprovals(who.ctx, { view: 'mine', limit: 500 })).rows.map((r) => r.id);
  const manager = await person('finance-manager');
  const director = await person('finance-director');
  const small = await ask();
  const large = await ask(accountant, operation('50000000'));
  const own = await ask(manager);
  expect(await mine(manager)).toEqual(expect.arrayContaining([small.approvalId, large.approvalId]));
  expect(await mine(manager)).not.toContain(own.approvalId);
  expect(await mine(director)).toEqual(expect.arrayContaining([small.approvalId, own.approvalId]));
  expect(await mine(director)).not.toContain(large.approvalId);
  const before = (await countMyApprovals(director.ctx)).count;
  must(await decide(manager, large));
  expect(await mine(director)).toContain(large.approvalId);
  expect((await countMyApprovals(director.ctx)).count).toBe(before + 1);
  expect(await mine(accountant)).toEqual([]);
  const view = await getApproval(director.ctx, large.approvalId);
  expect(view).toMatchObject({
    requestedBy: '李静',
    status: 'pending',
    decide: { allowed: true },
    steps: [{ opinion: { decision: 'approve' } }, { opinion: null }],
  });
  expect(view?.operation).toEqual(large.what);
  const stranger = await makePerson(world, far, ['finance-manager']);
  expect(await getApproval(stranger.ctx, large.approvalId)).toBeNull();
  const pages = await listApprovals(manager.ctx, { view: 'pending', limit: 2 });
  const next = await listApprovals(manager.ctx, { view: 'pending', limit: 2, cursor: pages.nextCursor! });
  expect(next.rows[0]!.id > pages.rows[1]!.id).toBe(true);
});
