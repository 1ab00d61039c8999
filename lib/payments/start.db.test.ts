import { beforeEach, describe, expect, it } from 'vitest';
import type { BillId } from '@/lib/kernel/ids';
import { applyChannelOutcomes } from './commands/apply-channel-outcomes';
import { startPayments } from './commands/start-payments';
import { must } from '@/lib/kernel/result';
import { systemCtx } from '@/lib/platform/ctx';
import { billIds, ctxAs, foundHousehold, paid, routeTo, type Household } from './payments.fixtures';
import { clock, deps, home, openDesk, system, start, accepted, statusOf, soundBooks, rows } from './desk.fixtures';

beforeEach(openDesk);

describe('starting', () => {
  it('50 simultaneous pays of one bill end in one payment', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => start(`click-${i}`, [billIds(home)[0]!])));
    const ids = new Set(answers.map((a) => must(a).paymentId));
    expect(ids.size).toBe(1);
    expect(answers.filter((a) => !must(a).resumed)).toHaveLength(1);
    expect(await rows((tx) => tx.payment.count())).toBe(1);
    expect(await rows((tx) => tx.payment_attempt.count())).toBe(1);
    await soundBooks();
  });

  it('50 simultaneous pays of overlapping bills never hold a bill twice', async () => {
    const [a, b, c] = billIds(home) as [BillId, BillId, BillId];
    const sets = [[a, b], [b, c], [c, a], [a], [b], [c], [a, b, c]];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => start(`tab-${i}`, sets[i % sets.length]!)));
    expect(answers.every((x) => x.ok)).toBe(true);
    const parts = await rows((tx) => tx.payment_bill.findMany());
    expect(new Set(parts.map((p) => p.bill_id)).size).toBe(parts.length);
    await soundBooks();
  });

  it('a route that nobody chose answers with the payment that holds the bill, and opens nothing where none does any more', async () => {
    const ask = (key: string) => startPayments(deps, [{ ctx: system(), idempotencyKey: key, billIds: [billIds(home)[0]!], route: routeTo('ccb'), resumeOnly: true }]);
    expect(await ask('too-late')).toMatchObject([{ ok: false, error: { code: 'payments.not-open' } }]);
    expect(await rows((tx) => tx.payment.count())).toBe(0);
    const first = must(await start('first', [billIds(home)[0]!]));
    expect(must((await ask('resume'))[0]!)).toMatchObject({ resumed: true, paymentId: first.paymentId, attempt: null });
    await soundBooks();
  });

  it('one batch decides its items one after another: the second start of a bill resumes the first', async () => {
    const [first, second, third] = await startPayments(
      deps,
      ['a', 'b', 'c'].map((k) => ({
        ctx: system(),
        idempotencyKey: k,
        billIds: [billIds(home)[0]!],
        route: routeTo('wechat'),
        ...(k === 'c' && { expectedMinor: 1n }),
      })),
    );
    expect(must(first!).resumed).toBe(false);
    expect(must(second!)).toMatchObject({ resumed: true, paymentId: must(first!).paymentId });
    expect(must(third!).paymentId).toBe(must(first!).paymentId);
  });

  it('the same key answers the same payment; with another body it is a named failure', async () => {
    const first = must(await start('k1'));
    expect(must(await start('k1'))).toEqual({ paymentId: first.paymentId, resumed: true, attempt: null });
    expect(await start('k1', [billIds(home)[0]!])).toMatchObject({ ok: false, error: { code: 'payments.key-reused' } });
  });

  it('amounts come from the bills; what the payer saw is only compared', async () => {
    const request = { ctx: system(), idempotencyKey: 'k9', billIds: billIds(home), route: routeTo('wechat') };
    expect((await startPayments(deps, [{ ...request, expectedMinor: 15_699n }]))[0]).toMatchObject({
      ok: false,
      error: { code: 'payments.amount-changed' },
    });
    const ok = must((await startPayments(deps, [{ ...request, expectedMinor: 15_700n }]))[0]!);
    expect((await statusOf(ok.paymentId)).payment.amount).toEqual({ minor: '15700', currency: 'CNY' });
  });

  it('a bill of somebody else is not there, by payer and by institution', async () => {
    const stranger = ctxAs({ kind: 'payer', payerId: 'pyr_other' as Household['payerId'] }, home.institutionId, clock);
    const request = { idempotencyKey: 'k1', billIds: billIds(home), route: routeTo('wechat') };
    expect((await startPayments(deps, [{ ctx: stranger, ...request }]))[0]).toMatchObject({
      ok: false,
      error: { code: 'payments.bill-not-found' },
    });
    const other = await foundHousehold(clock, [100n]);
    const abroad = systemCtx('test', other.institutionId, { clock, random: deps.random });
    expect((await startPayments(deps, [{ ctx: abroad, ...request }]))[0]).toMatchObject({
      ok: false,
      error: { code: 'payments.bill-not-found' },
    });
  });

  it('a paid bill, a forbidden method and no bill are refused by name', async () => {
    const { attempt } = await accepted('k1', [billIds(home)[0]!]);
    await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', attempt.orderNo, 10_000n, clock.now())]);
    expect(await start('k2', [billIds(home)[0]!])).toMatchObject({ ok: false, error: { code: 'payments.bill-already-paid' } });
    expect(await start('k3', [])).toMatchObject({ ok: false, error: { code: 'payments.no-bills' } });
    await rows((tx) => tx.$executeRaw`UPDATE bill SET methods = '["alipay"]'::jsonb`);
    expect(await start('k4', [billIds(home)[1]!])).toMatchObject({ ok: false, error: { code: 'payments.method-not-allowed' } });
  });
});
