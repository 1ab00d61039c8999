// Guarantee: an order whose way to pay nobody was shown holds no payer up, is never shown afterwards, and money for it all the same counts once.
import { expect, test } from 'vitest';
import type { CreateOutcome } from '@/lib/channels/port';
import { must } from '@/lib/kernel/result';
import { applyChannelOutcomes, openNextAttempt, sweepInquiries } from '@/lib/payments';
import { paid, routeTo } from '@/lib/payments/payments.fixtures';
import { withTx } from '@/lib/platform/tx';
import { answering, payingHousehold, silentFirst, wishFor } from './checkout.fixtures';
import { pay } from './commands/pay';
import { switchRoute } from './commands/switch-route';
import { paymentStatus } from './payment-status';

type Home = Awaited<ReturnType<typeof payingHousehold>>;
const unclear: CreateOutcome = { certainty: 'unknown', code: 'reset', cause: 'network', retry: 'query-first' };
/** Every one of them answers with the only way to pay. */
const ANSWERING = ['wechat', 'cmb', 'qra', 'abc', 'wallet'] as const;
const ordersOf = (home: Home) => withTx(home, (tx) => tx.payment_attempt.findMany({ orderBy: { seq: 'asc' } }));
const doneTo = (home: Home): string[] => home.gateway.calls.map((call) => call.split(' ')[0]!);

test('two silent banks in a row are followed by a third, and no late answer is shown', async () => {
  const home = await payingHousehold([500n], ANSWERING);
  const { asked, sayAtLast } = silentFirst(home, 2);
  const answer = must(await pay(home.ctx, wishFor(home), home.deps));
  expect(answer).toMatchObject({ step: 'hand-over', channel: asked[2] });
  sayAtLast();
  await new Promise((resolve) => setImmediate(resolve));
  expect((await ordersOf(home)).map((o) => [o.status, o.last_code, o.presentation !== null])).toEqual([['closed', 'withheld', false], ['closed', 'withheld', false], ['accepted', null, true]]);
  expect(await paymentStatus(home.ctx, answer.paymentId)).toMatchObject({ channel: asked[2], step: 'waiting' });
  // Nor could a script show it.
  await expect(withTx(home, (tx) => tx.payment_attempt.updateMany({ where: { status: 'closed' }, data: { presentation: { kind: 'qr', text: 'x' } } }))).rejects.toThrow('not shown any more');
});

test('a broken connection leads straight on, without waiting for a bank that is not there; its order is closed once it is back', async () => {
  const home = await payingHousehold([500n], ANSWERING);
  home.gateway.answers.close = { certainty: 'unknown', code: 'reset', cause: 'network' };
  home.gateway.answers.query = { state: 'unknown', code: 'reset', cause: 'network' };
  const asked = answering(home, [unclear]);
  expect(must(await pay(home.ctx, wishFor(home), home.deps))).toMatchObject({ step: 'hand-over', channel: asked[1] });
  expect(doneTo(home)).toEqual(['create']);
  const [left] = await ordersOf(home);
  const closes = () => home.gateway.calls.filter((call) => call === `close ${left!.order_no}`).length;
  const waits = () => withTx(home, (tx) => tx.inquiry_due.count({ where: { subject_id: left!.id } }));
  home.clock.pass(13_000);
  await sweepInquiries(home.deps);
  if (home.gateway.capabilities(left!.channel as (typeof ANSWERING)[number]).close === 'supported') {
    expect([closes(), await waits()]).toEqual([1, 1]);
    home.gateway.answers.close = { certainty: 'closed' };
    home.clock.pass(60_000);
    await sweepInquiries(home.deps);
    expect(closes()).toBe(2);
  }
  expect(await waits()).toBe(0);
  expect((await ordersOf(home)).map((o) => o.status)).toEqual(['closed', 'accepted']);
});

test('what was shown is never left behind: its bank has to close it first', async () => {
  const home = await payingHousehold([500n], ANSWERING);
  const { paymentId } = must(await pay(home.ctx, wishFor(home), home.deps));
  home.gateway.answers.close = { certainty: 'unknown', code: 'timeout', cause: 'network' };
  home.gateway.answers.query = { state: 'unpaid' };
  for (const channel of ANSWERING) await switchRoute(home.ctx, { paymentId, method: 'any', channel }, home.deps);
  expect(await ordersOf(home)).toHaveLength(1);
});

test('money for an order that was left behind counts once, and the order beside it is closed; paid twice, it is held', async () => {
  const home = await payingHousehold([500n], ANSWERING);
  answering(home, [unclear]);
  const { paymentId } = must(await pay(home.ctx, wishFor(home), home.deps));
  const [left, next] = await ordersOf(home);
  const money = (order: typeof left) => ({ ...paid('wechat', order!.order_no, 500n, home.clock.now()), channel: order!.channel as 'wechat' });
  await applyChannelOutcomes(home.deps, home.institutionId, [money(left)]);
  expect((await paymentStatus(home.ctx, paymentId))!.step).toBe('paid');
  home.clock.pass(1_000);
  await sweepInquiries(home.deps);
  expect(home.gateway.calls.some((call) => call.endsWith(next!.order_no) && !call.startsWith('create'))).toBe(true);
  await applyChannelOutcomes(home.deps, home.institutionId, [money(next)]);
  expect(await withTx(home, (tx) => tx.suspense_item.findMany())).toMatchObject([{ kind: 'duplicate', amount_minor: 500n }]);
  expect((await withTx(home, (tx) => tx.bill.findFirstOrThrow())).paid_minor).toBe(500n);
});

test('a page that goes on by itself takes no order away that another tab has opened meanwhile', async () => {
  const home = await payingHousehold([500n], ANSWERING);
  const { asked, sayAtLast } = silentFirst(home, 9);
  const first = pay(home.ctx, wishFor(home, { channel: 'wechat' }), home.deps);
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(1);
  const [mine] = await ordersOf(home);
  const other = must(await openNextAttempt(home.deps, home.institutionId, { paymentId: mine!.payment_id as never, route: routeTo('qra'), actor: 'tab' }));
  const again = { paymentId: other.file.payment.id, route: routeTo('cmb'), actor: 'page', leaving: mine!.id as never };
  expect(await openNextAttempt(home.deps, home.institutionId, again)).toMatchObject({ ok: false, error: { code: 'payments.attempt-still-open' } });
  sayAtLast();
  await first;
  expect((await ordersOf(home)).map((o) => [o.channel, o.status])).toEqual([['wechat', 'closed'], ['qra', 'submitting']]);
});

test('whoever comes too late to try a channel that recovers is carried to another one, not refused', async () => {
  const home = await payingHousehold([500n, 700n], ['qra', 'unionpay']);
  await withTx(home, (tx) => tx.breaker_state.create({ data: { institution_id: home.institutionId, channel: 'qra', state: 'half-open', updated_at: new Date(home.clock.now()) } }));
  const answers = await Promise.all(home.bills.map((bill) => pay(home.ctx, wishFor(home, {
    billIds: [bill.id], expectedMinor: bill.totalMinor, method: 'unionpay', channel: 'qra', idempotencyKey: `trial-${bill.id}`,
  }), home.deps)));
  expect(answers.map((a) => must(a).step)).toEqual(['hand-over', 'hand-over']);
  expect(new Set(answers.map((a) => must(a).channel))).toEqual(new Set(['qra', 'unionpay']));
});
