// A bill made smaller or paid in parts keeps every promise: lines add up to the bill, parts add up to the bill, the books say the same, and nothing happens twice.
import { generate } from 'otplib';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '@/lib/approvals';
import { activateVersion, createPlanFromTemplate, getPlan, saveDraft } from '@/lib/bill-items';
import { newTotpSecret } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { BillId, InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { businessDate, instant, toDate, type BusinessDate } from '@/lib/kernel/time';
import { checkIntegrity } from '@/lib/ledger';
import { systemCtx } from '@/lib/platform/ctx';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { withTx } from '@/lib/platform/tx';
import { activePlan, somePayers } from './billing.fixtures';
import {
  agreeInstalments, cancelBill, creditBills, fallDue, getBill, holdBills, issueBills, listBills, lockBills, mayPay, payerStanding, releaseHolds, requestBillRun, requestCreditNote, settleCreditNote,
} from './index';

const world = testWorld(23);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let [clerk, manager, admin] = [] as unknown as [TestPerson, TestPerson, TestPerson];
let bills: string[] = [];
let planId = '';
beforeAll(async () => {
  home = await makeInstitution(world, 'adjusting');
  admin = await makePerson(world, home, ['administrator']);
  clerk = await makePerson(world, home, ['accountant']);
  manager = await makePerson(world, home, ['finance-manager'], { totp: secret });
  await somePayers(admin.ctx, 9);
  planId = await activePlan(admin.ctx, 'kindergarten-monthly');
  bills = await issued('2026-12');
});

async function issued(cycleKey: string): Promise<string[]> {
  const { runId } = must(await requestBillRun(admin.ctx, { planId, cycleKey }));
  await issueBills({ institutionId: home, runId }, world);
  return (await listBills(admin.ctx, { cycleKey })).rows.map((b) => b.id);
}
const bill = async (id: string) => (await getBill(clerk.ctx, id))!;
const pay = (billId: string, amountMinor: bigint) =>
  withSqlTx({ institutionId: home }, (tx) => creditBills(tx, { institutionId: home }, [{ billId: billId as BillId, paymentId: newId('payment', world), amountMinor, at: world.clock.now(), actor: 'test' }]));
const payable = async (billId: string) => (await withSqlTx({ institutionId: home }, (tx) => lockBills(tx, [billId as BillId])))[0]!;
const ask = (billId: string, items: Record<string, string>, kind: 'waiver' | 'correction' = 'waiver') =>
  requestCreditNote(clerk.ctx, { billId, kind, reason: '本月未乘校车', items: Object.entries(items).map(([itemCode, amount]) => ({ itemCode, amount })) });
async function sign(approvalId: string): Promise<void> {
  world.clock.advance(30_000);
  const { operation_hash: operationHash } = await withTx({ institutionId: home }, (tx) => tx.approval.findUniqueOrThrow({ where: { id: approvalId } }));
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  must(await decideApproval(manager.ctx, { approvalId, decision: 'approve', reason: '', stepUpCode, operationHash }));
}
/** The checks that know bills; payments are not made by orders here, so those that compare orders are left out. */
async function booksTie(): Promise<void> {
  const wrong = (await checkIntegrity(manager.ctx)).filter((c) => ['books-sum-to-zero', 'entries-balance', 'bills-equal-allocations', 'bills-equal-lines-and-parts'].includes(c.name) && !c.ok);
  expect(wrong).toEqual([]);
  const [sums] = await withTx({ institutionId: home }, (tx) => tx.$queryRaw<{ total: bigint; issued: bigint }[]>`
    SELECT (SELECT sum(total_minor) FROM bill WHERE status <> 'cancelled')::bigint AS total, (SELECT sum(amount_minor) FROM ledger_posting WHERE account_code = '1122')::bigint AS issued`);
  expect(sums!.issued).toBe(sums!.total);
}

describe('credit notes', () => {
  it('take off what was signed, once, item by item, and the books follow', async () => {
    const before = await bill(bills[0]!);
    const [care] = before.lines;
    expect(await requestCreditNote(admin.ctx, { billId: bills[0]!, kind: 'waiver', reason: 'x', items: [{ itemCode: 'care', amount: '1' }] })).toMatchObject({ error: { code: 'access.denied' } });
    expect(await ask(bills[0]!, { [care!.itemCode]: '999999' })).toMatchObject({ error: { code: 'bills.credit-over-item' } });
    expect(await ask(bills[0]!, { gone: '1' })).toMatchObject({ error: { code: 'bills.credit-over-item' } });
    expect(await ask(bills[0]!, { [care!.itemCode]: '-1' })).toMatchObject({ error: { code: 'bills.credit-amount' } });
    const { approvalId } = must(await ask(bills[0]!, { [care!.itemCode]: '120.50' }));
    expect(await ask(bills[0]!, { [care!.itemCode]: '1' })).toMatchObject({ error: { code: 'bills.credit-asked' } });
    await settleCreditNote(home, approvalId, world); // nobody has signed yet
    expect((await bill(bills[0]!)).total).toEqual(before.total);
    await sign(approvalId);
    await Promise.all([1, 2, 3].map(() => settleCreditNote(home, approvalId, world)));
    const after = await bill(bills[0]!);
    expect(BigInt(before.total.minor) - BigInt(after.total.minor)).toBe(12_050n);
    expect(after.lines.reduce((sum, l) => sum + BigInt(l.amount.minor), 0n).toString()).toBe(after.total.minor);
    expect([after.creditNotes.length, after.status, after.transitions.at(-1)?.event]).toEqual([1, 'issued', 'credit']);
    expect(after.lines.at(-1)).toMatchObject({ credit: true, explanation: { steps: [{ kind: 'credit-note', number: after.creditNotes[0]!.number, why: 'waiver' }] } });
    await booksTie();
  });

  it('never take off more than is open when money came in between, and close a bill when nothing is left', async () => {
    const id = bills[1]!;
    const { total, items } = await bill(id);
    const [first] = items;
    const { approvalId } = must(await ask(id, { [first!.itemCode]: '100' }));
    await pay(id, BigInt(total.minor) - 5_000n);
    await sign(approvalId);
    expect(await settleCreditNote(home, approvalId, world)).toBe(true);
    expect((await bill(id)).total).toEqual(total);
    const again = must(await ask(id, { [first!.itemCode]: '50' })).approvalId;
    await sign(again);
    await settleCreditNote(home, again, world);
    const after = await bill(id);
    expect([after.status, after.paid.minor]).toEqual(['paid', after.total.minor]);
    expect(after.items.reduce((sum, i) => sum + BigInt(i.paid.minor), 0n).toString()).toBe(after.paid.minor);
    await booksTie();
  });

  it('wait while somebody is paying, and are not lost', async () => {
    const [id, paymentId] = [bills[2]!, newId('payment', world)];
    const [first] = (await bill(id)).items;
    const { approvalId } = must(await ask(id, { [first!.itemCode]: '10' }));
    const at = toDate(world.clock.now());
    await withTx({ institutionId: home }, async (tx) => {
      await tx.payment.create({
        data: {
          id: paymentId, institution_id: home, number: paymentId, payer_id: 'pyr_x', currency: 'CNY', amount_minor: 1n, status: 'submitted', method: 'wechat', channel: 'wechat', subject: 'x',
          payer_ip: '', idempotency_key: paymentId, created_at: at, expires_at: at, updated_at: at,
        },
      });
      await holdBills(tx, { institutionId: home }, [{ billId: id as BillId, paymentId, at: world.clock.now() }]);
    });
    await sign(approvalId);
    expect(await settleCreditNote(home, approvalId, world)).toBe(false);
    await withSqlTx({ institutionId: home }, (tx) => releaseHolds(tx, [paymentId]));
    expect(await settleCreditNote(home, approvalId, world)).toBe(true);
    expect((await bill(id)).creditNotes).toHaveLength(1);
    must(await cancelBill(admin.ctx, { billId: id, reason: 'left' }));
    await booksTie();
  });
});

describe('instalments', () => {
  it('move the due date part by part; what was late is caught up by paying the late part', async () => {
    const id = bills[3]!;
    const open = BigInt((await bill(id)).total.minor);
    const major = (minor: bigint) => `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`;
    const parts = (days: string[], cut: bigint) => days.map((day, i) => ({ dueDate: businessDate(day), amount: major(i === 0 ? open - cut * BigInt(days.length - 1) : cut) }));
    expect(await agreeInstalments(clerk.ctx, { billId: id, note: 'x', parts: parts(['2026-12-10', '2026-12-10'], 10_000n) })).toMatchObject({ error: { code: 'bills.instalment-days' } });
    expect(await agreeInstalments(clerk.ctx, { billId: id, note: 'x', parts: parts(['2026-12-10', '2027-01-10'], 10_000n).slice(1) })).toMatchObject({ error: { code: 'bills.instalments-do-not-add-up' } });
    must(await agreeInstalments(clerk.ctx, { billId: id, note: '家长申请', parts: parts(['2026-12-10', '2027-01-10', '2027-02-10'], 10_000n) }));
    expect([(await bill(id)).dueDate, (await payable(id)).partMinMinor]).toEqual(['2026-12-10', open - 20_000n]);
    expect([mayPay(await payable(id), open), mayPay(await payable(id), open - 20_000n), mayPay(await payable(id), open - 20_001n), mayPay(await payable(id), open + 1n)]).toEqual([true, true, false, false]);
    world.clock.set(instant(Date.UTC(2026, 11, 12)));
    await fallDue(systemCtx('due', home, world));
    expect((await bill(id)).status).toBe('overdue');
    await pay(id, open - 25_000n);
    expect(await bill(id)).toMatchObject({ status: 'overdue', dueDate: '2026-12-10' });
    await pay(id, 5_000n);
    expect(await bill(id)).toMatchObject({ status: 'part-paid', dueDate: '2027-01-10' });
    await pay(id, 12_000n);
    const halfway = await bill(id);
    expect([halfway.status, halfway.dueDate, halfway.instalments.map((p) => p.open.minor)]).toEqual(['part-paid', '2027-02-10', ['0', '0', '8000']]);
    await pay(id, 8_000n);
    expect([(await bill(id)).status, mayPay(await payable(id), 10_000n)]).toEqual(['paid', false]);
    await booksTie();
  });

  it('put an overdue bill on later days, shrink from behind under a credit note, and refuse another institution', async () => {
    const id = bills[4]!;
    world.clock.set(instant(Date.UTC(2026, 11, 20)));
    await fallDue(systemCtx('due', home, world));
    const { total, status, items } = await bill(id);
    expect(status).toBe('overdue');
    const open = BigInt(total.minor);
    const parts = [{ dueDate: businessDate('2026-12-31'), amount: '100' }, { dueDate: businessDate('2027-03-01'), amount: `${(open - 10_000n) / 100n}.${((open - 10_000n) % 100n).toString().padStart(2, '0')}` }];
    const stranger = await makePerson(world, await makeInstitution(world, 'elsewhere'), ['accountant']);
    expect(await agreeInstalments(stranger.ctx, { billId: id, note: 'x', parts })).toMatchObject({ error: { code: 'bills.not-found' } });
    must(await agreeInstalments(clerk.ctx, { billId: id, note: '困难家庭', parts }));
    expect(await bill(id)).toMatchObject({ status: 'issued', dueDate: '2026-12-31' });
    const { approvalId } = must(await ask(id, { [items[0]!.itemCode]: '50' }));
    await sign(approvalId);
    await settleCreditNote(home, approvalId, world);
    expect((await bill(id)).instalments.map((p) => p.amount.minor)).toEqual(['10000', (open - 15_000n).toString()]);
    await booksTie();
  });

  it('are given to a payer of a restricted grade only by somebody who may approve', async () => {
    const [late] = (await listBills(clerk.ctx, { status: 'overdue' })).rows;
    expect(await payerStanding(clerk.ctx, late!.payerId)).toMatchObject({ grade: 'B', lateBills: 1, restricted: false });
    world.clock.set(instant(Date.UTC(2027, 0, 25)));
    const parts = [{ dueDate: businessDate('2027-02-01'), amount: '1' }];
    await withTx({ institutionId: home }, (tx) => tx.$executeRaw`
      INSERT INTO reminder_schedule (institution_id, enabled, rules, quiet_from, quiet_until, restrict_from, updated_at, updated_by) VALUES (${home}, FALSE, '[]', '21:00', '08:00', 'C', now(), 'test')`);
    expect(await payerStanding(clerk.ctx, late!.payerId)).toMatchObject({ grade: 'C', restricted: true });
    expect(await agreeInstalments(clerk.ctx, { billId: late!.id, note: 'x', parts })).toMatchObject({ error: { code: 'bills.grade-restricts', details: { grade: 'C' } } });
    expect(await agreeInstalments(manager.ctx, { billId: late!.id, note: 'x', parts })).toMatchObject({ error: { code: 'bills.instalments-do-not-add-up' } });
  });

  it('come with the plan, in shares that add up', async () => {
    planId = must(await createPlanFromTemplate(admin.ctx, { template: 'kindergarten-monthly', code: 'in-parts' })).planId;
    const detail = (await getPlan(admin.ctx, planId))!;
    const plan = { ...detail.editing.plan, instalments: [{ bps: 3_333, afterDays: 0 }, { bps: 3_333, afterDays: 30 }, { bps: 3_334, afterDays: 60 }] };
    const { version } = must(await saveDraft(admin.ctx, { planId, baseVersion: detail.editing.version, effectiveFrom: detail.today as BusinessDate, note: null, plan }));
    must(await activateVersion(admin.ctx, { planId, version }));
    const [id] = await issued('2027-02');
    const fresh = await bill(id!);
    expect(fresh.instalments).toHaveLength(3);
    expect(fresh.instalments.reduce((sum, p) => sum + BigInt(p.amount.minor), 0n).toString()).toBe(fresh.total.minor);
    await booksTie();
  });
});
