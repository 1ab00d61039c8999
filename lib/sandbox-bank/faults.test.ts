import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, type Channel } from './bank/types';
import { CLIENTS, outlink, tag, verified, WORDS, type MerchantClient } from './testing/merchants';
import { testBank, until, type Onboarded, type TestBank } from './testing/sandbox-for-tests';

let bank: TestBank;
let count = 0;
beforeAll(async () => {
  bank = await testBank({ timeScale: 1_000 });
});
afterAll(() => bank.close());
afterEach(async () => {
  bank.listener.answer = () => ({ status: 200, body: 'success' });
  await bank.api('DELETE', '/rules');
});

interface Callback {
  readonly variant: string;
  readonly state: string;
  readonly tries: number;
  readonly attempts: readonly { readonly status: number | null; readonly acknowledged: boolean; readonly copyNo: number }[];
}
interface TruthOrder {
  readonly state: string;
  readonly unclear: boolean;
  readonly channelTradeNo: string;
  readonly refundedMinor: string;
  readonly callbacks: readonly Callback[];
  readonly refunds: readonly { readonly status: string }[];
}

async function fresh(channel: Channel): Promise<{ client: MerchantClient; orderNo: string; merchant: Onboarded }> {
  const merchant = await bank.merchant(channel);
  return { client: CLIENTS[channel](merchant), orderNo: `FAULT${String(++count).padStart(6, '0')}`, merchant };
}
const pay = (channel: Channel, orderNo: string) => bank.api('POST', `/orders/${channel}/${orderNo}/pay`, { waitForCallback: true });
const truth = async (channel: Channel, orderNo: string) =>
  (await bank.api<{ order?: TruthOrder }>('GET', `/truth?channel=${channel}&orderNo=${orderNo}`)).order;
const heardOf = (channel: Channel, from: number) => bank.listener.heard.slice(from).filter((h) => h.path === `/notify/${channel}`);

describe.each(CHANNELS)('on %s', (channel) => {
  test('create-timeout-order-exists: no answer comes, and the order is there', async () => {
    const { client, orderNo } = await fresh(channel);
    await bank.rule('create-timeout-order-exists', { orderNo, params: { ms: 20 } });
    expect(await client.create({ orderNo, fen: 100 })).toBeNull();
    expect((await truth(channel, orderNo))?.state).toBe('pending');
  });

  test('create-timeout-no-order: no answer comes, and there is no order', async () => {
    const { client, orderNo } = await fresh(channel);
    await bank.rule('create-timeout-no-order', { orderNo, params: { ms: 20 } });
    expect(await client.create({ orderNo, fen: 100 })).toBeNull();
    expect(await truth(channel, orderNo)).toBeUndefined();
  });

  test('create-error-500: a system error, no order, and the next try works once the rule is off', async () => {
    const { client, orderNo } = await fresh(channel);
    const rule = await bank.rule('create-error-500', { channel });
    expect((await client.create({ orderNo, fen: 100 }))!.status).toBe(500);
    expect(await truth(channel, orderNo)).toBeUndefined();
    await bank.api('POST', `/rules/${rule}/off`);
    expect((await client.create({ orderNo, fen: 100 }))!.status).toBeLessThan(400);
  });

  test('query-unknown and query-not-found-first: the first answers mislead, then the truth', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 100 });
    await pay(channel, orderNo);
    await bank.rule('query-unknown', { orderNo, params: { times: 2 } });
    const said = [];
    for (let i = 0; i < 3; i++) said.push(client.said(await client.query(orderNo)));
    await bank.api('DELETE', '/rules');
    await bank.rule('query-not-found-first', { orderNo, params: { times: 1 } });
    for (let i = 0; i < 2; i++) said.push(client.said(await client.query(orderNo)));
    const { paid, unclear, missing } = WORDS[channel];
    expect(said).toEqual([unclear, unclear, paid, missing, paid]);
  });

  test('paid-but-unknown: the debit is taken, queries are unclear, then truth and callback arrive', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 100 });
    await bank.rule('paid-but-unknown', { orderNo, params: { seconds: 300_000 } });
    const from = bank.listener.heard.length;
    await pay(channel, orderNo);
    expect(await truth(channel, orderNo)).toMatchObject({ state: 'paid', unclear: true });
    expect(client.said(await client.query(orderNo))).toBe(WORDS[channel].unclear);
    expect(heardOf(channel, from)).toHaveLength(0);
    await bank.api('POST', '/clock', { advanceMs: 301_000 });
    expect(client.said(await client.query(orderNo))).toBe(WORDS[channel].paid);
    await until('the late callback', () => heardOf(channel, from).length === 1);
  });

  test('slow, down and maintenance: late, broken and refusing answers', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 100 });
    await pay(channel, orderNo);
    const slow = await bank.rule('slow', { channel, params: { ms: 60 } });
    const startedAt = performance.now();
    expect(client.said(await client.query(orderNo))).toBe(WORDS[channel].paid);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
    await bank.api('DELETE', `/rules/${slow}`);
    const down = await bank.rule('down', { channel, operation: 'query' });
    expect(await client.query(orderNo)).toBeNull();
    await bank.api('DELETE', `/rules/${down}`);
    await bank.rule('maintenance', { channel });
    const refused = await client.query(orderNo);
    expect(refused!.status === 503 || /isp\.unknow-error|respCode=39|SYSTEMERROR|SYSTERM_MAINTAINING|500018|"9999"|MPNG9002/.test(refused!.text)).toBe(true);
  });

  test('refund-timeout-after-paying: no answer comes, and the money is given back once', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 500 });
    await pay(channel, orderNo);
    const { channelTradeNo } = (await truth(channel, orderNo))!;
    await bank.rule('refund-timeout-after-paying', { orderNo, params: { ms: 20 } });
    expect(await client.refund(orderNo, `RTIMEOUT${count}`, 200, 500, channelTradeNo)).toBeNull();
    expect((await truth(channel, orderNo))!.refundedMinor).toBe('200');
  });

  test('refund-accepted-then-failed: accepted first, failed later, nothing given back in the end', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 500 });
    await pay(channel, orderNo);
    const { channelTradeNo } = (await truth(channel, orderNo))!;
    await bank.rule('refund-accepted-then-failed', { orderNo });
    expect((await client.refund(orderNo, `RFAILED${count}`, 200, 500, channelTradeNo))!.status).toBe(200);
    await until('the refund fails', async () => (await truth(channel, orderNo))!.refunds[0]!.status === 'failed');
    expect((await truth(channel, orderNo))!.refundedMinor).toBe('0');
  });

  test('callback-lost: the order is paid and nothing is ever sent', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 100 });
    await bank.rule('callback-lost', { orderNo });
    const from = bank.listener.heard.length;
    await pay(channel, orderNo);
    await bank.api('POST', '/clock', { advanceMs: 86_400_000 });
    expect(heardOf(channel, from)).toHaveLength(0);
    expect((await truth(channel, orderNo))!.callbacks.map((c) => c.state)).toEqual(['lost']);
  });

  test('callback-duplicate: the same event arrives several times at once', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 100 });
    await bank.rule('callback-duplicate', { orderNo, params: { copies: 4 } });
    const from = bank.listener.heard.length;
    await pay(channel, orderNo);
    expect(heardOf(channel, from)).toHaveLength(4);
    expect((await truth(channel, orderNo))!.callbacks[0]!.attempts.map((a) => a.copyNo)).toEqual([1, 2, 3, 4]);
  });

  test('callback-before-response: it was heard before the create answer', async () => {
    const { client, orderNo } = await fresh(channel);
    await bank.rule('callback-before-response', { orderNo });
    const from = bank.listener.heard.length;
    await client.create({ orderNo, fen: 100 });
    expect(heardOf(channel, from)).toHaveLength(1);
    expect((await truth(channel, orderNo))!.state).toBe('paid');
  });

  test('an answer that is not exactly right is sent again on the schedule until it is', async () => {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 100 });
    let wrong = 2;
    bank.listener.answer = () => (wrong-- > 0 ? { status: 500, body: 'fail' } : { status: 200, body: 'success' });
    await pay(channel, orderNo);
    const callback = await until('acknowledged', async () =>
      (await truth(channel, orderNo))!.callbacks.find((c) => c.state === 'acknowledged'),
    );
    expect(callback.attempts.map((a) => a.acknowledged)).toEqual([false, false, true]);
  });
});

test('Alipay wants the seven bytes: `success` with a newline is not an acknowledgement', async () => {
  const { client, orderNo } = await fresh('alipay');
  await client.create({ orderNo, fen: 100 });
  bank.listener.answer = () => ({ status: 200, body: 'success\n' });
  await pay('alipay', orderNo);
  expect((await truth('alipay', orderNo))!.callbacks[0]).toMatchObject({
    state: 'waiting',
    attempts: [{ status: 200, acknowledged: false }],
  });
});

test('a callback nobody acknowledges is given up after the whole schedule: 16 WeChat sends, 8 Alipay sends', async () => {
  bank.listener.answer = () => ({ status: 500, body: '' });
  for (const [channel, sends] of [
    ['wechat', 16],
    ['alipay', 8],
  ] as const) {
    const { client, orderNo } = await fresh(channel);
    await client.create({ orderNo, fen: 100 });
    await pay(channel, orderNo);
    const callback = await until('given up', async () => {
      await bank.api('POST', '/clock', { advanceMs: 60_000 });
      return (await truth(channel, orderNo))!.callbacks.find((c) => c.state === 'given-up');
    });
    expect(callback.tries).toBe(sends);
  }
});

test('callback-late: the first try waits for its seconds', async () => {
  const { client, orderNo } = await fresh('wechat');
  await client.create({ orderNo, fen: 100 });
  await bank.rule('callback-late', { orderNo, params: { seconds: 600_000 } });
  const from = bank.listener.heard.length;
  await pay('wechat', orderNo);
  expect(heardOf('wechat', from)).toHaveLength(0);
  await bank.api('POST', '/clock', { advanceMs: 601_000 });
  await until('the callback', () => heardOf('wechat', from).length === 1);
});

const alipayTotal = (body: string) => new URLSearchParams(body).get('total_amount');
function alipayAuthentic(merchant: Onboarded, body: string): boolean {
  const fields = Object.fromEntries(new URLSearchParams(body));
  const text = Object.keys(fields)
    .filter((k) => k !== 'sign' && k !== 'sign_type' && fields[k] !== '')
    .sort()
    .map((k) => `${k}=${fields[k]!}`)
    .join('&');
  return verified('RSA-SHA256', text, merchant.config.alipayPublicKeyPem!, Buffer.from(fields.sign!, 'base64'));
}

test('callback-forged: a false one with another amount and no true signature comes first, the genuine one after', async () => {
  const { client, orderNo, merchant } = await fresh('alipay');
  await client.create({ orderNo, fen: 100 });
  await bank.rule('callback-forged', { orderNo, params: { deltaFen: 900 } });
  const from = bank.listener.heard.length;
  await pay('alipay', orderNo);
  const [forged, genuine] = await until('both', () => (heardOf('alipay', from).length === 2 ? heardOf('alipay', from) : null));
  expect([alipayTotal(forged!.body), alipayAuthentic(merchant, forged!.body)]).toEqual(['10.00', false]);
  expect([alipayTotal(genuine!.body), alipayAuthentic(merchant, genuine!.body)]).toEqual(['1.00', true]);
});

test('callback-wrong-amount: correctly signed, one fen off, while the query tells the truth', async () => {
  const { client, orderNo, merchant } = await fresh('alipay');
  await client.create({ orderNo, fen: 100 });
  await bank.rule('callback-wrong-amount', { orderNo });
  const from = bank.listener.heard.length;
  await pay('alipay', orderNo);
  const [heard] = heardOf('alipay', from);
  expect([alipayTotal(heard!.body), alipayAuthentic(merchant, heard!.body)]).toEqual(['1.01', true]);
  expect((await client.query(orderNo))!.text).toContain('"total_amount":"1.00"');
});

test('pay-after-close: the close succeeds and the money arrives all the same', async () => {
  const { orderNo, merchant, client } = await fresh('alipay');
  await client.create({ orderNo, fen: 100 });
  await bank.rule('pay-after-close', { orderNo });
  const { alipayCall, alipayNode } = await import('./testing/merchants');
  expect(alipayNode(await alipayCall(merchant, 'alipay.trade.close', { out_trade_no: orderNo })).code).toBe('10000');
  await until('paid', async () => (await truth('alipay', orderNo))!.state === 'paid');
});

test('without that misbehaviour a closed order cannot be paid', async () => {
  const { orderNo, merchant, client } = await fresh('alipay');
  await client.create({ orderNo, fen: 100 });
  const { alipayCall } = await import('./testing/merchants');
  await alipayCall(merchant, 'alipay.trade.close', { out_trade_no: orderNo });
  expect(await pay('alipay', orderNo)).toMatchObject({ ok: false, code: 'sandbox.closed' });
});

test('CCB tells a refund that failed after being accepted only by its list: unclear, then status 0', async () => {
  const { client, orderNo, merchant } = await fresh('ccb');
  await client.create({ orderNo, fen: 500 });
  await pay('ccb', orderNo);
  await bank.rule('refund-accepted-then-failed', { orderNo });
  expect(tag(await client.refund(orderNo, 'CCBDOOMED', 200, 500, ''), 'RETURN_CODE')).toBe('SYSTEMERROR');
  await until('status 0', async () => tag(await outlink(merchant, '5W1003', { ORDER: orderNo, KIND: '0' }), 'STATUS') === '0');
});

test('a probability is decided by the seed: the same orders are struck in another bank with the same seed', async () => {
  const struck = async (seed: string) => {
    const other = await testBank({ seed });
    const merchant = await other.merchant('wechat');
    await other.rule('create-error-500', { probability: 0.5 });
    const client = CLIENTS.wechat(merchant);
    const hit: string[] = [];
    for (let i = 0; i < 20; i++) if ((await client.create({ orderNo: `CHANCE${i}`, fen: 100 }))!.status === 500) hit.push(String(i));
    await other.close();
    return hit.join();
  };
  const [one, again, another] = [await struck('s1'), await struck('s1'), await struck('s2')];
  expect(one).toBe(again);
  expect(one).not.toBe(another);
  expect(one.split(',').length).toBeGreaterThan(3);
  expect(one.split(',').length).toBeLessThan(17);
});
