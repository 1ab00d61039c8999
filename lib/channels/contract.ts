/**
 * What every adapter must keep, whatever its bank speaks. The first suite needs no bank: callbacks made with test keys and nets that
 * fail. The second plays whole lives of orders against a bank behind HTTP. A new channel is done when both pass.
 */
import { describe, expect, it } from 'vitest';
import { isId, type ChannelAccountId, type InstitutionId } from '@/lib/kernel/ids';
import { toDecimal } from '@/lib/kernel/money';
import { seededRandom } from '@/lib/kernel/ports';
import { businessDate, type Instant } from '@/lib/kernel/time';
import type {
  CallContext,
  ChannelAccount,
  ChannelAdapter,
  CreateOrder,
  Net,
  NetRequest,
  NetResponse,
  OrderRef,
  Presentation,
  RawAnswer,
  RawInbound,
  RefundOrder,
} from './port';

export const CONTRACT_ACCOUNT_ID = 'cha_01JD00000000000000000000AA' as ChannelAccountId;
export const CONTRACT_INSTITUTION_ID = 'ins_01JD00000000000000000000AA' as InstitutionId;

export interface ContractFixtures {
  readonly account: ChannelAccount;
  /** Another merchant of the same bank, with the same keys. */
  readonly other: ChannelAccount;
  readonly now: Instant;
  order(amountMinor: bigint): CreateOrder;
  /** A genuine callback saying that the order was paid. */
  paidCallback(order: CreateOrder, currency?: string): RawInbound;
  readonly acks: Readonly<Record<'stored' | 'refused' | 'retry' | 'probe', Pick<RawAnswer, 'status' | 'body'>>>;
  /** How an amount of `toDecimal` yuan reads on this wire. */
  wireAmount(yuanText: string, minor: bigint): string;
}

export type SentRequest = NetRequest & { readonly url: string };

/** A net that answers as told and keeps what was asked. */
export function netThat(answer: (request: SentRequest) => NetResponse): Net & { readonly requests: SentRequest[] } {
  const requests: SentRequest[] = [];
  return {
    net: true,
    requests,
    fetch: (url, init) => {
      requests.push({ ...init, url });
      return Promise.resolve(answer({ ...init, url }));
    },
  };
}

export const callWith = (net: Net, now: Instant): CallContext => ({ net, clock: { now: () => now }, random: seededRandom(7) });

export const refOf = (order: CreateOrder): OrderRef => ({ orderNo: order.orderNo, amount: order.amount, createdAt: order.createdAt });

export function refundOf(order: CreateOrder, channelTradeNo: string, minor: bigint, over: Partial<RefundOrder> = {}): RefundOrder {
  return {
    refundNo: `R${order.orderNo}`,
    orderNo: order.orderNo,
    channelTradeNo,
    paidAmount: order.amount,
    amount: { minor, currency: 'CNY' },
    refundedBefore: { minor: 0n, currency: 'CNY' },
    orderCreatedAt: order.createdAt,
    requestedAt: order.createdAt,
    reason: 'contract',
    ...over,
  };
}

const text = (request: SentRequest | undefined): string =>
  request?.body === undefined ? '' : Buffer.from(request.body).toString('latin1');
const presented = (present: Presentation): string => {
  if (present.kind === 'qr') return present.text;
  return present.kind === 'redirect'
    ? decodeURIComponent(present.url)
    : Object.entries(present.fields)
        .map(([k, v]) => `${k}=${v}`)
        .join('&');
};

/** Another byte of the same class, so that the message keeps its shape. */
function altered(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte === 0x39 ? 0x30 : byte + 1;
  if ((byte >= 0x41 && byte < 0x5a) || (byte >= 0x61 && byte < 0x7a)) return byte + 1;
  return byte === 0x5a || byte === 0x7a ? byte - 1 : byte ^ 1;
}

const reply = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): NetResponse => ({
  ok: true,
  status,
  headers,
  body: Buffer.from(body),
});

export const GARBAGE: Readonly<Record<string, NetResponse>> = {
  'plain text': reply(200, 'oops'),
  'empty body': reply(200, ''),
  'server error': reply(500, '{"code":"SYSTEM_ERROR"}'),
  'bad gateway': reply(502, '<html>bad gateway</html>'),
  'unsigned good news': reply(200, '{"code_url":"weixin://x","trade_state":"SUCCESS"}'),
  redirect: reply(302, '', { location: 'http://169.254.169.254/' }),
  'half a json': reply(200, '{"alipay_trade_query_response":{"code":"10000"'),
  timeout: { ok: false, sent: true, code: 'timeout' },
  reset: { ok: false, sent: true, code: 'reset' },
  'too large': { ok: false, sent: true, code: 'too-large' },
};

export function describeChannelContract(adapter: ChannelAdapter, fixtures: ContractFixtures): void {
  const { capabilities } = adapter;
  const { account, other, now } = fixtures;
  describe(`${capabilities.channel}: callbacks`, () => describeCallbacks(adapter, fixtures));
  describe(`${capabilities.channel}: lost and strange answers`, () => describeLostCalls(adapter, fixtures));

  describe(`${capabilities.channel}: what is declared`, () => {
    it('tells amounts to the last fen on its wire', async () => {
      for (const minor of [1n, 10n, 105n, 199_999n, 9_999_999n]) {
        const net = netThat(() => ({ ok: false, sent: true, code: 'timeout' }));
        const outcome = await adapter.create(account, fixtures.order(minor), callWith(net, now));
        const wire = outcome.certainty === 'accepted' ? presented(outcome.present) : text(net.requests[0]);
        expect(wire).toContain(fixtures.wireAmount(toDecimal({ minor, currency: 'CNY' }), minor));
        expect(net.requests.length > 0).toBe(capabilities.createCallsBank);
      }
    });

    it('reads its own settings and refuses damaged ones', () => {
      expect(isId('channelAccount', account.id)).toBe(true);
      expect(adapter.configSchema.safeParse(account.config).success).toBe(true);
      expect(adapter.secretsSchema.safeParse(account.secrets).success).toBe(true);
      for (const broken of [null, {}, [], 'x']) {
        expect(adapter.configSchema.safeParse(broken).success).toBe(false);
        expect(adapter.secretsSchema.safeParse(broken).success).toBe(false);
      }
    });

    it('answers a callback with the exact bytes the bank wants', () => {
      for (const verdict of ['stored', 'refused', 'retry', 'probe'] as const)
        expect(adapter.ack(account, verdict)).toMatchObject(fixtures.acks[verdict]);
      expect(adapter.ack(account, 'stored').status).toBeLessThan(300);
      for (const verdict of ['refused', 'retry', 'probe'] as const)
        expect(adapter.ack(account, verdict).status).toBeGreaterThanOrEqual(400);
    });

    it('names the source of what it declares', () => {
      expect(capabilities.sources.length).toBeGreaterThan(4);
      expect(capabilities.statement.readerId).toBe(adapter.statementReader.id);
      expect(other.id).toBe(account.id);
    });
  });
}

function describeCallbacks(adapter: ChannelAdapter, { account, other, order, paidCallback }: ContractFixtures): void {
  it('believes a genuine callback: number, amount and currency as paid', () => {
    const paid = order(123_456n);
    const verdict = adapter.verifyNotify(account, paidCallback(paid));
    expect(verdict).toMatchObject({
      kind: 'order',
      orderNo: paid.orderNo,
      fact: { state: 'paid', amount: { minor: 123_456n, currency: 'CNY' } },
    });
  });

  it('never lets one altered byte of a callback mean something else', () => {
    const genuine = paidCallback(order(4_200n));
    const verdict = adapter.verifyNotify(account, genuine);
    const total = genuine.body.length;
    let refused = 0;
    for (let at = 0; at < total; at++) {
      const body = Buffer.from(genuine.body);
      body[at] = altered(body[at]!);
      const after = adapter.verifyNotify(account, { ...genuine, body });
      if (after.kind === 'invalid') refused++;
      else expect(after).toEqual(verdict);
    }
    expect(total).toBeGreaterThan(100);
    // A name whose value is empty is not signed by some banks; altering it changes nothing and was proven so above.
    expect(refused).toBeGreaterThan(total * 0.97);
  });

  it('refuses a callback cut short, emptied, or with a field said twice', () => {
    const genuine = paidCallback(order(4_200n));
    const bodies = [
      Buffer.alloc(0),
      genuine.body.subarray(0, genuine.body.length - 1),
      genuine.body.subarray(1),
      Buffer.concat([genuine.body, genuine.body]),
    ];
    for (const body of bodies) expect(adapter.verifyNotify(account, { ...genuine, body }).kind).toBe('invalid');
    const twice = Buffer.concat([genuine.body, Buffer.from('&'), genuine.body]);
    expect(adapter.verifyNotify(account, { ...genuine, body: twice }).kind).toBe('invalid');
  });

  it('refuses a genuine callback that belongs to another merchant', () => {
    expect(adapter.verifyNotify(other, paidCallback(order(100n)))).toEqual({ kind: 'invalid', reason: 'wrong-merchant' });
  });

  it('refuses another currency', () => {
    expect(adapter.verifyNotify(account, paidCallback(order(100n), 'other'))).toMatchObject({ kind: 'invalid' });
  });

  it('names an event the same when it is sent again, and differently when it is another', () => {
    const key = (inbound: RawInbound) => {
      const verdict = adapter.verifyNotify(account, inbound);
      return verdict.kind === 'order' ? verdict.eventKey : 'none';
    };
    const first = order(100n);
    const inbound = paidCallback(first);
    expect(key(inbound)).not.toBe('none');
    expect(key({ ...inbound, receivedAt: (inbound.receivedAt + 60_000) as Instant })).toBe(key(inbound));
    expect(key(paidCallback(first))).toBe(key(inbound));
    expect(key(paidCallback(order(100n)))).not.toBe(key(inbound));
  });
}

function describeLostCalls(adapter: ChannelAdapter, { account, order, now }: ContractFixtures): void {
  const { capabilities } = adapter;
  const paid = order(10_000n);
  const refund = refundOf(paid, 'T1', 100n);

  it.each(Object.keys(GARBAGE))('%s: stays unknown, never failed, never done', async (name) => {
    const call = () =>
      callWith(
        netThat(() => GARBAGE[name]!),
        now,
      );
    const created = await adapter.create(account, paid, call());
    expect(created.certainty).toBe(capabilities.createCallsBank ? 'unknown' : 'accepted');
    expect(await adapter.query(account, refOf(paid), call())).toMatchObject({ state: 'unknown' });
    expect((await adapter.close(account, refOf(paid), call())).certainty).toBe(
      capabilities.close === 'supported' ? 'unknown' : 'unsupported',
    );
    expect((await adapter.refund(account, refund, call())).certainty).toBe('unknown');
    expect(await adapter.queryRefund(account, refund, call())).toMatchObject({ state: 'unknown' });
    expect((await adapter.fetchStatement(account, businessDate('2026-11-20'), call())).kind).toBe('failed');
    expect((await adapter.probe(account, call())).healthy).toBe(false);
  });

  it('a connection refused before sending is told as not sent where another route may be tried', async () => {
    const call = callWith(
      netThat(() => ({ ok: false, sent: false, code: 'refused' })),
      now,
    );
    if (capabilities.createCallsBank) expect((await adapter.create(account, paid, call)).certainty).toBe('not-sent');
    expect(await adapter.query(account, refOf(paid), call)).toMatchObject({ state: 'unknown' });
    const expected = capabilities.refund.onUnknown === 'query-first' ? 'unknown' : 'not-sent';
    expect((await adapter.refund(account, refund, call)).certainty).toBe(expected);
  });

  it('calls no host but its own', async () => {
    const net = netThat(() => GARBAGE['timeout']!);
    const call = callWith(net, now);
    await Promise.all([adapter.query(account, refOf(paid), call), adapter.refund(account, refund, call), adapter.probe(account, call)]);
    expect(new Set(net.requests.map((request) => new URL(request.url).host))).toEqual(new Set([new URL(account.baseUrl).host]));
    for (const request of net.requests) expect(request.timeoutMs).toBeLessThanOrEqual(60_000);
  });
}
