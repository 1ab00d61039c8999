// A waiver counts only when somebody else has signed exactly that, for bills issued on its days, as a step of each line it is taken from; ended, for none.
import { generate } from 'otplib';
import { beforeAll, expect, it } from 'vitest';
import { decideApproval } from '@/lib/approvals';
import { getBill, issueBills, listBills, requestBillRun } from '@/lib/bills';
import { activePlan, somePayers } from '@/lib/bills/billing.fixtures';
import { newTotpSecret } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS } from '@/lib/kernel/time';
import { listPayers } from '@/lib/payers';
import { withTx } from '@/lib/platform/tx';
import { endWaiver, getPlan, listWaivers, previewPlan, requestWaiver, settleWaiver, waivablePlans } from './index';
import type { WaiverInput } from './model';

const world = testWorld(12);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let [clerk, manager, admin] = [] as unknown as [TestPerson, TestPerson, TestPerson];
let planId = '';
let payers: string[] = [];
beforeAll(async () => {
  home = await makeInstitution(world, 'waivers');
  admin = await makePerson(world, home, ['administrator']);
  clerk = await makePerson(world, home, ['accountant']);
  manager = await makePerson(world, home, ['finance-manager'], { totp: secret });
  await somePayers(admin.ctx, 4);
  planId = await activePlan(admin.ctx, 'kindergarten-monthly');
  payers = (await listPayers(admin.ctx, {})).rows.map((row) => row.id);
});
const wish = (change: Partial<WaiverInput>): WaiverInput => ({ payerId: payers[0]!, planId, itemCodes: [], percent: 50, from: '2026-11-01', until: '', reason: '家庭困难', ...change });
const firstItem = async () => (await waivablePlans(clerk.ctx))[0]!.items[0]!.code;

async function signed(input: WaiverInput): Promise<string> {
  const { approvalId } = must(await requestWaiver(clerk.ctx, input));
  world.clock.advance(30_000);
  const { operation_hash: operationHash } = await withTx({ institutionId: home }, (tx) => tx.approval.findUniqueOrThrow({ where: { id: approvalId } }));
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  must(await decideApproval(manager.ctx, { approvalId, decision: 'approve', reason: '', stepUpCode, operationHash }));
  await settleWaiver(home, approvalId, world);
  await settleWaiver(home, approvalId, world);
  return approvalId;
}
async function issued(cycleKey: string) {
  const { runId } = must(await requestBillRun(admin.ctx, { planId, cycleKey }));
  await issueBills({ institutionId: home, runId }, world);
  const rows = (await listBills(admin.ctx, { planId })).rows.filter((bill) => bill.cycleKey === cycleKey);
  return new Map(rows.map((bill) => [bill.payerId, bill]));
}

it('is asked for by whoever may give money up, of what is there, once; unsigned it counts for nothing', async () => {
  expect(await requestWaiver(admin.ctx, wish({}))).toMatchObject({ error: { code: 'access.denied' } });
  expect(await requestWaiver(clerk.ctx, wish({ payerId: 'pyr_nobody' }))).toMatchObject({ error: { code: 'bill-items.unknown-payer' } });
  expect(await requestWaiver(clerk.ctx, wish({ itemCodes: ['gold'] }))).toMatchObject({ error: { code: 'bill-items.unknown-item' } });
  expect(await requestWaiver(clerk.ctx, wish({ until: '2026-10-01' }))).toMatchObject({ error: { code: 'bill-items.waiver-dates' } });
  const { approvalId } = must(await requestWaiver(clerk.ctx, wish({ payerId: payers[3]! })));
  expect(await requestWaiver(clerk.ctx, wish({ payerId: payers[3]! }))).toMatchObject({ error: { code: 'bill-items.waiver-asked' } });
  await settleWaiver(home, approvalId, world);
  expect(await listWaivers(clerk.ctx, payers[3]!)).toEqual([]);
});

it('is taken off the bills of its days, item by item, with its reason; others pay in full', async () => {
  const item = await firstItem();
  await signed(wish({ percent: 50 }));
  await signed(wish({ payerId: payers[1]!, itemCodes: [item], percent: 100 }));
  await signed(wish({ payerId: payers[2]!, from: '2027-06-01' }));
  expect(await listWaivers(clerk.ctx, payers[0]!)).toMatchObject([{ bps: 5_000, itemCodes: [], reason: '家庭困难', ended: false }]);
  const bills = await issued('2026-12');
  const totals = payers.map((payer) => BigInt(bills.get(payer)!.total.minor));
  // The fourth asked and nobody signed, the third's begins later.
  expect([totals[3]! > 0n, totals[0]! < totals[3]!, totals[1]! < totals[3]!]).toEqual([true, true, true]);
  const half = (await getBill(clerk.ctx, bills.get(payers[0]!)!.id))!;
  for (const line of half.lines.filter((l) => l.amount.minor !== '0')) {
    const step = line.explanation.steps.find((s) => s.kind === 'discount' && s.code === 'waiver');
    expect(step).toMatchObject({ bps: 5_000, name: { zh: '减免：家庭困难' } });
    expect(line.explanation.steps.reduce((sum, s) => sum + BigInt(s.amountMinor), 0n)).toBe(BigInt(line.amount.minor));
  }
  const free = (await getBill(clerk.ctx, bills.get(payers[1]!)!.id))!;
  expect(free.lines.find((line) => line.itemCode === item)?.amount.minor).toBe('0');
});

it('is in the preview of the plan as it will be in the bills', async () => {
  const { editing } = (await getPlan(admin.ctx, planId))!;
  const preview = must(await previewPlan(admin.ctx, { plan: editing.plan, planId }));
  const bills = (await listBills(admin.ctx, { planId })).rows.filter((bill) => bill.cycleKey === preview.cycleKey);
  expect(preview.bills.some((bill) => bill.lines.some((line) => line.explanation.steps.some((s) => s.kind === 'discount' && s.code === 'waiver')))).toBe(true);
  for (const sample of preview.bills) {
    const bill = bills.find((one) => one.payerNumber === sample.payerNumber)!;
    expect(sample.total).toEqual(bill.total);
    const { lines } = (await getBill(clerk.ctx, bill.id))!;
    expect(sample.lines.map((line) => [line.itemCode, line.amount, line.explanation])).toEqual(lines.map((line) => [line.itemCode, line.amount, line.explanation]));
  }
});

it('counts no more once it is ended, and what was issued under it stays', async () => {
  const before = await issued('2027-01');
  const [waiver] = await listWaivers(clerk.ctx, payers[0]!);
  expect(must(await endWaiver(clerk.ctx, { waiverId: waiver!.id }))).toEqual({ ended: true });
  expect(must(await endWaiver(clerk.ctx, { waiverId: waiver!.id }))).toEqual({ ended: false });
  world.clock.advance(31 * DAY_MS);
  const after = await issued('2027-02');
  expect(BigInt(after.get(payers[0]!)!.total.minor)).toBeGreaterThan(BigInt(before.get(payers[0]!)!.total.minor));
  expect((await listWaivers(clerk.ctx, payers[0]!))[0]).toMatchObject({ ended: true });
});
