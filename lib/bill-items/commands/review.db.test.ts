// A change of a plan in force bills nobody before a second person has signed exactly that change; what was issued before stays as it was.
import { generate } from 'otplib';
import { beforeAll, expect, it } from 'vitest';
import { decideApproval } from '@/lib/approvals';
import { newTotpSecret } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, addDays, businessDate } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { activateVersion, createPlanFromTemplate, getPlan, previewPlan, saveDraft, settleReview, submitForReview, versionInForce, withdrawReview } from '../index';
import type { FeePlanDocument } from '../model';

const world = testWorld(31);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let [admin, manager] = [] as unknown as [TestPerson, TestPerson];
let planId = '';
beforeAll(async () => {
  home = await makeInstitution(world, 'reviewing');
  admin = await makePerson(world, home, ['administrator']);
  manager = await makePerson(world, home, ['finance-manager'], { totp: secret });
  planId = must(await createPlanFromTemplate(admin.ctx, { template: 'kindergarten-monthly', code: 'care' })).planId;
});

const plan = async () => (await getPlan(admin.ctx, planId))!;
async function draft(change: (document: FeePlanDocument) => FeePlanDocument, days = 0): Promise<number> {
  const { editing, today } = await plan();
  return must(await saveDraft(admin.ctx, { planId, baseVersion: editing.version, effectiveFrom: addDays(businessDate(today), days), note: null, plan: change(editing.plan) })).version;
}
async function sign(approvalId: string, decision: 'approve' | 'reject'): Promise<void> {
  world.clock.advance(30_000);
  const { operation_hash: operationHash } = await withTx({ institutionId: home }, (tx) => tx.approval.findUniqueOrThrow({ where: { id: approvalId } }));
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  must(await decideApproval(manager.ctx, { approvalId, decision, reason: 'read', stepUpCode, operationHash }));
}
async function inForce(days = 0): Promise<number | null> {
  const on = addDays(businessDate((await plan()).today), days);
  return (await withTx(admin.ctx, (tx) => versionInForce(tx, home, planId, on)))?.version ?? null;
}
const roundUp = (document: FeePlanDocument): FeePlanDocument => ({ ...document, rounding: { unitMinor: '100', mode: 'up' } });

it('lets the first version begin on the administrator\'s word, and no later one', async () => {
  must(await activateVersion(admin.ctx, { planId, version: 1 }));
  const version = await draft(roundUp, 3);
  expect(await activateVersion(admin.ctx, { planId, version })).toMatchObject({ error: { code: 'bill-items.needs-review' } });
  expect((await plan()).needsReview).toBe(true);
  const { approvalId } = must(await submitForReview(admin.ctx, { planId, version }));
  await settleReview(home, approvalId, 'approved', world); // nobody has signed yet: sent back, not into force
  expect([await inForce(3), (await plan()).editing.state]).toEqual([1, 'draft']);
});

it('keeps what is under review as it is, and takes effect from its date once it is signed', async () => {
  const { approvalId } = must(await submitForReview(admin.ctx, { planId, version: 2 }));
  await expect(draft(roundUp)).rejects.toThrow('bill-items.under-review');
  const { operation } = await withTx(admin.ctx, (tx) => tx.approval.findUniqueOrThrow({ where: { id: approvalId } }));
  expect(operation).toMatchObject({ facts: { plan: 'care', version: '2', changes: [{ what: 'items / rounding.unitMinor', after: '100' }, {}] } });
  expect(await inForce(3)).toBe(1);
  await sign(approvalId, 'approve');
  await Promise.all([1, 2].map(() => settleReview(home, approvalId, 'approved', world)));
  expect([await inForce(2), await inForce(3)]).toEqual([1, 2]);
});

it('goes back to a draft after a no, and after it was taken back a signature changes nothing', async () => {
  const version = await draft((d) => ({ ...d, rounding: { unitMinor: '10', mode: 'down' } }));
  const refused = must(await submitForReview(admin.ctx, { planId, version })).approvalId;
  await sign(refused, 'reject');
  await settleReview(home, refused, 'rejected', world);
  expect((await plan()).editing).toMatchObject({ version, state: 'draft' });
  const { approvalId } = must(await submitForReview(admin.ctx, { planId, version }));
  must(await withdrawReview(admin.ctx, { planId, version }));
  expect(await withdrawReview(admin.ctx, { planId, version })).toMatchObject({ error: { code: 'bill-items.no-review' } });
  await sign(approvalId, 'approve');
  await settleReview(home, approvalId, 'approved', world);
  expect((await plan()).editing).toMatchObject({ version, state: 'draft' });
});

it('begins on the day of the signature when its own day has passed', async () => {
  const { approvalId } = must(await submitForReview(admin.ctx, { planId, version: 3 }));
  world.clock.advance(5 * DAY_MS);
  await sign(approvalId, 'approve');
  await settleReview(home, approvalId, 'approved', world);
  const { versions, today } = await plan();
  expect(versions[0]).toMatchObject({ version: 3, state: 'active', effectiveFrom: today });
});

it('says beforehand which bills stay and which cycle is the first to change', async () => {
  const { editing, today } = await plan();
  const { impact } = must(await previewPlan(admin.ctx, { planId, plan: roundUp(editing.plan), effectiveFrom: today }));
  expect(impact).toMatchObject({ openBills: 0, issuedAlready: [], running: [], first: { cycleKey: today.slice(0, 7) } });
});

it('lets somebody who is alone in an institution change the plan', async () => {
  const alone = await makePerson(world, await makeInstitution(world, 'alone'), ['administrator', 'finance-manager']);
  const own = must(await createPlanFromTemplate(alone.ctx, { template: 'clinic-once', code: 'own' })).planId;
  must(await activateVersion(alone.ctx, { planId: own, version: 1 }));
  const { editing, today } = (await getPlan(alone.ctx, own))!;
  must(await saveDraft(alone.ctx, { planId: own, baseVersion: 1, effectiveFrom: businessDate(today), note: null, plan: roundUp(editing.plan) }));
  must(await activateVersion(alone.ctx, { planId: own, version: 2 }));
});
