// One payment has one invoice, issued once whatever happens in between; invoice minus red letters is always the money kept; nobody sees another's.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { ChannelCode } from '@/lib/channels';
import { createNet } from '@/lib/channels';
import type { InstitutionId, PayerId } from '@/lib/kernel/ids';
import { instant } from '@/lib/kernel/time';
import { must } from '@/lib/kernel/result';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { insideTransaction, withTx } from '@/lib/platform/tx';
import { paidBill, testClock } from '@/lib/refunds/refunds.fixtures';
import { correctInvoice } from './commands/correct-invoice';
import { issueInvoice } from './commands/issue-invoice';
import { requestInvoice } from './commands/request-invoice';
import type { InvoiceDeps } from './deps';
import type { InvoiceOrder, ProviderAnswer } from './provider';
import { invoiceDocument, invoicesOfPayment } from './queries';

const clock = testClock();
const orders: InvoiceOrder[] = [];
let answers: ProviderAnswer[] = [];
const numbered = (n: number): ProviderAnswer => ({ state: 'issued', code: 'T', number: String(n).padStart(20, '0'), issuedAt: instant(clock.now()) });
/** Knows every serial it took; answers from a queue, then issues. Refuses to be called inside a transaction, as the real network does. */
const known = new Map<string, ProviderAnswer>();
const said = (serial: string): ProviderAnswer => {
  if (insideTransaction()) throw new Error('network inside a transaction');
  const answer = answers.shift() ?? known.get(serial) ?? { state: 'absent' };
  return answer;
};
const deps: InvoiceDeps = {
  net: createNet({ guard: () => undefined }), clock,
  provider: {
    name: 'test',
    issue: async (_net, order) => { orders.push(order); const answer = answers.shift() ?? numbered(orders.length); if (answer.state !== 'unknown') known.set(order.serial, answer); return answer; },
    query: async (_net, serial) => said(serial),
    document: async () => new Uint8Array([37, 80, 68, 70]),
  },
};

let institutionId: InstitutionId;
let [mine, other] = [] as unknown as [Ctx, Ctx];
let paymentId = '';
let n = 0;
const ask = (payer = mine, extra: object = {}) =>
  requestInvoice(payer, { paymentId, buyer: 'company', title: '阳光科技有限公司', taxNo: '91310000MA1FL0AB12', idempotencyKey: `invoice-${n}`, ...extra }, deps);
const issue = (id: string) => issueInvoice(deps, institutionId, id);
const list = async () => (await invoicesOfPayment(mine, paymentId, deps))!;
const giveBack = (minor: bigint) => withTx({ institutionId }, (tx) => tx.$executeRaw`UPDATE payment SET refunded_minor = refunded_minor + ${minor} WHERE id = ${paymentId}`);

beforeAll(() => { clock.advance(1); });
beforeEach(async () => {
  n += 1;
  orders.length = 0;
  answers = [];
  const paid = await paidBill(clock, 10_000n, 'wechat' satisfies ChannelCode);
  ({ institutionId, paymentId } = paid);
  const payer = await withTx(paid, (tx) => tx.payment.findUniqueOrThrow({ where: { id: paymentId }, select: { payer_id: true } }));
  mine = makeCtx({ kind: 'payer', payerId: payer.payer_id as PayerId }, institutionId, { clock, random: paid.clerk.random });
  other = makeCtx({ kind: 'payer', payerId: 'pyr_00000000000000000000000000' as PayerId }, institutionId, { clock, random: paid.clerk.random });
});

it('is made once for one payment, however many ask at the same time, sealed, and issued under its own serial', async () => {
  const asked = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(mine, { idempotencyKey: `many-${n}-${i}` })));
  expect(new Set(asked.map((one) => must(one).invoiceId)).size).toBe(1);
  const id = must(asked[0]!).invoiceId;
  const row = await withTx(mine, (tx) => tx.invoice.findUniqueOrThrow({ where: { id } }));
  expect(Buffer.from(row.buyer_sealed).toString('utf8')).not.toContain('阳光');
  expect(await issue(id)).toBe('issued');
  expect([await issue(id), orders.length]).toEqual(['not-now', 1]);
  expect(orders[0]).toMatchObject({ serial: id, kind: 'blue', buyer: { title: '阳光科技有限公司', taxNo: '91310000MA1FL0AB12' }, amount: { minor: 10_000n } });
  expect(await list()).toMatchObject({ offered: false, invoices: [{ kind: 'blue', status: 'issued', amount: { minor: '10000' }, buyer: '阳光科技有限公司' }] });
});

it('asks what became of the serial after silence or a death, and sends the order again only when it certainly never came', async () => {
  const { invoiceId } = must(await ask());
  answers = [{ state: 'unknown' }];
  expect(await issue(invoiceId)).toBe('asked-again');
  answers = [{ state: 'unknown' }];
  expect([await issue(invoiceId), orders.length]).toEqual(['asked-again', 1]);
  answers = [{ state: 'processing' }];
  expect([await issue(invoiceId), orders.length]).toEqual(['asked-again', 1]);
  expect([await issue(invoiceId), orders.length]).toEqual(['issued', 2]);
  expect(new Set(orders.map((order) => order.serial))).toEqual(new Set([invoiceId]));
});

it('says why it was refused, and may be asked for again, but not for ever', async () => {
  const { invoiceId } = must(await ask());
  answers = [{ state: 'declined', reason: '购方税号有误' }];
  expect(await issue(invoiceId)).toBe('declined');
  expect(await list()).toMatchObject({ offered: true, invoices: [{ status: 'declined', reason: '购方税号有误' }] });
  const again = must(await ask(mine, { idempotencyKey: `again-${n}` }));
  answers = [{ state: 'declined', reason: '购方税号有误' }];
  expect([again.invoiceId !== invoiceId, await issue(again.invoiceId)]).toEqual([true, 'declined']);
  for (let i = 3; i <= 5; i++) {
    const one = must(await ask(mine, { idempotencyKey: `again-${n}-${i}` }));
    answers = [{ state: 'declined', reason: '购方税号有误' }];
    expect(await issue(one.invoiceId)).toBe('declined');
  }
  expect(await ask(mine, { idempotencyKey: `again-${n}-6` })).toMatchObject({ error: { code: 'invoices.too-often' } });
});

it('is corrected by red letters until invoice minus red letters is the money kept, whatever order things come in', async () => {
  await giveBack(1_000n);
  const { invoiceId } = must(await ask());
  // Counted already when it was asked for: this event changes nothing.
  expect(await correctInvoice(deps, institutionId, paymentId)).toBeNull();
  await giveBack(2_500n);
  await expect(correctInvoice(deps, institutionId, paymentId)).rejects.toThrow();
  expect(await issue(invoiceId)).toBe('issued');
  const reds = await Promise.all([1, 2, 3].map(() => correctInvoice(deps, institutionId, paymentId)));
  const [red] = reds.filter((id) => id !== null);
  expect([reds.filter((id) => id !== null).length, await issue(red!)]).toEqual([1, 'issued']);
  clock.advance(1_000);
  await giveBack(6_500n);
  const last = await correctInvoice(deps, institutionId, paymentId);
  expect(await issue(last!)).toBe('issued');
  const { invoices, offered } = await list();
  expect(invoices.map((one) => [one.kind, one.amount.minor])).toEqual([['blue', '9000'], ['red', '2500'], ['red', '6500']]);
  expect([offered, orders.at(-1)?.corrects]).toEqual([false, invoices[0]!.number!.split(' ')[1]]);
});

it('is nobody else’s: another payer, staff’s tools and wrong ids get the answer of a thing that is not there', async () => {
  const { invoiceId } = must(await ask());
  await issue(invoiceId);
  expect([await invoicesOfPayment(other, paymentId, deps), await invoiceDocument(other, invoiceId, deps), await invoiceDocument(mine, 'inv_x', deps)]).toEqual([null, null, null]);
  expect(await invoiceDocument(mine, invoiceId, deps)).toMatchObject({ bytes: new Uint8Array([37, 80, 68, 70]) });
  expect([await ask(other), await ask(mine, { paymentId: 'pay_x', idempotencyKey: `x-${n}-12345` })].map((r) => (r.ok ? '' : r.error.code))).toEqual(['invoices.not-found', 'invoices.not-found']);
});

it('is refused where there is no provider, no tax number for a company, or no money left', async () => {
  const codes = [await requestInvoice(mine, { paymentId, buyer: 'person', title: '李', taxNo: '', idempotencyKey: `none-${n}-1` }, { provider: null }), await ask(mine, { taxNo: '' })];
  await giveBack(10_000n);
  expect([...codes, await ask()].map((r) => (r.ok ? '' : r.error.code))).toEqual(['invoices.not-offered', 'invoices.tax-number-needed', 'invoices.nothing-left']);
});
