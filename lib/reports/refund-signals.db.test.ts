// Guarantee: whoever signs a refund is told what stands out, counted from the rows, and is told nothing where nothing does.
import { beforeAll, expect, test } from 'vitest';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS, HOUR_MS } from '@/lib/kernel/time';
import { getRefund, requestRefund, requestTransferRefund } from '@/lib/refunds';
import { payingBank } from '@/lib/refunds/attacks.fixtures';
import { paidBill } from '@/lib/refunds/refunds.fixtures';
import { refundSignals } from './refund-signals';

const world = testWorld(61);
const bank = payingBank(world, 'wechat');
let home: InstitutionId;
let clerk: TestPerson;
let count = 0;
beforeAll(async () => {
  home = await makeInstitution(world, 'signals');
  clerk = await makePerson(world, home, ['accountant']);
});
const pay = (minor: bigint) => paidBill(world.clock, minor, 'wechat', { institutionId: home, clerk: clerk.ctx });
async function signalsOf(refundId: string, payerName: string | null = null): Promise<string[]> {
  return (await refundSignals(clerk.ctx, (await getRefund(clerk.ctx, refundId))!, payerName)).map((signal) => signal.code);
}
async function ask(minor: bigint, waitMs: number): Promise<string[]> {
  const paid = await pay(minor);
  world.clock.advance(waitMs);
  const { refundId } = must(await requestRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: minor, reason: 'left', idempotencyKey: `signal-${++count}` }, bank.deps));
  return signalsOf(refundId);
}

test('a plain refund some days later says nothing; one within minutes, one of much money without papers, one just below two signatures do', async () => {
  expect(await ask(100_00n, 3 * DAY_MS)).toEqual([]);
  expect(await ask(110_00n, 60_000)).toEqual(['soon']);
  world.clock.advance(100 * DAY_MS);
  expect(await ask(9_000_00n, 2 * DAY_MS)).toEqual(['no-document']);
  world.clock.advance(100 * DAY_MS);
  expect(await ask(499_000_00n, 2 * DAY_MS)).toEqual(['just-below', 'no-document']);
});

test('what is asked for in pieces, again and again, in the same amount, is added up', async () => {
  world.clock.advance(100 * DAY_MS);
  for (let n = 0; n < 3; n++) await ask(200_000_00n, 2 * HOUR_MS);
  expect(await ask(200_000_00n, 2 * HOUR_MS)).toEqual(['split', 'same-amount', 'payer-often', 'no-document']);
});

test('a transfer to somebody of another name is asked about, masked names by how they begin', async () => {
  const paid = await pay(50_00n);
  world.clock.advance(400 * DAY_MS);
  const payee = { holder: '王小明', bank: '工商银行', number: '6222020200012345678' };
  const { refundId } = must(await requestTransferRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: 50_00n, reason: 'left', payee, idempotencyKey: 'signal-transfer' }, bank.deps));
  expect(await signalsOf(refundId, '王小明')).toEqual(['late']);
  expect(await signalsOf(refundId, '王**')).toEqual(['late']);
  expect(await signalsOf(refundId, '李静')).toEqual(['other-holder', 'late']);
});
