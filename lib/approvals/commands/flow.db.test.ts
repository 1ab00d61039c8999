// Guarantee: a drawn flow counts only after those who sign under it agreed, only for what is asked afterwards, and what waits too long moves on.
import { generate } from 'otplib';
import { beforeAll, expect, test } from 'vitest';
import { newTotpSecret, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, HOUR_MS, plusMs } from '@/lib/kernel/time';
import { systemCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { listFlows } from '../flow-queries';
import { defaultFlow, type Flow } from '../flows';
import type { Operation } from '../operation';
import { getApproval, listApprovals } from '../queries';
import { signersOf } from '../signers';
import { tryFlow } from '../try-flow';
import { decideApproval } from './decide-approval';
import { decideApprovals } from './decide-many';
import { delegateApprovals } from './delegate';
import { keepMoving } from './keep-moving';
import { proposeFlow } from './propose-flow';
import { requestApproval } from './request-approval';
import { settleFlow } from './settle-flow';

const world = testWorld(78);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let clerk: TestPerson;
let admin: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'flows');
  clerk = await makePerson(world, home, ['accountant'], { name: '李静' });
  admin = await makePerson(world, home, ['administrator']);
});
const person = (role: Role, name: string) => makePerson(world, home, [role], { totp: secret, name });
let count = 0;
const ask = async (minor = '30000') => {
  const what: Operation = { kind: 'refund', subjectKind: 'refund', subjectId: `rfd_flow_${++count}`, amount: { minor, currency: 'CNY' }, facts: {} };
  return (await withTx(clerk.ctx, (tx) => requestApproval(tx, clerk.ctx, what))).approvalId;
};
async function sign(who: TestPerson, approvalId: string) {
  const view = await getApproval(who.ctx, approvalId);
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  const result = await decideApproval(who.ctx, { approvalId, decision: 'approve', reason: '', stepUpCode, operationHash: view!.operationHash });
  return result.ok ? result.value.status : result.error.code;
}
const drawn: Flow = {
  bands: [
    { below: '1000', stages: [{ slots: [{ roles: ['finance-manager'], department: null }] }] },
    { below: null, stages: [{ slots: [{ roles: ['finance-manager'], department: null }, { roles: ['finance-director'], department: null }] }, { slots: [{ roles: ['vice-president'], department: null }] }] },
  ],
  remindHours: 1, escalateHours: 2, escalateTo: ['vice-president'], expireDays: 3,
};

test('drawn, agreed to side by side, active; requests from before keep their steps', async () => {
  const [manager, director, vice] = [await person('finance-manager', '赵'), await person('finance-director', '钱'), await person('vice-president', '孙')];
  const before = await ask('200000');
  expect(await proposeFlow(clerk.ctx, { kind: 'refund', flow: drawn, note: '' })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
  expect(await proposeFlow(admin.ctx, { kind: 'refund', flow: { ...drawn, bands: drawn.bands.slice(0, 1) }, note: '' })).toMatchObject({ error: { code: 'approvals.flow-open-end' } });
  expect(await proposeFlow(admin.ctx, { kind: 'refund', flow: defaultFlow('refund'), note: '' })).toMatchObject({ error: { code: 'approvals.flow-unchanged' } });
  const proposed = must(await proposeFlow(admin.ctx, { kind: 'refund', flow: drawn, note: '试' }));
  expect(await proposeFlow(admin.ctx, { kind: 'refund', flow: drawn, note: '' })).toMatchObject({ error: { code: 'approvals.flow-pending' } });
  expect(await sign(manager, proposed.approvalId)).toBe('approvals.not-your-step');
  expect(await sign(vice, proposed.approvalId)).toBe('pending');
  expect((await getApproval(director.ctx, await ask('200000')))!.steps).toHaveLength(1);
  expect(await sign(director, proposed.approvalId)).toBe('approved');
  await settleFlow(home, 'refund:1', 'approved', world);
  await settleFlow(home, 'refund:1', 'approved', world);
  expect((await listFlows(admin.ctx)).find((f) => f.kind === 'refund')).toMatchObject({ version: 1, flow: drawn, proposed: null });
  expect((await getApproval(director.ctx, before))!.steps).toHaveLength(1);

  world.clock.advance(30_000);
  const large = await ask('200000');
  expect((await getApproval(director.ctx, large))!.steps.map((s) => s.stage)).toEqual([0, 0, 1]);
  expect(await sign(vice, large)).toBe('approvals.not-your-step');
  expect(await sign(director, large)).toBe('pending');
  expect((await listApprovals(vice.ctx, { view: 'mine' })).rows.map((r) => r.id)).not.toContain(large);
  expect(await sign(manager, large)).toBe('pending');
  expect((await listApprovals(vice.ctx, { view: 'mine' })).rows.map((r) => r.id)).toContain(large);
  expect(await sign(vice, large)).toBe('approved');
  const tried = await tryFlow(admin.ctx, { kind: 'refund', minor: 200_000n, currency: 'CNY', requester: director.userId, flow: null });
  expect(tried.steps.map((step) => step.people.map((p) => p.name))).toEqual([['赵'], [], ['孙']]);
  expect(tried.enough).toBe(false);
  expect((await tryFlow(admin.ctx, { kind: 'refund', minor: 200_000n, currency: 'CNY', requester: null, flow: null })).enough).toBe(true);
  must(await delegateApprovals(director.ctx, { toUser: manager.userId, kinds: [], from: world.clock.now(), until: plusMs(world.clock.now(), HOUR_MS), reason: 'x' }));
  const lent = await tryFlow(admin.ctx, { kind: 'refund', minor: 200_000n, currency: 'CNY', requester: null, flow: null });
  expect(lent.steps.flatMap((step) => step.people)).toContainEqual({ name: '赵', behalf: director.ctx.actor.kind === 'user' ? director.ctx.actor.name : '' });
  const alone = { ...defaultFlow('refund'), bands: [{ below: null, stages: [{ slots: [{ roles: ['finance-manager' as const], department: null }, { roles: ['finance-director' as const], department: null }] }] }] };
  const twice = await tryFlow(admin.ctx, { kind: 'refund', minor: 1n, currency: 'CNY', requester: director.userId, flow: alone });
  expect(twice.enough).toBe(false);
});

test('what waits too long is reminded once, may be signed by others, then ends as a no', async () => {
  const vice = await person('vice-president', '周');
  const approvalId = await ask('300');
  const ctx = () => systemCtx('approvals', home, world);
  expect(await sign(vice, approvalId)).toBe('approvals.not-your-step');
  await keepMoving(ctx());
  world.clock.advance(HOUR_MS);
  expect((await keepMoving(ctx())).reminded).toBeGreaterThanOrEqual(1);
  expect(await signersOf(ctx(), approvalId)).not.toContain(vice.userId);
  expect((await keepMoving(ctx())).reminded).toBe(0);
  world.clock.advance(HOUR_MS);
  expect((await keepMoving(ctx())).escalated).toBeGreaterThanOrEqual(1);
  expect(await signersOf(ctx(), approvalId)).toContain(vice.userId);
  const other = await ask('300');
  expect(await sign(vice, approvalId)).toBe('approved');
  world.clock.advance(3 * DAY_MS);
  expect(await sign(vice, other)).toBe('approvals.already-decided');
  await keepMoving(ctx());
  expect((await getApproval(vice.ctx, other))!.status).toBe('expired');
  expect(await sign(vice, other)).toBe('approvals.already-decided');
  const events = await withTx({ institutionId: home }, (tx) => tx.outbox_event.findMany({ where: { subject_id: `rfd_flow_${count}` }, orderBy: { id: 'asc' } }));
  expect(events.map((e) => e.type)).toContain('approval.rejected');
});

test('several decisions under one code: each with its reason, one refused stops no other, the code covers this list only', async () => {
  const manager = await person('finance-manager', '吴');
  await withTx({ institutionId: home }, (tx) => tx.approval_flow.updateMany({ where: { kind: 'refund' }, data: { status: 'replaced' } }));
  const [one, two, three] = [await ask(), await ask(), await ask()];
  const hash = async (id: string) => (await getApproval(manager.ctx, id))!.operationHash;
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  const items = [
    { approvalId: one, decision: 'approve' as const, reason: '已核', operationHash: await hash(one) },
    { approvalId: two, decision: 'reject' as const, reason: '金额不符', operationHash: await hash(two) },
    { approvalId: three, decision: 'approve' as const, reason: '', operationHash: 'f'.repeat(64) },
  ];
  expect(await decideApprovals(manager.ctx, { items: [{ ...items[1]!, reason: ' ' }], stepUpCode })).toMatchObject({ error: { code: 'approvals.reason-required' } });
  expect(must(await decideApprovals(manager.ctx, { items, stepUpCode })).results.map((r) => r.status ?? r.refusal)).toEqual(['approved', 'rejected', 'approvals.operation-changed']);
  expect(await decideApprovals(manager.ctx, { items: [{ ...items[2]!, operationHash: await hash(three) }], stepUpCode })).toMatchObject({ error: { code: 'identity.code-used' } });
  expect((await getApproval(manager.ctx, two))!.steps[0]!.opinion).toMatchObject({ reason: '金额不符', decision: 'reject' });
});
