// Guarantee: who must sign is told by mail, nobody else is, and nobody is once it was decided; a link for a new password reaches its person and nobody else.
import { beforeAll, expect, test } from 'vitest';
import { generate } from 'otplib';
import { APPROVAL_REMINDER, decideApproval, getApproval, requestApproval, type Operation } from '@/lib/approvals';
import { newTotpSecret, readPasswordReset } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { systemClock } from '@/lib/platform/clock';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { approvalNoticeConsumers, mailApprovalNotice } from './approval-notices';
import type { Message } from './carriers';
import { mailPasswordReset } from './jobs';

const world = testWorld(81);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let clerk: TestPerson;
let manager: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'staff-mail');
  clerk = await makePerson(world, home, ['accountant']);
  manager = await makePerson(world, home, ['finance-manager'], { totp: secret, name: '赵磊' });
});
const sent: Message[] = [];
const keep = async (message: Message) => void sent.push(message);
const out = { mail: keep, sms: keep };
const jobs = () => withPlatformTx((tx) => tx.$queryRaw<{ payload: { approvalId: string; userId: string } }[]>`
  SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'mail-approval-notice'`);

test('one job for each signer, looked at again before the mail goes', async () => {
  const what: Operation = { kind: 'refund', subjectKind: 'refund', subjectId: 'rfd_mail', amount: { minor: '30000', currency: 'CNY' }, facts: {} };
  const { approvalId } = await withTx(clerk.ctx, (tx) => requestApproval(tx, clerk.ctx, what));
  await approvalNoticeConsumers[APPROVAL_REMINDER][0]!(home, [{ payload: { approvalId } }]);
  const [job, ...others] = await jobs();
  expect([job?.payload.userId, others]).toEqual([manager.userId, []]);
  await mailApprovalNotice(job!.payload, out);
  await mailApprovalNotice({ ...job!.payload, userId: clerk.userId }, out);
  expect(sent.map((m) => m.to)).toEqual([manager.email]);
  expect(sent[0]!.text).toContain(`/approvals/${approvalId}`);
  expect(sent[0]!.text).toContain('¥300.00');
  const { operationHash } = (await getApproval(manager.ctx, approvalId))!;
  must(await decideApproval(manager.ctx, { approvalId, decision: 'approve', reason: '', operationHash, stepUpCode: await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) }) }));
  await mailApprovalNotice(job!.payload, out);
  expect(sent).toHaveLength(1);
});

test('the link in the mail works; nobody is nobody', async () => {
  sent.length = 0;
  await mailPasswordReset({ userId: '' }, out);
  await mailPasswordReset({ userId: manager.userId }, out);
  expect(sent.map((m) => m.to)).toEqual([manager.email]);
  const token = /\/sign-in\/reset\/(\S+)/.exec(sent[0]!.text)?.[1] ?? '';
  expect(await readPasswordReset({ ...world.visitor, clock: systemClock }, token)).toMatchObject({ email: manager.email });
});
