// Alipay's answers mean exactly what the code tables say, and only when the raw text of the node was signed.
import { createSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { businessDate, plusMs } from '@/lib/kernel/time';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { alipayCallback, alipayFields, alipayFixtures, BANK, contractOrder, MERCHANT, NOW } from '../../contract.fixtures';
import type { NetResponse } from '../../port';
import { alipayAdapter } from '.';
import type { AlipayAccount } from './config';
import { verifyNotifyParams } from './signature';

const account = alipayFixtures.account as AlipayAccount;
const order = contractOrder(12_345n);
const refund = refundOf(order, '2026T', 345n);
const NODES = {
  query: 'alipay_trade_query',
  close: 'alipay_trade_close',
  refund: 'alipay_trade_refund',
  refundQuery: 'alipay_trade_fastpay_refund_query',
  bill: 'alipay_data_dataservice_bill_downloadurl_query',
} as const;

/** `raw`: the node's text exactly as signed, spaces and escapes included. */
const wrap = (node: keyof typeof NODES, raw: string, key = BANK.privateKey): NetResponse => {
  const sign = createSign('RSA-SHA256').update(raw).sign(key, 'base64');
  return { ok: true, status: 200, headers: {}, body: Buffer.from(`{"${NODES[node]}_response":${raw},"sign":"${sign}"}`) };
};
const call = (node: keyof typeof NODES, value: Record<string, unknown>) =>
  callWith(
    netThat(() => wrap(node, JSON.stringify(value))),
    NOW,
  );
const failed = (sub_code: string) => ({ code: '40004', msg: 'Business Failed', sub_code, sub_msg: '说明' });
const trade = (over: Record<string, unknown> = {}) => ({
  code: '10000',
  msg: 'Success',
  out_trade_no: order.orderNo,
  trade_no: '2026T',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '123.45',
  send_pay_date: '2026-11-22 09:58:30',
  ...over,
});

describe('create', () => {
  it('is a signed form to the gateway and calls nobody', async () => {
    const net = netThat(() => {
      throw new Error('no call');
    });
    const created = await alipayAdapter.create(account, order, callWith(net, NOW));
    if (created.certainty !== 'accepted' || created.present.kind !== 'form') throw new Error('not a form');
    const { action, fields, charset } = created.present;
    expect({ action, charset }).toEqual({ action: 'http://bank.example:8080/alipay/gateway.do?charset=utf-8', charset: 'utf-8' });
    expect(fields).toMatchObject({
      method: 'alipay.trade.page.pay',
      timestamp: '2026-11-22 10:00:00',
      return_url: order.returnUrl,
      notify_url: account.notifyUrl,
      sign_type: 'RSA2',
    });
    expect(JSON.parse(fields['biz_content']!)).toEqual({
      out_trade_no: order.orderNo,
      product_code: 'FAST_INSTANT_TRADE_PAY',
      total_amount: '123.45',
      subject: '一年级 学费 伙食费',
      time_expire: '2026-11-22 10:30:00',
    });
    expect(verifyNotifyParams(fields, MERCHANT.publicKey)).toBe(true);
    expect(verifyNotifyParams({ ...fields, notify_url: 'http://evil' }, MERCHANT.publicKey)).toBe(false);
  });
});

describe('signature of an answer', () => {
  it('covers the raw text: odd spacing and escapes verify, a changed byte or a foreign key does not', async () => {
    const named = `"out_trade_no":"${order.orderNo}","trade_no":"2026T","trade_status":"WAIT_BUYER_PAY"`;
    const raw = `{ "code":"10000",  "msg":"Success",${named},"memo":"a\\/b\\"}{[" }`;
    const at = (response: NetResponse) =>
      alipayAdapter.query(
        account,
        refOf(order),
        callWith(
          netThat(() => response),
          NOW,
        ),
      );
    expect(await at(wrap('query', raw))).toEqual({ state: 'unpaid' });
    expect(await at(wrap('query', raw, MERCHANT.privateKey))).toMatchObject({ state: 'unknown', code: 'answer.bad-signature' });
    const good = wrap('query', raw);
    if (good.ok)
      expect(await at({ ...good, body: Buffer.from(Buffer.from(good.body).toString().replace('2026T', '2026U')) })).toMatchObject({
        state: 'unknown',
        code: 'answer.bad-signature',
      });
    const bare = {
      ok: true,
      status: 200,
      headers: {},
      body: Buffer.from(`{"alipay_trade_query_response":${JSON.stringify(trade())}}`),
    } as const;
    expect(await at(bare)).toMatchObject({ state: 'unknown', code: 'answer.unsigned' });
  });

  it('a node said twice is believed in neither form', async () => {
    const good = wrap('query', JSON.stringify(trade()));
    const text = good.ok ? Buffer.from(good.body).toString() : '';
    const doubled = `{"alipay_trade_query_response":{"code":"10000"},${text.slice(1)}`;
    const net = netThat(() => ({ ok: true, status: 200, headers: {}, body: Buffer.from(doubled) }));
    expect(await alipayAdapter.query(account, refOf(order), callWith(net, NOW))).toMatchObject({
      state: 'unknown',
      code: 'answer.malformed',
    });
  });
});

describe('query and close', () => {
  it.each([
    ['TRADE_SUCCESS', {}, 'paid'],
    ['TRADE_FINISHED', {}, 'paid'],
    ['TRADE_CLOSED', {}, 'paid'],
    ['TRADE_CLOSED', { send_pay_date: undefined }, 'closed'],
    ['WAIT_BUYER_PAY', { send_pay_date: undefined }, 'unpaid'],
    ['TRADE_SUCCESS', { total_amount: '123.4' }, 'unknown'],
    ['TRADE_SUCCESS', { out_trade_no: 'X' }, 'unknown'],
    ['SOMETHING', {}, 'unknown'],
  ])('%s %o is %s', async (trade_status, over, state) => {
    expect(await alipayAdapter.query(account, refOf(order), call('query', trade({ trade_status, ...over })))).toMatchObject({ state });
  });

  it('says amount, number and moment exactly', async () => {
    expect(await alipayAdapter.query(account, refOf(order), call('query', trade()))).toEqual({
      state: 'paid',
      amount: { minor: 12_345n, currency: 'CNY' },
      channelTradeNo: '2026T',
      paidAt: Date.parse('2026-11-22T09:58:30+08:00'),
    });
  });

  it.each([
    ['ACQ.TRADE_NOT_EXIST', 'not-found'],
    ['ACQ.SYSTEM_ERROR', 'unknown'],
    ['ACQ.SOMETHING', 'unknown'],
  ])('%s is %s', async (code, state) => {
    expect(await alipayAdapter.query(account, refOf(order), call('query', failed(code)))).toMatchObject({ state });
  });

  it('closing: an unopened page is not closed until its form expired', async () => {
    expect(await alipayAdapter.close(account, refOf(order), call('close', { code: '10000', msg: 'Success' }))).toEqual({
      certainty: 'closed',
    });
    expect(await alipayAdapter.close(account, refOf(order), call('close', failed('ACQ.TRADE_STATUS_ERROR')))).toEqual({
      certainty: 'already-paid',
    });
    const absent = (at: typeof NOW) =>
      alipayAdapter.close(
        account,
        refOf(order),
        callWith(
          netThat(() => wrap('close', JSON.stringify(failed('ACQ.TRADE_NOT_EXIST')))),
          at,
        ),
      );
    expect(await absent(NOW)).toMatchObject({ certainty: 'unknown', code: 'ACQ.TRADE_NOT_EXIST' });
    expect(await absent(plusMs(NOW, 31 * 60_000))).toEqual({ certainty: 'closed' });
  });
});

describe('refunds', () => {
  const done = (over: Record<string, unknown> = {}) => ({
    code: '10000',
    msg: 'Success',
    out_trade_no: order.orderNo,
    trade_no: '2026T',
    fund_change: 'Y',
    gmt_refund_pay: '2026-11-22 10:01:00',
    ...over,
  });
  const seen = (over: Record<string, unknown> = {}) => ({
    code: '10000',
    msg: 'Success',
    out_trade_no: order.orderNo,
    trade_no: '2026T',
    out_request_no: refund.refundNo,
    refund_amount: '3.45',
    refund_status: 'REFUND_SUCCESS',
    gmt_refund_pay: '2026-11-22 10:01:00',
    ...over,
  });

  it.each([
    [done(), 'succeeded'],
    [done({ fund_change: 'N' }), 'accepted'],
    [done({ out_trade_no: 'X' }), 'unknown'],
    [failed('ACQ.SELLER_BALANCE_NOT_ENOUGH'), 'declined'],
    [failed('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'), 'declined'],
    [failed('ACQ.SYSTEM_ERROR'), 'unknown'],
    [failed('ACQ.NEVER_SEEN'), 'unknown'],
    [{ code: '20000', msg: 'Service Currently Unavailable', sub_code: 'isp.unknow-error' }, 'unknown'],
    [{ code: '40002', msg: 'Invalid', sub_code: 'isv.invalid-signature' }, 'declined'],
  ])('%o is %s', async (node, certainty) => {
    expect(await alipayAdapter.refund(account, refund, call('refund', node))).toMatchObject({ certainty });
  });

  it.each([
    [seen(), 'succeeded'],
    [seen({ refund_status: undefined }), 'succeeded'],
    [seen({ refund_status: 'REFUND_PROCESSING' }), 'processing'],
    [{ code: '10000', msg: 'Success' }, 'not-found'],
    [failed('ACQ.TRADE_NOT_EXIST'), 'not-found'],
    [seen({ deposit_back_info: { dback_status: 'F' } }), 'abnormal'],
    [seen({ refund_amount: '3.44' }), 'unknown'],
    [seen({ out_request_no: 'X' }), 'unknown'],
  ])('query: %o is %s', async (node, state) => {
    expect(await alipayAdapter.queryRefund(account, refund, call('refundQuery', node))).toMatchObject({ state });
  });
});

describe('callbacks', () => {
  const verdict = (over: Record<string, string>) =>
    alipayAdapter.verifyNotify(account, alipayCallback({ ...alipayFields(order), ...over }));

  it('a refund callback names the refund; its total is not taken for its amount', () => {
    const fields = { refund_fee: '50.00', gmt_refund: '2026-11-22 10:01:00.000', out_biz_no: 'R1' };
    expect(verdict(fields)).toMatchObject({ kind: 'refund', refundNo: 'R1', orderNo: order.orderNo, fact: { state: 'processing' } });
    expect(verdict({ ...fields, out_biz_no: '' })).toMatchObject({ kind: 'ignored' });
  });

  it('an unpaid closing is closed, waiting is ignored, a foreign app is refused', () => {
    expect(verdict({ trade_status: 'TRADE_CLOSED', gmt_payment: '' })).toMatchObject({ kind: 'order', fact: { state: 'closed' } });
    expect(verdict({ trade_status: 'WAIT_BUYER_PAY' })).toMatchObject({ kind: 'ignored' });
    expect(verdict({ app_id: '1' })).toEqual({ kind: 'invalid', reason: 'wrong-merchant' });
    expect(verdict({ notify_id: '' })).toEqual({ kind: 'invalid', reason: 'malformed' });
  });
});

describe('the day file', () => {
  const zip = Buffer.from('PK\u0003\u0004rest');
  const fetching = (node: Record<string, unknown>, file: Buffer = zip, config = account.config) => {
    const net = netThat((request) =>
      request.method === 'GET' ? { ok: true, status: 200, headers: {}, body: file } : wrap('bill', JSON.stringify(node)),
    );
    return alipayAdapter.fetchStatement({ ...account, config }, businessDate('2026-11-21'), callWith(net, NOW));
  };
  const link = (url: string) => ({ code: '10000', msg: 'Success', bill_download_url: url });

  it('is fetched from the own host or one the settings name, and must be a zip', async () => {
    expect(await fetching(link('http://bank.example:8080/alipay/billdownload?t=1'))).toMatchObject({ kind: 'file', bytes: zip });
    expect(await fetching(link('http://bank.example:8080/alipay/billdownload?t=1'), Buffer.from('<html>'))).toMatchObject({
      kind: 'failed',
      code: 'file.not-zip',
    });
    expect(await fetching(link('http://other.example/x'))).toMatchObject({ kind: 'failed', code: 'net.foreign-host' });
    expect(await fetching(link('http://other.example/x'), zip, { ...account.config, billHosts: ['other.example'] })).toMatchObject({
      kind: 'file',
    });
  });

  it.each(['isp.bill_not_exist', 'isp.NO_BILL_DATA', 'BILL_NOT_EXIST'])('%s is an empty day', async (code) => {
    expect(await fetching(failed(code))).toEqual({ kind: 'empty-day' });
  });
});
