// A receipt is mailed to an address its payer types, three times a day at most; whoever else asks learns nothing, not even that there is one.
import { beforeAll, expect, it } from 'vitest';
import { anInstitution, somePayers, userCtx } from '@/lib/bills/billing.fixtures';
import type { PayerId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { listPayers } from '@/lib/payers';
import { issueReceipts, paymentDeps } from '@/lib/payments';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { paidBill } from '@/lib/refunds/refunds.fixtures';
import { mailReceipt, type Carriers, type Message } from './index';

let [mine, other] = [] as unknown as [Ctx, Ctx];
let code = '';
const sent: Message[] = [];
const out: Carriers = { mail: (m) => { sent.push(m); return Promise.resolve(); }, sms: () => Promise.reject(new Error('no')) };

beforeAll(async () => {
  const { ctx } = await anInstitution('mailing');
  await somePayers(ctx, 2);
  const [a, b] = (await listPayers(ctx, {})).rows;
  [mine, other] = [a!, b!].map((p) => makeCtx({ kind: 'payer', payerId: p.id as PayerId }, ctx.institutionId, { clock: ctx.clock, random: ctx.random })) as [Ctx, Ctx];
  const paid = await paidBill(ctx.clock, 5_000n, 'wechat', { institutionId: ctx.institutionId, clerk: userCtx(ctx.institutionId, ['accountant'], ctx.clock, ctx.random) });
  await withTx(ctx, async (tx) => {
    await tx.$executeRaw`UPDATE payment SET payer_id = ${a!.id} WHERE id = ${paid.paymentId}`;
    await tx.$executeRaw`UPDATE bill SET payer_id = ${a!.id} WHERE id = ${paid.billId}`;
    await tx.payment_bill.create({ data: { institution_id: ctx.institutionId, payment_id: paid.paymentId, bill_id: paid.billId, amount_minor: 5_000n } });
  });
  await issueReceipts(paymentDeps(), ctx.institutionId, [paid.paymentId]);
  code = await withTx(ctx, async (tx) => (await tx.receipt.findFirstOrThrow({ where: { payment_id: paid.paymentId } })).verify_code);
});

it('sends the link to the address typed, and keeps it masked', async () => {
  expect(must(await mailReceipt(mine, { code, email: 'li@example.com' }, out))).toEqual({ to: 'l***@example.com' });
  expect(sent[0]).toMatchObject({ to: 'li@example.com', text: expect.stringContaining(`/receipt/${code}`) as string });
});

it('tells nobody else anything', async () => {
  const answers = await Promise.all([mailReceipt(other, { code, email: 'x@example.com' }, out), mailReceipt(mine, { code: 'NOSUCHCODE', email: 'x@example.com' }, out)]);
  expect(answers.map((a) => (a.ok ? '' : a.error.code))).toEqual(['notifications.not-found', 'notifications.not-found']);
  expect(sent).toHaveLength(1);
});

it('stops after three', async () => {
  for (let i = 0; i < 2; i++) must(await mailReceipt(mine, { code, email: 'li@example.com' }, out));
  expect(await mailReceipt(mine, { code, email: 'li@example.com' }, out)).toMatchObject({ error: { code: 'notifications.too-often' } });
});
