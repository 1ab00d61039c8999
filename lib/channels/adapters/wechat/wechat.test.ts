// WeChat's answers mean exactly what the code tables say, and only when WeChat signed them.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { businessDate, plusMs } from '@/lib/kernel/time';
import { sha1Hex } from '../../signatures/digest';
import { verifyRsa } from '../../signatures/rsa';
import { callWith, netThat, refOf, refundOf, type SentRequest } from '../../contract';
import { BANK, contractOrder, MERCHANT, NOW, wechatCallback, wechatFixtures, wechatHeaders } from '../../contract.fixtures';
import type { NetResponse } from '../../port';
import { wechatAdapter } from '.';
import type { WechatAccount } from './config';

const account = wechatFixtures.account as WechatAccount;
const order = contractOrder(12_345n);
const refund = refundOf(order, '4200T', 345n);
const answer = (status: number, body: unknown, headers?: Record<string, string>): NetResponse => {
  const text = body === null ? '' : JSON.stringify(body);
  return { ok: true, status, headers: headers ?? wechatHeaders(text), body: Buffer.from(text) };
};
const call = (status: number, body: unknown, headers?: Record<string, string>) =>
  callWith(
    netThat(() => answer(status, body, headers)),
    NOW,
  );
const trade = (over: Record<string, unknown> = {}) => ({
  appid: account.config.appId,
  mchid: account.config.mchId,
  out_trade_no: order.orderNo,
  transaction_id: '4200T',
  trade_state: 'SUCCESS',
  success_time: '2026-11-22T09:58:30+08:00',
  amount: { total: 12_345, payer_total: 12_345, currency: 'CNY' },
  ...over,
});
const refunded = (over: Record<string, unknown> = {}) => ({
  refund_id: '503R',
  out_refund_no: refund.refundNo,
  out_trade_no: order.orderNo,
  transaction_id: '4200T',
  status: 'SUCCESS',
  success_time: '2026-11-22T10:01:00+08:00',
  amount: { total: 12_345, refund: 345, currency: 'CNY' },
  ...over,
});

describe('requests', () => {
  it('signs method, path without our mount, time, nonce and body; asks for one QR', async () => {
    const net = netThat(() => answer(200, { code_url: 'weixin://wxpay/bizpayurl?pr=x' }));
    expect(await wechatAdapter.create(account, order, callWith(net, NOW))).toEqual({
      certainty: 'accepted',
      present: { kind: 'qr', text: 'weixin://wxpay/bizpayurl?pr=x' },
    });
    const sent = net.requests[0]!;
    expect(sent.url).toBe('http://bank.example:8080/wechat/v3/pay/transactions/native');
    const body = String(sent.body);
    expect(JSON.parse(body)).toEqual({
      appid: account.config.appId,
      mchid: account.config.mchId,
      description: '一年级 学费&伙食费',
      out_trade_no: order.orderNo,
      time_expire: '2026-11-22T10:30:00+08:00',
      notify_url: account.notifyUrl,
      amount: { total: 12_345, currency: 'CNY' },
      scene_info: { payer_client_ip: '127.0.0.1' },
    });
    const values = Object.fromEntries([...sent.headers!['authorization']!.matchAll(/(\w+)="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]));
    const message = `POST\n/v3/pay/transactions/native\n${values['timestamp']}\n${values['nonce_str']}\n${body}\n`;
    expect(sent.headers!['authorization']!.startsWith('WECHATPAY2-SHA256-RSA2048 ')).toBe(true);
    expect(values).toMatchObject({ mchid: account.config.mchId, serial_no: 'A1B2', timestamp: String(NOW / 1000) });
    expect(verifyRsa('RSA-SHA256', message, Buffer.from(values['signature']!, 'base64'), MERCHANT.publicKey)).toBe(true);
  });

  it('names the public key when WeChat verifies by public key', async () => {
    const platformKeys = [{ serial: 'PUB_KEY_ID_0116', publicKeyPem: BANK.publicKey }];
    const net = netThat(() => answer(204, null, wechatHeaders('', NOW, BANK.privateKey, 'PUB_KEY_ID_0116')));
    const keyed = { ...account, config: { ...account.config, platformKeys } };
    expect(await wechatAdapter.close(keyed, refOf(order), callWith(net, NOW))).toEqual({ certainty: 'closed' });
    expect(net.requests[0]!.headers).toMatchObject({ 'wechatpay-serial': 'PUB_KEY_ID_0116' });
  });
});

describe('create', () => {
  it.each([
    [400, 'PARAM_ERROR', 'declined', 'merchant-configuration'],
    [403, 'NO_AUTH', 'declined', 'merchant-configuration'],
    [400, 'ORDER_CLOSED', 'declined', 'order-closed'],
    [403, 'RULE_LIMIT', 'declined', 'bank-limit'],
    [429, 'FREQUENCY_LIMITED', 'declined', 'bank-busy'],
    [400, 'ORDERPAID', 'unknown', 'duplicate-order'],
    [400, 'INVALID_REQUEST', 'unknown', 'duplicate-order'],
    [403, 'OUT_TRADE_NO_USED', 'unknown', 'duplicate-order'],
    [500, 'SYSTEM_ERROR', 'unknown', 'bank-busy'],
    [503, 'SERVICE_UNAVAILABLE', 'unknown', 'bank-busy'],
    [403, 'SOMETHING_NEW', 'declined', 'other'],
  ])('%i %s is %s (%s)', async (status, code, certainty, cause) => {
    expect(await wechatAdapter.create(account, order, call(status, { code, message: 'm' }))).toMatchObject({ certainty, code, cause });
  });

  it('an order that exists under the number is asked for, not repeated', async () => {
    expect(await wechatAdapter.create(account, order, call(400, { code: 'ORDERPAID' }))).toMatchObject({ retry: 'query-first' });
    expect(await wechatAdapter.create(account, order, call(500, { code: 'SYSTEM_ERROR' }))).toMatchObject({ retry: 'same-number' });
  });

  it('believes neither good nor bad news without the right signature, except that we could not be authenticated', async () => {
    const body = JSON.stringify({ code_url: 'weixin://x' });
    const forged = [
      {},
      wechatHeaders(body, NOW, MERCHANT.privateKey),
      wechatHeaders(body, plusMs(NOW, -301_000)),
      wechatHeaders(`${body} `),
    ];
    for (const headers of forged)
      expect(await wechatAdapter.create(account, order, call(200, { code_url: 'weixin://x' }, headers))).toMatchObject({
        certainty: 'unknown',
      });
    expect(await wechatAdapter.create(account, order, call(400, { code: 'ORDER_CLOSED' }, {}))).toMatchObject({
      certainty: 'unknown',
      code: 'answer.unsigned',
    });
    expect(await wechatAdapter.create(account, order, call(401, { code: 'SIGN_ERROR' }, {}))).toMatchObject({
      certainty: 'declined',
      cause: 'merchant-configuration',
    });
    expect(await wechatAdapter.query(account, refOf(order), call(404, { code: 'ORDER_NOT_EXIST' }, {}))).toMatchObject({
      state: 'unknown',
    });
  });
});

describe('query and close', () => {
  it.each([
    ['SUCCESS', 'paid'],
    ['REFUND', 'paid'],
    ['NOTPAY', 'unpaid'],
    ['USERPAYING', 'unpaid'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
    ['PAYERROR', 'failed'],
    ['ACCEPT', 'unknown'],
  ])('%s is %s', async (state, expected) => {
    expect(await wechatAdapter.query(account, refOf(order), call(200, trade({ trade_state: state })))).toMatchObject({ state: expected });
  });

  it('says the exact amount, number and moment', async () => {
    expect(await wechatAdapter.query(account, refOf(order), call(200, trade()))).toEqual({
      state: 'paid',
      amount: { minor: 12_345n, currency: 'CNY' },
      channelTradeNo: '4200T',
      paidAt: Date.parse('2026-11-22T09:58:30+08:00'),
    });
  });

  it('an answer about something else, or without its facts, is unknown', async () => {
    for (const over of [
      { out_trade_no: 'OTHER00' },
      { mchid: '1' },
      { appid: 'x' },
      { amount: undefined },
      { success_time: 'soon' },
      { amount: { total: 1.5 } },
    ]) {
      expect(await wechatAdapter.query(account, refOf(order), call(200, trade(over)))).toMatchObject({ state: 'unknown' });
    }
  });

  it.each([
    [404, 'ORDER_NOT_EXIST', 'not-found'],
    [404, 'RESOURCE_NOT_EXISTS', 'not-found'],
    [429, 'FREQUENCY_LIMITED', 'unknown'],
    [400, 'PARAM_ERROR', 'unknown'],
  ])('query %i %s is %s', async (status, code, state) => {
    expect(await wechatAdapter.query(account, refOf(order), call(status, { code }))).toMatchObject({ state });
  });

  it.each([
    [204, '', 'closed'],
    [400, 'ORDER_CLOSED', 'closed'],
    [400, 'ORDERPAID', 'already-paid'],
    [404, 'ORDER_NOT_EXIST', 'unknown'],
    [500, 'SYSTEM_ERROR', 'unknown'],
    [429, 'FREQUENCY_LIMITED', 'unknown'],
    [403, 'NO_AUTH', 'declined'],
    [200, '', 'unknown'],
  ])('close %i %s is %s', async (status, code, certainty) => {
    expect(await wechatAdapter.close(account, refOf(order), call(status, code ? { code } : null))).toMatchObject({ certainty });
  });
});

describe('refunds', () => {
  it.each([
    ['SUCCESS', 'succeeded', 'succeeded'],
    ['PROCESSING', 'accepted', 'processing'],
    ['ABNORMAL', 'accepted', 'abnormal'],
    ['CLOSED', 'declined', 'closed'],
    ['NEW', 'unknown', 'unknown'],
  ])('%s: the call is %s, the query %s', async (status, certainty, state) => {
    expect(await wechatAdapter.refund(account, refund, call(200, refunded({ status })))).toMatchObject({ certainty });
    expect(await wechatAdapter.queryRefund(account, refund, call(200, refunded({ status })))).toMatchObject({ state });
  });

  it.each([
    [403, 'NOT_ENOUGH', 'declined', 'merchant-balance'],
    [400, 'INVALID_REQUEST', 'declined', 'not-refundable'],
    [404, 'RESOURCE_NOT_EXISTS', 'declined', 'not-refundable'],
    [429, 'FREQUENCY_LIMITED', 'unknown', 'bank-busy'],
    [403, 'SOMETHING_NEW', 'unknown', 'other'],
    [500, 'SYSTEM_ERROR', 'unknown', 'bank-busy'],
  ])('%i %s is %s (%s)', async (status, code, certainty, cause) => {
    expect(await wechatAdapter.refund(account, refund, call(status, { code, message: '' }))).toMatchObject({ certainty, cause });
  });

  it('another refund or amount in the answer is not ours', async () => {
    for (const over of [{ out_refund_no: 'X' }, { amount: { total: 12_345, refund: 344, currency: 'CNY' } }, { out_trade_no: 'X' }]) {
      expect(await wechatAdapter.refund(account, refund, call(200, refunded(over)))).toMatchObject({ certainty: 'unknown' });
      expect(await wechatAdapter.queryRefund(account, refund, call(200, refunded(over)))).toMatchObject({ state: 'unknown' });
    }
    expect(await wechatAdapter.queryRefund(account, refund, call(404, { code: 'RESOURCE_NOT_EXISTS' }))).toEqual({ state: 'not-found' });
  });
});

describe('callbacks', () => {
  it('tells a refund from a payment', () => {
    const { status, ...rest } = refunded();
    const verdict = wechatAdapter.verifyNotify(
      account,
      wechatCallback('REFUND.SUCCESS', { ...rest, mchid: account.config.mchId, refund_status: status }, 'EV-R'),
    );
    expect(verdict).toMatchObject({
      kind: 'refund',
      eventKey: 'EV-R',
      refundNo: refund.refundNo,
      orderNo: order.orderNo,
      fact: { state: 'succeeded', amount: { minor: 345n } },
    });
  });

  it('recognises the probe, the stale, the unknown key and the wrongly sealed', () => {
    const genuine = wechatCallback('TRANSACTION.SUCCESS', trade());
    const probe = { ...genuine, headers: { ...genuine.headers, 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' } };
    expect(wechatAdapter.verifyNotify(account, probe)).toEqual({ kind: 'probe' });
    expect(wechatAdapter.verifyNotify(account, { ...genuine, receivedAt: plusMs(NOW, 301_000) })).toEqual({
      kind: 'invalid',
      reason: 'stale',
    });
    expect(wechatAdapter.verifyNotify(account, { ...genuine, headers: { ...genuine.headers, 'wechatpay-serial': 'X' } })).toEqual({
      kind: 'invalid',
      reason: 'unknown-certificate',
    });
    expect(wechatAdapter.verifyNotify(account, { ...genuine, headers: {} })).toEqual({ kind: 'invalid', reason: 'malformed' });
    const otherKey = { ...account, secrets: { ...account.secrets, apiV3Key: 'f'.repeat(32) } };
    expect(wechatAdapter.verifyNotify(otherKey, genuine)).toEqual({ kind: 'invalid', reason: 'undecryptable' });
    expect(wechatAdapter.verifyNotify(account, wechatCallback('OTHER.EVENT', {}))).toMatchObject({ kind: 'ignored' });
  });
});

describe('the day file', () => {
  const date = businessDate('2026-11-21');
  const csv = Buffer.from('\uFEFF交易时间,公众账号ID\n`2026-11-21 10:00:00,`wx1\n');
  const link = (over: Record<string, unknown> = {}) =>
    answer(200, {
      hash_type: 'SHA1',
      hash_value: sha1Hex(csv),
      download_url: 'http://bank.example:8080/wechat/v3/billdownload/file?token=t',
      ...over,
    });
  const fetching = (first: NetResponse, file: NetResponse = { ok: true, status: 200, headers: {}, body: gzipSync(csv) }) => {
    const net = netThat((request: SentRequest) => (request.url.includes('billdownload') ? file : first));
    return { net, result: wechatAdapter.fetchStatement(account, date, callWith(net, NOW)) };
  };

  it('is unpacked and has the SHA-1 the signed answer promised', async () => {
    const { net, result } = fetching(link());
    expect(await result).toEqual({ kind: 'file', bytes: csv, fileName: 'wechat-tradebill-1600000001-2026-11-21.csv' });
    expect(net.requests.map((request) => new URL(request.url).pathname)).toEqual([
      '/wechat/v3/bill/tradebill',
      '/wechat/v3/billdownload/file',
    ]);
  });

  it('with another SHA-1, cut short, or at a foreign host is refused', async () => {
    expect(await fetching(link({ hash_value: sha1Hex('x') })).result).toMatchObject({ kind: 'failed', code: 'file.wrong-sha1' });
    expect(await fetching(link(), { ok: true, status: 200, headers: {}, body: gzipSync(csv).subarray(0, 20) }).result).toMatchObject({
      kind: 'failed',
      code: 'file.not-gzip',
    });
    const { net, result } = fetching(link({ download_url: 'http://169.254.169.254/latest/billdownload' }));
    expect(await result).toMatchObject({ kind: 'failed', code: 'net.foreign-host' });
    expect(net.requests.length).toBe(1);
  });

  it('no file is an empty day once it was due, and not yet before', async () => {
    expect(await fetching(answer(400, { code: 'NO_STATEMENT_EXIST' })).result).toEqual({ kind: 'empty-day' });
    expect(await fetching(answer(400, { code: 'STATEMENT_CREATING' })).result).toEqual({ kind: 'not-yet' });
    const early = callWith(
      netThat(() => answer(400, { code: 'NO_STATEMENT_EXIST' })),
      NOW,
    );
    expect(await wechatAdapter.fetchStatement(account, businessDate('2026-11-22'), early)).toEqual({ kind: 'not-yet' });
  });
});
