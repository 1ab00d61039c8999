import { beforeEach, describe, expect, it } from 'vitest';
import { applyChannelOutcomes } from './commands/apply-channel-outcomes';
import { openNextAttempt } from './commands/open-next-attempt';
import { startPayments } from './commands/start-payments';
import { sweepInquiries } from './commands/sweep-inquiries';
import { must } from '@/lib/kernel/result';
import { getPaymentStatus } from './payment-detail';
import { billIds, ctxAs, foundHousehold, paid, routeTo } from './payments.fixtures';
import {
  clock,
  gateway,
  deps,
  home,
  openDesk,
  moveTo,
  system,
  start,
  started,
  accepted,
  statusOf,
  soundBooks,
  rows,
} from './desk.fixtures';

beforeEach(openDesk);

describe('the bank does not answer', () => {
  const unclear = { certainty: 'unknown', code: 'TIMEOUT', cause: 'network', retry: 'query-first' } as const;

  it('a timeout is unknown, never failed; another way is refused until the bank made the first order dead', async () => {
    const { capabilities } = gateway;
    gateway.capabilities = (channel) => ({ ...capabilities(channel), payableOnlyByAnswer: false });
    gateway.answers.create = unclear;
    const { paymentId, attempt } = await accepted();
    expect(await statusOf(paymentId)).toMatchObject({ payment: { status: 'unknown' }, attempts: [{ status: 'unknown', code: 'TIMEOUT' }] });
    gateway.answers.close = unclear;
    gateway.answers.query = { state: 'unknown', code: 'TIMEOUT', cause: 'network' };
    const refused = await openNextAttempt(deps, home.institutionId, { paymentId, route: routeTo('alipay'), actor: 'payer' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'payments.attempt-still-open' } });
    gateway.answers.close = { certainty: 'closed' };
    const next = must(await openNextAttempt(deps, home.institutionId, { paymentId, route: routeTo('alipay'), actor: 'payer' }));
    expect(next.attempt).toMatchObject({ seq: 2, channel: 'alipay', status: 'submitting' });
    expect((await statusOf(paymentId)).attempts.map((a) => a.status)).toEqual(['closed', 'submitting']);
    expect(gateway.calls.filter((c) => c === `close ${attempt.orderNo}`)).toHaveLength(2);
    await soundBooks();
  });

  it('killed between commit and bank call: the sweeper submits it; killed during the call: the sweeper asks the bank', async () => {
    const left = must(await start('k1', [billIds(home)[0]!], false));
    const during = await started('k2', [billIds(home)[1]!]);
    clock.pass(9_000);
    expect(await sweepInquiries(deps)).toMatchObject({ leased: 1, submitted: 1 });
    expect((await statusOf(left.paymentId)).attempts[0]).toMatchObject({ status: 'accepted' });
    clock.pass(4_000);
    gateway.answers.query = { state: 'not-found' };
    await sweepInquiries(deps);
    expect((await statusOf(during.paymentId)).attempts[0]).toMatchObject({ status: 'submitting' });
    gateway.answers.query = paid('wechat', during.attempt.orderNo, 5_000n, clock.now()).fact;
    clock.pass(10_000);
    await applyChannelOutcomes(deps, home.institutionId, []);
    await sweepInquiries(deps);
    expect((await statusOf(during.paymentId)).payment.status).toBe('succeeded');
  });

  it('a lost callback is found by asking within seconds, however often the query fails first', async () => {
    const { paymentId, attempt } = await accepted();
    gateway.answers.query = { state: 'unknown', code: 'TIMEOUT', cause: 'network' };
    let waitedMs = 0;
    const pass = async (ms: number) => {
      clock.pass(ms);
      waitedMs += ms;
      await sweepInquiries(deps);
    };
    await pass(4_000);
    gateway.answers.query = paid('wechat', attempt.orderNo, 15_700n, clock.now()).fact;
    while ((await statusOf(paymentId)).payment.status !== 'succeeded') await pass(1_000);
    expect(waitedMs).toBeLessThanOrEqual(10_000);
    await soundBooks();
  });

  it('an order past its end is closed at the bank before it is closed here', async () => {
    const { paymentId, attempt } = await accepted();
    clock.pass(31 * 60_000);
    gateway.answers.close = unclear;
    await sweepInquiries(deps);
    expect((await statusOf(paymentId)).payment.status).toBe('submitted');
    gateway.answers.close = { certainty: 'closed' };
    clock.pass(400_000);
    await sweepInquiries(deps);
    expect((await statusOf(paymentId)).payment.status).toBe('closed');
    expect(gateway.calls).toContain(`close ${attempt.orderNo}`);
    expect(await rows((tx) => tx.bill_hold.count())).toBe(0);
  });

  it('two sweepers never ask about one order at the same time', async () => {
    moveTo(
      await foundHousehold(
        clock,
        Array.from({ length: 30 }, () => 100n),
      ),
    );
    const all = await startPayments(
      deps,
      billIds(home).map((id, i) => ({ ctx: system(), idempotencyKey: `n${i}`, billIds: [id], route: routeTo('wechat') })),
    );
    expect(all.every((a) => a.ok)).toBe(true);
    clock.pass(13_000);
    const reports = await Promise.all([1, 2, 3, 4].map(() => sweepInquiries(deps)));
    expect(reports.reduce((sum, r) => sum + r.asked, 0)).toBe(30);
    expect(new Set(gateway.calls).size).toBe(30);
  });

  it('an order the bank declined leaves the payment open for another way, and fails it when nobody chose one', async () => {
    gateway.answers.create = { certainty: 'declined', code: 'NOTENOUGH', cause: 'insufficient-balance', message: 'x' };
    const { paymentId } = await accepted();
    const payer = ctxAs({ kind: 'payer', payerId: home.payerId }, home.institutionId, clock);
    expect(await getPaymentStatus(payer, paymentId)).toMatchObject({
      step: 'choose-another',
      cause: 'insufficient-balance',
      status: 'submitted',
    });
    clock.pass(301_000);
    await sweepInquiries(deps);
    expect(await getPaymentStatus(payer, paymentId)).toMatchObject({ step: 'ended', status: 'failed' });
    expect(await rows((tx) => tx.bill_hold.count())).toBe(0);
    await soundBooks();
  });
});
