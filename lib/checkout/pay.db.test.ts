import { expect, test } from 'vitest';
import { withTx } from '@/lib/platform/tx';
import type { CreateOutcome } from '@/lib/channels/port';
import { must } from '@/lib/kernel/result';
import { answering, payableElsewhere, payingHousehold, silentFirst, wishFor } from './checkout.fixtures';
import { abandonPayment } from './commands/abandon-payment';
import { pay } from './commands/pay';
import { switchRoute } from './commands/switch-route';
import { methodsFor } from './methods-for';
import { paymentPulse, paymentStatus } from './payment-status';

const notSent: CreateOutcome = { certainty: 'not-sent', code: 'refused', cause: 'network' };
const busy: CreateOutcome = { certainty: 'declined', code: 'SYSTEM_BUSY', cause: 'bank-busy', message: '' };
const poor: CreateOutcome = { certainty: 'declined', code: 'NOT_ENOUGH', cause: 'insufficient-balance', message: '' };
const unclear: CreateOutcome = { certainty: 'unknown', code: 'timeout', cause: 'network', retry: 'query-first' };

test('fifty simultaneous pays of one bill end in one payment that every answer names', async () => {
  const home = await payingHousehold([128_000n]);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => pay(home.ctx, wishFor(home, { idempotencyKey: `tab-${i}-0000` }), home.deps)),
  );
  expect(new Set(answers.map((a) => must(a).paymentId)).size).toBe(1);
  expect(answers.filter((a) => a.ok && !a.value.resumed)).toHaveLength(1);
  expect(await withTx(home, (tx) => tx.payment.count())).toBe(1);
  expect(home.gateway.calls.filter((call) => call.startsWith('create'))).toHaveLength(1);
});

test('the amount comes from the bills: what the browser says is compared and never counts', async () => {
  const home = await payingHousehold([128_000n]);
  expect(await pay(home.ctx, wishFor(home, { expectedMinor: 1n }), home.deps)).toMatchObject({
    ok: false,
    error: { code: 'payments.amount-changed' },
  });
  expect(await withTx(home, (tx) => tx.payment.count())).toBe(0);
  const { paymentId } = must(await pay(home.ctx, wishFor(home), home.deps));
  expect((await paymentStatus(home.ctx, paymentId))!.amount).toEqual({ minor: '128000', currency: 'CNY' });
});

test("another payer's bill and payment look as if they were not there", async () => {
  const [mine, theirs] = [await payingHousehold([100n]), await payingHousehold([100n])];
  expect(await pay(mine.ctx, wishFor(theirs), mine.deps)).toMatchObject({ ok: false, error: { code: 'payments.bill-not-found' } });
  const neighbour = { ...theirs.ctx, actor: { kind: 'payer' as const, payerId: mine.payerId } };
  expect(await pay(neighbour, wishFor(theirs), theirs.deps)).toMatchObject({ ok: false, error: { code: 'payments.bill-not-found' } });
  expect(await methodsFor(neighbour, { billIds: theirs.bills.map((b) => b.id), key: 'k' })).toMatchObject({
    ok: false,
    error: { code: 'payments.bill-not-found' },
  });
  const { paymentId } = must(await pay(theirs.ctx, wishFor(theirs), theirs.deps));
  expect(await paymentStatus(neighbour, paymentId)).toBeNull();
  expect(await paymentPulse(mine.ctx, paymentId)).toBeNull();
  expect(await switchRoute(neighbour, { paymentId, method: 'any' }, theirs.deps)).toMatchObject({
    ok: false,
    error: { code: 'payments.not-found' },
  });
  expect(await abandonPayment(neighbour, { paymentId }, theirs.deps)).toMatchObject({ ok: false, error: { code: 'payments.not-found' } });
});

test('the next channel is asked when the first one certainly did not take the order', async () => {
  for (const first of [notSent, busy]) {
    const home = await payingHousehold([500n]);
    const asked = answering(home, [first]);
    const answer = must(await pay(home.ctx, wishFor(home), home.deps));
    expect(answer).toMatchObject({ step: 'hand-over', channel: asked[1] });
    expect(new Set(asked).size).toBe(2);
  }
});

test('what is unclear is followed and never tried elsewhere while its bank cannot make certain', async () => {
  const home = await payingHousehold([500n]);
  payableElsewhere(home);
  home.gateway.close = () => Promise.resolve({ certainty: 'unknown', code: 'timeout', cause: 'network' });
  const asked = answering(home, [unclear]);
  expect(must(await pay(home.ctx, wishFor(home), home.deps))).toMatchObject({ step: 'confirming', present: null, next: null });
  expect(asked).toHaveLength(1);
});

test('an order that was not answered is closed at its bank before the next one is opened', async () => {
  const home = await payingHousehold([500n]);
  payableElsewhere(home);
  const asked = answering(home, [unclear]);
  expect(must(await pay(home.ctx, wishFor(home), home.deps))).toMatchObject({ step: 'hand-over', channel: asked[1] });
  expect(new Set(asked).size).toBe(2);
  expect(home.gateway.calls.map((call) => call.split(' ')[0])).toEqual(['close', 'create']);
});

test('a payer does not wait for a silent bank while another one stands by; the answer that comes after its close changes nothing', async () => {
  const home = await payingHousehold([500n]);
  payableElsewhere(home);
  const { asked, sayAtLast } = silentFirst(home);
  const answer = must(await pay(home.ctx, wishFor(home), home.deps));
  expect(answer).toMatchObject({ step: 'hand-over', channel: asked[1] });
  expect(home.gateway.calls.map((call) => call.split(' ')[0])).toEqual(['close', 'create']);
  sayAtLast();
  await new Promise((resolve) => setImmediate(resolve));
  const attempts = await withTx(home, (tx) => tx.payment_attempt.findMany({ orderBy: { seq: 'asc' } }));
  expect(attempts.map((a) => a.status)).toEqual(['closed', 'accepted']);
  expect(await paymentStatus(home.ctx, answer.paymentId)).toMatchObject({ channel: asked[1] });
});

test('a bank that cannot close what it did not answer keeps the payment to itself, and is believed when it answers after all', async () => {
  const home = await payingHousehold([500n]);
  payableElsewhere(home);
  home.gateway.answers.close = { certainty: 'unknown', code: 'timeout', cause: 'network' };
  home.gateway.answers.query = { state: 'not-found' };
  const { asked, sayAtLast } = silentFirst(home);
  const { paymentId, step } = must(await pay(home.ctx, wishFor(home), home.deps));
  expect({ step, asked: asked.length }).toEqual({ step: 'confirming', asked: 1 });
  sayAtLast();
  await expect.poll(async () => (await paymentStatus(home.ctx, paymentId))?.present, { timeout: 20_000 }).toEqual({ kind: 'qr', text: 'too late' });
  expect(asked).toHaveLength(1);
});

test('where the slow bank cannot be closed, its answer within the time still takes the payer there', async () => {
  const home = await payingHousehold([500n]);
  payableElsewhere(home);
  home.gateway.answers.close = { certainty: 'unknown', code: 'timeout', cause: 'network' };
  home.gateway.answers.query = { state: 'not-found' };
  const { asked, sayAtLast } = silentFirst(home);
  setTimeout(sayAtLast, 1_300);
  expect(must(await pay(home.ctx, wishFor(home), home.deps))).toMatchObject({ step: 'hand-over', channel: asked[0], present: { kind: 'qr', text: 'too late' } });
  expect(asked).toHaveLength(1);
});

test('where nobody stands by, a slow bank is waited for', async () => {
  const home = await payingHousehold([500n], ['wechat']);
  const { sayAtLast } = silentFirst(home);
  setTimeout(sayAtLast, 1_100);
  expect(must(await pay(home.ctx, wishFor(home), home.deps))).toMatchObject({ step: 'hand-over', channel: 'wechat' });
});

test("the payer's own reason ends at once, with its cause and the next best way", async () => {
  const home = await payingHousehold([500n]);
  const asked = answering(home, [poor]);
  const answer = must(await pay(home.ctx, wishFor(home), home.deps));
  expect(asked).toHaveLength(1);
  expect(answer).toMatchObject({ step: 'choose-another', cause: 'insufficient-balance' });
  expect(answer.next?.channel).not.toBe(asked[0]);
  expect(await paymentStatus(home.ctx, answer.paymentId)).toMatchObject({
    step: 'choose-another',
    cause: 'insufficient-balance',
    next: answer.next,
    tried: asked,
  });
});

test('a payer who named a channel is not carried to one that does not serve its method', async () => {
  const home = await payingHousehold([500n]);
  const asked = answering(home, [notSent, notSent, notSent]);
  expect(must(await pay(home.ctx, wishFor(home, { channel: 'alipay' }), home.deps))).toMatchObject({
    step: 'choose-another',
    cause: 'network',
  });
  expect(asked).toEqual(['alipay']);
  const bank = await payingHousehold([500n], ['ccb', 'unionpay', 'wechat']);
  const askedBank = answering(bank, [notSent]);
  expect(must(await pay(bank.ctx, wishFor(bank, { channel: 'ccb' }), bank.deps))).toMatchObject({ step: 'hand-over', channel: 'unionpay' });
  expect(askedBank).toEqual(['ccb', 'unionpay']);
});

test('another way closes the order before it at its bank first', async () => {
  const home = await payingHousehold([500n]);
  const { paymentId } = must(await pay(home.ctx, wishFor(home, { channel: 'wechat' }), home.deps));
  expect(must(await switchRoute(home.ctx, { paymentId, method: 'any', channel: 'alipay' }, home.deps))).toMatchObject({
    step: 'hand-over',
    channel: 'alipay',
    paymentId,
  });
  expect(home.gateway.calls.map((call) => call.split(' ')[0])).toEqual(['create', 'close', 'create']);
});

test('no second order is opened while the bank cannot say that the first one is dead', async () => {
  const home = await payingHousehold([500n]);
  const { paymentId } = must(await pay(home.ctx, wishFor(home, { channel: 'wechat' }), home.deps));
  home.gateway.answers.close = { certainty: 'unknown', code: 'timeout', cause: 'network' };
  home.gateway.answers.query = { state: 'unknown', code: 'timeout', cause: 'network' };
  expect(await switchRoute(home.ctx, { paymentId, method: 'any', channel: 'alipay' }, home.deps)).toMatchObject({
    ok: false,
    error: { code: 'payments.attempt-still-open' },
  });
  expect(home.gateway.calls.filter((call) => call.startsWith('create'))).toHaveLength(1);
});

test('two tabs with different ways are one payment: the later way replaces the earlier', async () => {
  const home = await payingHousehold([500n]);
  const first = must(await pay(home.ctx, wishFor(home, { channel: 'wechat' }), home.deps));
  const second = must(await pay(home.ctx, wishFor(home, { channel: 'alipay', idempotencyKey: 'other-tab' }), home.deps));
  expect(second).toMatchObject({ paymentId: first.paymentId, resumed: true, channel: 'alipay', step: 'hand-over' });
});

test('a payment for other bills is never passed off as the one on the button', async () => {
  const home = await payingHousehold([500n, 700n]);
  const { paymentId } = must(await pay(home.ctx, wishFor(home, { billIds: [home.bills[0]!.id], expectedMinor: 500n }), home.deps));
  expect(await pay(home.ctx, wishFor(home, { idempotencyKey: 'both-bills' }), home.deps)).toMatchObject({
    ok: false,
    error: { code: 'checkout.already-under-way', details: { paymentId } },
  });
});

test('a channel that cannot take the payment says why, and the named one is not exchanged silently', async () => {
  const home = await payingHousehold([500n], ['wechat', 'alipay']);
  expect(await pay(home.ctx, wishFor(home, { channel: 'ccb' }), home.deps)).toMatchObject({
    ok: false,
    error: { code: 'checkout.no-way', details: { reason: 'no-account' } },
  });
  await withTx(home, (tx) => tx.bill.updateMany({ data: { methods: ['alipay'] } }));
  const view = must(await methodsFor(home.ctx, { billIds: home.bills.map((b) => b.id), key: 'k' }));
  expect(view.ways).toMatchObject([
    { channel: 'alipay', available: true, suggested: true },
    { channel: 'wechat', available: false, reason: 'method-not-allowed' },
  ]);
});

test('a channel on trial carries one payment; the next one is told so', async () => {
  const home = await payingHousehold([500n, 700n], ['wechat']);
  await withTx(home, (tx) =>
    tx.breaker_state.create({
      data: {
        institution_id: home.institutionId,
        channel: 'wechat',
        state: 'half-open',
        consecutive_timeouts: 0,
        updated_at: new Date(home.clock.now()),
      },
    }),
  );
  const [one, two] = home.bills;
  expect(must(await pay(home.ctx, wishFor(home, { billIds: [one!.id], expectedMinor: 500n }), home.deps))).toMatchObject({
    step: 'hand-over',
  });
  expect(
    await pay(home.ctx, wishFor(home, { billIds: [two!.id], expectedMinor: 700n, idempotencyKey: 'second-one' }), home.deps),
  ).toMatchObject({ ok: false, error: { code: 'checkout.no-way', details: { reason: 'trial-in-progress' } } });
  expect(await withTx(home, (tx) => tx.bill_hold.count({ where: { bill_id: two!.id } }))).toBe(0);
});
