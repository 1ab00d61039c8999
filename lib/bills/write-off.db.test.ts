// What is still open of a bill is given up only when somebody else has signed exactly that, once, and the books say so; a payment in between undoes the consent.
import { generate } from 'otplib';
import { beforeAll, expect, it } from 'vitest';
import { decideApproval } from '@/lib/approvals';
import { newTotpSecret } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { BillId, InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { withTx } from '@/lib/platform/tx';
import { activePlan, somePayers } from './billing.fixtures';
import { creditBills, getBill, issueBills, listBills, requestBillRun, requestWriteOff, settleWriteOff } from './index';

const world = testWorld(11);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let [clerk, manager, admin] = [] as unknown as [TestPerson, TestPerson, TestPerson];
let bills: string[] = [];
beforeAll(async () => {
  home = await makeInstitution(world, 'write-off');
  admin = await makePerson(world, home, ['administrator']);
  clerk = await makePerson(world, home, ['accountant']);
  manager = await makePerson(world, home, ['finance-manager'], { totp: secret });
  await somePayers(admin.ctx, 3);
  const planId = await activePlan(admin.ctx, 'kindergarten-monthly');
  const { runId } = must(await requestBillRun(admin.ctx, { planId, cycleKey: '2026-12' }));
  await issueBills({ institutionId: home, runId }, world);
  bills = (await listBills(admin.ctx, {})).rows.map((b) => b.id);
});

async function sign(approvalId: string): Promise<void> {
  world.clock.advance(30_000);
  const { operation_hash: operationHash } = await withTx({ institutionId: home }, (tx) => tx.approval.findUniqueOrThrow({ where: { id: approvalId } }));
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  must(await decideApproval(manager.ctx, { approvalId, decision: 'approve', reason: '', stepUpCode, operationHash }));
}
const pay = (billId: string, amountMinor: bigint) =>
  withSqlTx({ institutionId: home }, (tx) => creditBills(tx, { institutionId: home }, [{ billId: billId as BillId, paymentId: newId('payment', world), amountMinor, at: world.clock.now(), actor: 'test' }]));

it('writes off what was signed, once, and books the loss', async () => {
  await pay(bills[0]!, 10_000n);
  expect(await requestWriteOff(admin.ctx, { billId: bills[0]!, reason: 'x' })).toMatchObject({ error: { code: 'access.denied' } });
  const { approvalId } = must(await requestWriteOff(clerk.ctx, { billId: bills[0]!, reason: '已离园，无法收回' }));
  expect(await requestWriteOff(clerk.ctx, { billId: bills[0]!, reason: 'again' })).toMatchObject({ error: { code: 'bills.write-off-asked' } });
  await settleWriteOff(home, approvalId, world); // nobody has signed yet
  expect((await getBill(clerk.ctx, bills[0]!))!.status).toBe('part-paid');
  await sign(approvalId);
  await settleWriteOff(home, approvalId, world);
  await settleWriteOff(home, approvalId, world);
  const bill = (await getBill(clerk.ctx, bills[0]!))!;
  expect([bill.status, bill.transitions.filter((t) => t.event === 'write-off').length]).toEqual(['written-off', 1]);
  const [loss] = await withTx({ institutionId: home }, (tx) => tx.$queryRaw<{ minor: bigint }[]>`SELECT sum(amount_minor)::bigint AS minor FROM ledger_posting WHERE account_code = '6711'`);
  expect(loss!.minor.toString()).toBe((BigInt(bill.total.minor) - 10_000n).toString());
});

it('does nothing when money came after the question', async () => {
  const { approvalId } = must(await requestWriteOff(clerk.ctx, { billId: bills[1]!, reason: 'small rest' }));
  await pay(bills[1]!, 5_000n);
  await sign(approvalId);
  await settleWriteOff(home, approvalId, world);
  expect((await getBill(clerk.ctx, bills[1]!))!.status).toBe('part-paid');
});
