// Desks and search show an institution only its own rows, and a person only what their role may read; the figures agree with the rows.
import { beforeAll, describe, expect, it } from 'vitest';
import { AccessDenied } from '@/lib/identity';
import { makePerson, testWorld } from '@/lib/identity/people.fixtures';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { csv } from '@/lib/bills/billing.fixtures';
import { must } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { importPayers } from '@/lib/payers';
import { makeCtx, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { requestRefund } from '@/lib/refunds';
import { paidBill, testBank, testClock, type PaidBill } from '@/lib/refunds/refunds.fixtures';
import {
  accountName, openAlarms, openBillChoices, paymentDesk, paymentLife, refundLife, refundStages, searchEverything, suspenseDesk, todayView, unknownOrders, waitingFor,
} from './index';

const clock = testClock();
const random = seededRandom(9);
const as = (institutionId: InstitutionId, ...roles: string[]): Ctx =>
  makeCtx({ kind: 'user', userId: newId('user', { clock, random }) as UserId, roles, sessionId: 'ses_x', name: 'x' }, institutionId, { clock, random });

let ours: PaidBill;
let theirs: PaidBill;
let manager: Ctx;
let heldId: string;
let refundId: string;

beforeAll(async () => {
  [ours, theirs] = [await paidBill(clock, 128_000n), await paidBill(clock, 99_900n)];
  // Somebody with a membership: what waits for a signature waits for people of the institution.
  const { userId } = await makePerson(testWorld(11), ours.institutionId, ['finance-manager']);
  manager = makeCtx({ kind: 'user', userId, roles: ['finance-manager'], sessionId: 'ses_x', name: 'x' }, ours.institutionId, { clock, random });
  const { deps } = testBank(clock);
  refundId = must(await requestRefund(ours.clerk, {
    paymentId: ours.paymentId, amountMinor: 30_000n, reason: 'left', idempotencyKey: 'reports-1',
  }, deps)).refundId;
  for (const side of [ours, theirs]) {
    const source = csv(['number,name', `K${side === ours ? 1 : 2}01,李小明`]);
    must(await importPayers(systemCtx('test', side.institutionId, { clock, random }), { source, apply: true }));
  }
  heldId = newId('suspense', { clock, random });
  await withTx(manager, async (tx) => {
    await tx.suspense_item.create({
      data: {
        id: heldId, institution_id: ours.institutionId, kind: 'unknown-order', channel: 'wechat', order_no: 'X1', evidence: 'trade:X1', amount_minor: 500n,
        currency: 'CNY', status: 'held', created_at: toDate(clock.now()),
      },
    });
    await tx.bill.create({
      data: {
        id: newId('bill', { clock, random }), institution_id: ours.institutionId, number: 'B2', payer_id: 'pyr_x', plan_id: 'fpl_x', plan_version: 1, cycle_key: 'open',
        title_zh: '费', title_en: 'Fee', currency: 'CNY', total_minor: 500n, methods: [], issue_date: toDate(clock.now()), due_date: toDate(clock.now()),
        status: 'issued', created_at: toDate(clock.now()),
      },
    });
  });
});

describe('another institution', () => {
  it('its payments, refunds and held money are not there', async () => {
    const stranger = as(theirs.institutionId, 'finance-manager');
    expect(await paymentLife(stranger, ours.paymentId)).toBeNull();
    expect(await refundLife(stranger, refundId)).toBeNull();
    expect(await openBillChoices(stranger, { suspenseId: heldId, text: '' })).toBeNull();
    expect((await suspenseDesk(stranger, { status: 'held' })).rows).toEqual([]);
    expect((await paymentDesk(stranger, {})).rows.map((row) => row.id)).toEqual([theirs.paymentId]);
    expect((await refundStages(stranger)).every((stage) => stage.count === 0)).toBe(true);
  });

  it('search finds the same number and the same name only on this side of the wall', async () => {
    for (const [ctx, mine, other] of [[manager, ours, theirs], [as(theirs.institutionId, 'finance-manager'), theirs, ours]] as const) {
      const texts = [ours.paymentId, ours.billId.slice(4), theirs.paymentId, theirs.billId.slice(4), '李小明'];
      const found = (await Promise.all(texts.map((text) => searchEverything(ctx, text)))).flat();
      expect(found.map((one) => one.kind).sort()).toEqual(['bill', 'payer', 'payment']);
      expect(found.some((one) => one.id === mine.paymentId)).toBe(true);
      expect(found.some((one) => one.id === other.paymentId || one.id === other.billId)).toBe(false);
    }
    expect(await searchEverything(as(theirs.institutionId, 'finance-manager'), 'RF00000001')).toEqual([]);
    expect(await searchEverything(manager, 'RF00000001')).toMatchObject([{ kind: 'refund', id: refundId }]);
  });
});

describe('rights', () => {
  it('a cashier finds payments but no refunds, sees no books and no queue of held money', async () => {
    const cashier = as(ours.institutionId, 'cashier');
    expect(await searchEverything(cashier, 'RF00000001')).toEqual([]);
    expect((await waitingFor(cashier)).map((one) => one.kind)).toEqual(['unknown', 'reconciliation', 'disputes']);
    expect((await todayView(cashier)).balance).toBeNull();
    expect((await paymentLife(cashier, ours.paymentId))?.refunds).toBeNull();
    await expect(suspenseDesk(cashier, { status: 'held' })).rejects.toThrow(AccessDenied);
    await expect(refundStages(cashier)).rejects.toThrow(AccessDenied);
    await expect(openBillChoices(cashier, { suspenseId: heldId, text: '' })).rejects.toThrow(AccessDenied);
    await expect(accountName(cashier, '1122')).rejects.toThrow(AccessDenied);
  });

  it('nobody without a role sees anything', async () => {
    const nobody = as(ours.institutionId);
    for (const query of [paymentDesk(nobody, {}), unknownOrders(nobody), todayView(nobody)]) await expect(query).rejects.toThrow(AccessDenied);
    expect(await searchEverything(nobody, 'P1')).toEqual([]);
    expect([await openAlarms(nobody), await waitingFor(nobody)]).toEqual([[], []]);
  });
});

describe('figures', () => {
  it('the totals of a filter are those of its rows', async () => {
    const desk = await paymentDesk(manager, { status: 'succeeded' });
    expect(desk.totals).toEqual([{ count: 1, captured: { minor: '128000', currency: 'CNY' }, refunded: { minor: '0', currency: 'CNY' } }]);
    expect((await paymentDesk(manager, { status: 'failed' })).totals).toEqual([]);
  });

  it('what waits is counted once, with its oldest; approvals are those of this very person', async () => {
    const counts = async (ctx: Ctx) => Object.fromEntries((await waitingFor(ctx)).map((one) => [one.kind, one.count]));
    expect(await counts(manager)).toEqual({ approvals: 1, refunds: 1, unknown: 0, suspense: 1, reconciliation: 0, disputes: 0 });
    expect((await counts(ours.clerk)).approvals).toBe(0);
    expect((await refundStages(manager)).find((stage) => stage.status === 'requested')).toMatchObject({ count: 1, amounts: [{ minor: '30000', currency: 'CNY' }] });
  });

  it('offers bills of exactly the held amount, or those asked for by number', async () => {
    expect((await openBillChoices(manager, { suspenseId: heldId, text: '' }))?.map((bill) => bill.number)).toEqual(['B2']);
    expect((await openBillChoices(manager, { suspenseId: heldId, text: 'B1' }))).toEqual([]);
  });

  it('today adds up what succeeded on the institution\'s own day', async () => {
    const today = await todayView(manager);
    expect(today).toMatchObject({ day: '2026-11-22', collected: { amount: { minor: '128000' }, count: 1 }, due: { count: 1, open: { minor: '500' } } });
    expect(today.hours).toEqual([{ hour: 10, count: 1, amount: { minor: '128000', currency: 'CNY' } }]);
  });
});
