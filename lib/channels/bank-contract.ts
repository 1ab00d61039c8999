/** Whole lives of orders, played against a bank behind HTTP: what an adapter says must agree with what the bank did. */
import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { addDays } from '@/lib/kernel/time';
import { inspect } from '@/lib/statements';
import { chinaDate } from './china-time';
import { refOf, refundOf } from './contract';
import type {
  CallContext,
  ChannelAccount,
  ChannelAdapter,
  ChannelCode,
  CreateOrder,
  InvalidReason,
  OrderFact,
  Presentation,
  RawInbound,
  RefundFact,
  RefundOrder,
} from './port';
import { ALL_ADAPTERS } from './registry';

export interface ContractBank {
  readonly account: ChannelAccount;
  readonly call: CallContext;
  order(amountMinor: bigint): CreateOrder;
  /** The payer arrives with what was presented; for a QR, scans it. */
  arrive(present: Presentation): Promise<void>;
  /** The payer pays; resolves with the callback the bank sent. */
  pay(order: CreateOrder): Promise<RawInbound>;
  /** What the bank's own books say was given back. */
  refundedMinor(order: CreateOrder): Promise<bigint>;
  /** Runs with one misbehaviour of the bank switched on: for this order, or for the whole channel. */
  under<T>(fault: BankFault, orderNo: string | null, run: () => Promise<T>): Promise<T>;
  /** Every callback heard on this channel so far. */
  heard(): readonly RawInbound[];
}
export type BankFault =
  | 'refund-timeout-after-paying'
  | 'create-timeout-order-exists'
  | StrangerFault
  | 'query-unknown'
  | 'maintenance'
  | 'down';

/** What somebody else, or a clumsy gateway, would send before the genuine callback; where, and why it is refused. */
const STRANGERS = {
  'callback-forged': { on: null, reason: 'bad-signature' },
  'callback-wrong-serial': { on: ['wechat'], reason: 'unknown-certificate' },
  'callback-expired-certificate': { on: ['unionpay', 'boc'], reason: 'expired-certificate' },
  'callback-foreign-certificate': { on: ['unionpay', 'boc'], reason: 'unknown-certificate' },
  'callback-crlf-changed': { on: ['unionpay'], reason: 'bad-signature' },
  'callback-sm2-encoding': { on: ['cmb'], reason: 'bad-signature' },
  'callback-sm2-user-id': { on: ['cmb'], reason: 'bad-signature' },
  'callback-sm4-mode': { on: ['spdb'], reason: 'bad-signature' },
} as const satisfies Readonly<Record<string, { readonly on: readonly ChannelCode[] | null; readonly reason: InvalidReason }>>;
type StrangerFault = keyof typeof STRANGERS;
const strangersOf = (channel: ChannelCode): StrangerFault[] =>
  (Object.keys(STRANGERS) as StrangerFault[]).filter((fault) => (STRANGERS[fault].on as readonly ChannelCode[] | null)?.includes(channel) ?? true);

const ROUNDS = 240;
const PAUSE_MS = 25;

async function until<T>(ask: () => Promise<T>, done: (found: T) => boolean): Promise<T> {
  let found = await ask();
  for (let round = 0; round < ROUNDS && !done(found); round++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    found = await ask();
  }
  return found;
}

export function describeBankContract(adapter: ChannelAdapter, open: () => Promise<ContractBank>): void {
  const { capabilities } = adapter;

  async function paidOrder(
    bank: ContractBank,
    minor: bigint,
  ): Promise<{ order: CreateOrder; inbound: RawInbound; fact: Extract<OrderFact, { state: 'paid' }> }> {
    const order = bank.order(minor);
    const created = await adapter.create(bank.account, order, bank.call);
    if (created.certainty !== 'accepted') throw new Error(`create: ${JSON.stringify(created)}`);
    await bank.arrive(created.present);
    const inbound = await bank.pay(order);
    const fact = await adapter.query(bank.account, refOf(order), bank.call);
    if (fact.state !== 'paid') throw new Error(`query: ${JSON.stringify(fact)}`);
    return { order, inbound, fact };
  }
  const settled = (bank: ContractBank, refund: RefundOrder): Promise<RefundFact> =>
    until(
      () => adapter.queryRefund(bank.account, refund, bank.call),
      (fact) => fact.state === 'succeeded',
    );

  describe(`${capabilities.channel} against the bank`, () => {
    it('presents what it declares; the bank takes the payer and the exact amount', async () => {
      const bank = await open();
      for (const minor of [1n, 1_005n, 199_999n]) {
        const order = bank.order(minor);
        const created = await adapter.create(bank.account, order, bank.call);
        expect(created).toMatchObject({ certainty: 'accepted', present: { kind: capabilities.create } });
        if (created.certainty === 'accepted') await bank.arrive(created.present);
        const inbound = await bank.pay(order);
        const paid = { state: 'paid', amount: { minor, currency: 'CNY' } };
        expect(await adapter.query(bank.account, refOf(order), bank.call)).toMatchObject(paid);
        expect(adapter.verifyNotify(bank.account, inbound)).toMatchObject({ kind: 'order', orderNo: order.orderNo, fact: paid });
      }
    });

    it('callback and query name the same trade', async () => {
      const bank = await open();
      const { inbound, fact } = await paidOrder(bank, 8_800n);
      const verdict = adapter.verifyNotify(bank.account, inbound);
      expect(verdict).toMatchObject({ kind: 'order', fact: { channelTradeNo: fact.channelTradeNo } });
    });

    it('an order the bank never saw is not found, neither paid nor failed', async () => {
      const bank = await open();
      const order = bank.order(100n);
      expect(await adapter.query(bank.account, refOf(order), bank.call)).toEqual({ state: 'not-found' });
    });

    it('an unpaid order is not paid; closing it makes it closed where that exists', async () => {
      const bank = await open();
      const order = bank.order(700n);
      const created = await adapter.create(bank.account, order, bank.call);
      if (created.certainty === 'accepted') await bank.arrive(created.present);
      expect(['unpaid', 'unknown', 'not-found']).toContain((await adapter.query(bank.account, refOf(order), bank.call)).state);
      const closed = await adapter.close(bank.account, refOf(order), bank.call);
      expect(closed).toEqual({ certainty: capabilities.close === 'supported' ? 'closed' : 'unsupported' });
      if (capabilities.close === 'supported')
        expect(await adapter.query(bank.account, refOf(order), bank.call)).toEqual({ state: 'closed' });
    });

    it('a paid order cannot be closed', async () => {
      const bank = await open();
      const { order } = await paidOrder(bank, 900n);
      const expected = capabilities.close === 'supported' ? 'already-paid' : 'unsupported';
      expect(await adapter.close(bank.account, refOf(order), bank.call)).toEqual({ certainty: expected });
    });

    it('a refund repeated is one refund, and ends succeeded with its amount', async () => {
      const bank = await open();
      const { order, fact } = await paidOrder(bank, 10_000n);
      const refund = refundOf(order, fact.channelTradeNo, 2_500n, { requestedAt: bank.call.clock.now() });
      expect(await adapter.queryRefund(bank.account, refund, bank.call)).toEqual({ state: 'not-found' });
      const first = await adapter.refund(bank.account, refund, bank.call);
      expect(['accepted', 'succeeded']).toContain(first.certainty);
      const again = await adapter.refund(bank.account, refund, bank.call);
      expect(['accepted', 'succeeded', 'unknown']).toContain(again.certainty);
      expect(await settled(bank, refund)).toMatchObject({ state: 'succeeded', amount: { minor: 2_500n } });
      expect(await bank.refundedMinor(order)).toBe(2_500n);
    });

    it('a second partial refund stands beside the first; more than was paid is declined', async () => {
      const bank = await open();
      const { order, fact } = await paidOrder(bank, 5_000n);
      const at = bank.call.clock.now();
      const first = refundOf(order, fact.channelTradeNo, 2_000n, { requestedAt: at });
      await adapter.refund(bank.account, first, bank.call);
      await settled(bank, first);
      const before = { refundedBefore: first.amount, requestedAt: at };
      const second = refundOf(order, fact.channelTradeNo, 1_000n, { ...before, refundNo: `S${order.orderNo}` });
      await adapter.refund(bank.account, second, bank.call);
      expect(await settled(bank, second)).toMatchObject({ state: 'succeeded', amount: { minor: 1_000n } });
      const third = refundOf(order, fact.channelTradeNo, 4_000n, {
        refundedBefore: { minor: 3_000n, currency: 'CNY' },
        requestedAt: at,
        refundNo: `T${order.orderNo}`,
      });
      expect(await adapter.refund(bank.account, third, bank.call)).toMatchObject({ certainty: 'declined', cause: expect.any(String) });
      expect(await bank.refundedMinor(order)).toBe(3_000n);
    });

    it('brings the day file, whose rows say what was paid and given back, to the fen', async () => {
      const bank = await open();
      const { order, fact } = await paidOrder(bank, 3_307n);
      const refund = refundOf(order, fact.channelTradeNo, 1_203n, { requestedAt: bank.call.clock.now() });
      await adapter.refund(bank.account, refund, bank.call);
      await settled(bank, refund);
      const day = fact.settleDate ?? chinaDate(bank.call.clock.now());
      const fetched = await adapter.fetchStatement(bank.account, day, bank.call);
      if (fetched.kind !== 'file') throw new Error(JSON.stringify(fetched));
      const parsed = must(await inspect(fetched.bytes, fetched.fileName, ALL_ADAPTERS.map((one) => one.statementReader)));
      expect(parsed.summary).toMatchObject({ format: capabilities.statement.readerId, rejected: 0 });
      const rows = [...parsed.rows];
      const payment = { type: 'payment', direction: 'credit', amountMinor: 3_307n, merchantNo: order.orderNo, currency: 'CNY' };
      expect(rows.filter((row) => row.type === 'payment' && row.merchantNo === order.orderNo)).toEqual([expect.objectContaining(payment)]);
      const back = rows.filter((row) => row.type === 'refund' && row.amountMinor === 1_203n);
      expect(back).toEqual([expect.objectContaining({ direction: 'debit', currency: 'CNY' })]);
    });

    it('tells a day without business', async () => {
      const bank = await open();
      const today = chinaDate(bank.call.clock.now());
      expect(await adapter.fetchStatement(bank.account, addDays(today, -200), bank.call)).toEqual({ kind: 'empty-day' });
    });

    it('a refund whose answer was lost is one refund when it is repeated', async () => {
      const bank = await open();
      const { order, fact } = await paidOrder(bank, 6_000n);
      const refund = refundOf(order, fact.channelTradeNo, 1_500n, { requestedAt: bank.call.clock.now() });
      const lost = await bank.under('refund-timeout-after-paying', order.orderNo, () => adapter.refund(bank.account, refund, bank.call));
      expect(lost).toMatchObject({ certainty: 'unknown' });
      expect((await adapter.refund(bank.account, refund, bank.call)).certainty).not.toBe('declined');
      expect(await settled(bank, refund)).toMatchObject({ state: 'succeeded', amount: { minor: 1_500n } });
      expect(await bank.refundedMinor(order)).toBe(1_500n);
    });

    if (capabilities.createCallsBank) {
      it('a create whose answer was lost is unknown, and one payable order when it is repeated as declared', async () => {
        const bank = await open();
        const order = bank.order(450n);
        const retry = capabilities.createOnUnknown ?? 'same-number';
        const lost = await bank.under('create-timeout-order-exists', order.orderNo, () => adapter.create(bank.account, order, bank.call));
        expect(lost).toMatchObject({ certainty: 'unknown', retry });
        const again = retry === 'same-number' ? order : bank.order(450n);
        expect(await adapter.create(bank.account, again, bank.call)).toMatchObject({ certainty: 'accepted' });
        // UnionPay calls an order that waits for its payer "accepted, ask again" (05): unpaid cannot be said of it.
        const waiting = capabilities.channel === 'unionpay' ? { state: 'unknown', code: 'resp.05' } : { state: 'unpaid' };
        for (const one of [order, again]) expect(await adapter.query(bank.account, refOf(one), bank.call)).toMatchObject(waiting);
      });
    }

    it.each(strangersOf(capabilities.channel))('%s: refused for what is wrong with it, the genuine one after it is believed', async (fault) => {
      const bank = await open();
      const order = bank.order(2_200n);
      const created = await adapter.create(bank.account, order, bank.call);
      if (created.certainty === 'accepted') await bank.arrive(created.present);
      const before = bank.heard().length;
      const genuine = await bank.under(fault, order.orderNo, () => bank.pay(order));
      const verdicts = bank.heard().slice(before).map((inbound) => adapter.verifyNotify(bank.account, inbound));
      expect(verdicts).toContainEqual({ kind: 'invalid', reason: STRANGERS[fault].reason });
      expect(adapter.verifyNotify(bank.account, genuine)).toMatchObject({ fact: { state: 'paid', amount: { minor: 2_200n } } });
    });

    it.each(['query-unknown', 'maintenance', 'down'] as const)('%s: a paid order is unknown, never failed or missing', async (fault) => {
      const bank = await open();
      const { order } = await paidOrder(bank, 1_100n);
      const fact = await bank.under(fault, order.orderNo, () => adapter.query(bank.account, refOf(order), bank.call));
      expect(fact).toMatchObject({ state: 'unknown' });
    });

    it('a probe is healthy', async () => {
      const bank = await open();
      expect(await adapter.probe(bank.account, bank.call)).toMatchObject({ healthy: true, code: 'ok' });
    });
  });
}
