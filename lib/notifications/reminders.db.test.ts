// A payer who paid gets no reminder, nobody is told twice, nothing goes out in quiet hours, and the preview says beforehand who would get what.
import { beforeAll, expect, it } from 'vitest';
import { agreeInstalments, creditBills, issueBills, listBills, requestBillRun } from '@/lib/bills';
import { activePlan, anInstitution, csv, userCtx } from '@/lib/bills/billing.fixtures';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { businessDate } from '@/lib/kernel/time';
import { importPayers } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { withTx } from '@/lib/platform/tx';
import { listNotices, previewReminders, saveSchedule, sendReminders, type Carriers, type Message } from './index';
import { DEFAULT_SCHEDULE, type Schedule } from './model';

let ctx: Ctx;
let clock: { at: number };
const sent: (Message & { channel: string })[] = [];
const out: Carriers = {
  mail: (m) => { sent.push({ ...m, channel: 'mail' }); return m.to.startsWith('broken') ? Promise.reject(new Error('550 no such box')) : Promise.resolve(); },
  sms: (m) => { sent.push({ ...m, channel: 'sms' }); return Promise.resolve(); },
};
const schedule: Schedule = { ...DEFAULT_SCHEDULE, enabled: true };
const at = (day: number, hour: number) => { clock.at = Date.UTC(2026, 11, day, hour - 8); };

beforeAll(async () => {
  ({ ctx, clock } = await anInstitution('dunning'));
  must(await importPayers(ctx, { source: csv([
    'number,name,phone,email,mealDays', 'D1,李小明,13800000001,li@example.com,20', 'D2,王若曦,13800000002,broken@example.com,20', 'D3,张子轩,13800000003,,20', 'D4,刘雨桐,,liu@example.com,20',
  ]), apply: true }));
  const planId = await activePlan(ctx, 'kindergarten-monthly');
  const { runId } = must(await requestBillRun(ctx, { planId, cycleKey: '2026-12' }));
  await issueBills({ institutionId: ctx.institutionId, runId }, ctx); // due on 15 December
});

it('sends nothing until somebody switches it on, and only an administrator may', async () => {
  at(12, 12);
  expect(await sendReminders(ctx, out)).toEqual({ sent: 0, skipped: 0, failed: 0 });
  const accountant = userCtx(ctx.institutionId, ['accountant'], ctx.clock, ctx.random);
  expect(await saveSchedule(accountant, schedule)).toMatchObject({ error: { code: 'access.denied' } });
  expect(await saveSchedule(ctx, { ...schedule, rules: [schedule.rules[0]!, schedule.rules[0]!] })).toMatchObject({ error: { code: 'notifications.rule-twice' } });
  must(await saveSchedule(ctx, schedule));
});

it('shows who would get what tomorrow', async () => {
  at(11, 12);
  const { date, notices } = await previewReminders(ctx, { schedule });
  expect(date).toBe('2026-12-12');
  expect(notices.map((n) => [n.payerNumber, n.rule.channel, n.blocked])).toEqual([
    ['D1', 'mail', null], ['D2', 'mail', null], ['D3', 'mail', 'no-address'], ['D4', 'mail', null],
  ]);
});

it('is silent in quiet hours, then tells everybody once, and never whoever paid in the meantime', async () => {
  at(12, 22);
  expect(await sendReminders(ctx, out)).toEqual({ sent: 0, skipped: 0, failed: 0 });
  at(12, 9);
  // Somebody pays D4's bill while the list is being worked through.
  const [paid] = (await listBills(ctx, { text: 'D4' })).rows;
  const paying: Carriers = { ...out, mail: async (m) => {
    if (sent.length === 0) await withTx(ctx, (tx) => tx.$executeRaw`UPDATE bill SET status = 'paid', paid_minor = total_minor WHERE id = ${paid!.id}`);
    await out.mail(m);
  } };
  expect(await sendReminders(ctx, paying)).toEqual({ sent: 1, skipped: 1, failed: 1 });
  expect(sent.map((m) => m.to)).toEqual(['li@example.com', 'broken@example.com']);
  expect(sent[0]!.text).toContain('请于 2026-12-15 前缴纳');
  // Again, and by two workers at once: nobody is told twice.
  await Promise.all([sendReminders(ctx, out), sendReminders(ctx, out)]);
  expect(sent).toHaveLength(2);
});

it('keeps a log with masked addresses', async () => {
  const log = await listNotices(ctx);
  expect(log.map((n) => `${n.status} ${n.reason ?? ''} ${n.sentTo ?? ''}`).sort((a, b) => a.localeCompare(b))).toEqual([
    'failed Error: 550 no such box b***@example.com', 'sent  l***@example.com', 'skipped no-address ',
  ]);
});

it('tells two days later by message what is due, also when the worker was away that day', async () => {
  at(16, 9);
  expect((await sendReminders(ctx, out)).sent).toBe(3);
  expect(sent.slice(2).map((m) => [m.channel, m.to])).toEqual([['sms', '13800000001'], ['sms', '13800000002'], ['sms', '13800000003']]);
});

it('asks a relay that was down again a quarter of an hour later, three times in all, and one that refused for good never', async () => {
  const { ctx: calm, clock: time } = await anInstitution('relay-down');
  must(await importPayers(calm, { source: csv(['number,name,email,mealDays', 'R1,李小明,down@example.com,20', 'R2,王若曦,gone@example.com,20']), apply: true }));
  const planId = await activePlan(calm, 'kindergarten-monthly');
  const { runId } = must(await requestBillRun(calm, { planId, cycleKey: '2026-12' }));
  await issueBills({ institutionId: calm.institutionId, runId }, calm);
  must(await saveSchedule(calm, { ...schedule, rules: [{ offsetDays: -3, channel: 'mail' }] }));
  const tries: string[] = [];
  const down: Carriers = { ...out, mail: (m) => { tries.push(m.to); return Promise.reject(new Error(m.to.startsWith('gone') ? '550 no such box' : 'the mail relay is silent')); } };
  time.at = Date.UTC(2026, 11, 12, 1);
  for (const minutes of [0, 5, 16, 32, 48, 64]) {
    time.at = Date.UTC(2026, 11, 12, 1, minutes);
    await sendReminders(calm, down);
  }
  expect(tries.sort()).toEqual(['down@example.com', 'down@example.com', 'down@example.com', 'gone@example.com']);
});

it('speaks of the instalment that is next, each once, with what is left of it at that moment', async () => {
  const { ctx: calm, clock: time } = await anInstitution('parts-told');
  must(await importPayers(calm, { source: csv(['number,name,email,mealDays', 'P1,李小明,li@example.com,20']), apply: true }));
  const planId = await activePlan(calm, 'kindergarten-monthly');
  const { runId } = must(await requestBillRun(calm, { planId, cycleKey: '2026-12' }));
  await issueBills({ institutionId: calm.institutionId, runId }, calm);
  const [bill] = (await listBills(calm, {})).rows;
  const total = BigInt(bill!.total.minor);
  const rest = `${(total - 10_000n) / 100n}.${((total - 10_000n) % 100n).toString().padStart(2, '0')}`;
  must(await agreeInstalments(calm, { billId: bill!.id, note: 'x', parts: [{ dueDate: businessDate('2026-12-10'), amount: '100' }, { dueDate: businessDate('2027-01-10'), amount: rest }] }));
  must(await saveSchedule(calm, { ...schedule, rules: [{ offsetDays: -3, channel: 'mail' }] }));
  const texts: string[] = [];
  const heard: Carriers = { ...out, mail: (m) => { texts.push(m.text); return Promise.resolve(); } };
  for (const [month, day] of [[11, 7], [11, 8]] as const) {
    time.at = Date.UTC(2026, month, day, 4);
    await sendReminders(calm, heard);
  }
  await withSqlTx(calm, (tx) => creditBills(tx, calm, [{ billId: bill!.id as BillId, paymentId: 'pay_x' as PaymentId, amountMinor: 10_000n, at: calm.clock.now(), actor: 'test' }]));
  time.at = Date.UTC(2027, 0, 7, 4);
  expect((await previewReminders(calm, { schedule: { ...schedule, rules: [{ offsetDays: -3, channel: 'mail' }] }, daysAhead: 0 })).notices.map((n) => [n.open.minor, n.dueDate, n.blocked])).toEqual([
    [(total - 10_000n).toString(), '2027-01-10', null],
  ]);
  await sendReminders(calm, heard);
  await sendReminders(calm, heard);
  expect(texts.map((text) => /请于 (\S+) 前缴纳 ¥([\d.]+)/.exec(text)?.slice(1))).toEqual([['2026-12-10', '100.00'], ['2027-01-10', rest]]);
});
