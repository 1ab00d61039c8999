// What ICBC says becomes exactly what is certain: a callback is not a payment, an answer that proves nothing is unknown, an acknowledgement is exact.
import { describe, expect, it } from 'vitest';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { BANK, contractOrder, MERCHANT, NOW, signed } from '../../contract.fixtures';
import type { NetResponse, OrderRef } from '../../port';
import { adapterOf } from '../../registry';
import { icbcAccount, icbcAckBody, icbcCallback, icbcFixtures, icbcPaid } from './icbc.fixtures';
import { plusMs } from '@/lib/kernel/time';

const icbc = adapterOf('icbc');
const { account } = icbcFixtures;
const order = contractOrder(12_345n);
const refund = refundOf(order, `0200${order.orderNo}`, 500n);

const answered = (content: unknown, digest = 'RSA-SHA1', key = BANK.privateKey): NetResponse => {
  const raw = JSON.stringify(content);
  const body = `{"response_biz_content":${raw},"sign":"${signed(digest, raw, key)}"}`;
  return { ok: true, status: 200, headers: {}, body: Buffer.from(body) };
};
const call = (response: NetResponse) => callWith(netThat(() => response), NOW);

describe('callbacks', () => {
  it('a failure that is told is a failure, signed and all', () => {
    expect(icbc.verifyNotify(account, icbcCallback(icbcPaid(order, { return_code: '1' })))).toMatchObject({
      kind: 'order', orderNo: order.orderNo, fact: { state: 'failed', code: 'return-code.1' },
    });
  });

  it('is believed under either digest it names, over the path we gave and no other', () => {
    expect(icbc.verifyNotify(account, icbcCallback(icbcPaid(order), { sign_type: 'RSA2' }))).toMatchObject({ kind: 'order' });
    for (const path of ['/', '/notify', `${new URL(account.notifyUrl).pathname}/`]) {
      expect(icbc.verifyNotify(account, icbcCallback(icbcPaid(order), {}, path))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
    }
    const doubled = { ...account, notifyUrl: account.notifyUrl.replace('/api/', '//api/') };
    const path = doubled.notifyUrl.replace('http://pay.example', '');
    expect(icbc.verifyNotify(doubled, icbcCallback(icbcPaid(order), {}, path))).toMatchObject({ kind: 'order' });
  });

  it('paid without amount, time or number is unknown, never paid', () => {
    for (const over of [{ total_amt: '12.3' }, { pay_time: '' }, { order_id: '' }] as Record<string, string>[]) {
      expect(icbc.verifyNotify(account, icbcCallback(icbcPaid(order, over)))).toMatchObject({ fact: { state: 'unknown' } });
    }
  });

  it("repeats the message's number in the signed acknowledgement", () => {
    const told = icbcCallback(icbcPaid(order, { msg_id: 'M42' }));
    expect(icbc.ack(account, 'stored', told)).toMatchObject({ status: 200, body: icbcAckBody('0', 'success', 'M42') });
    expect(icbc.ack(account, 'retry', told)).toMatchObject({ status: 500, body: icbcAckBody('-12345', 'not taken', 'M42') });
  });
});

describe('query and close', () => {
  it.each([
    ['0', { state: 'paid', amount: { minor: 12_345n, currency: 'CNY' } }], ['1', { state: 'failed' }], ['2', { state: 'unknown' }],
    ['3', { state: 'closed' }], ['4', { state: 'unpaid' }], ['9', { state: 'unknown' }],
  ])('pay_status %s', async (status, expected) => {
    const content = { ...icbcPaid(order), return_code: 0, pay_status: status };
    expect(await icbc.query(account, refOf(order), call(answered(content)))).toMatchObject(expected);
  });

  it.each([
    [93001, { state: 'not-found' }], [400017, { state: 'unknown', cause: 'merchant-configuration' }], [500020, { state: 'unknown', cause: 'bank-busy' }],
    [77, { state: 'unknown', code: '77' }],
  ])('return_code %s', async (code, expected) => {
    expect(await icbc.query(account, refOf(order), call(answered({ return_code: code })))).toMatchObject(expected);
  });

  it('an answer signed with another digest or by another key, or about another order, is unknown', async () => {
    const content = { ...icbcPaid(order), return_code: 0, pay_status: '0' };
    for (const response of [answered(content, 'RSA-SHA256'), answered(content, 'RSA-SHA1', MERCHANT.privateKey), answered({ ...content, out_trade_no: 'X' })]) {
      expect(await icbc.query(account, refOf(order), call(response))).toMatchObject({ state: 'unknown' });
    }
  });

  it('closing an order the bank never saw is certain only when the form has expired', async () => {
    const missing = answered({ return_code: 93001 });
    expect(await icbc.close(account, refOf(order), call(missing))).toMatchObject({ certainty: 'unknown' });
    const old: OrderRef = { ...refOf(order), createdAt: plusMs(NOW, -31 * 60_000) };
    expect(await icbc.close(account, old, call(missing))).toEqual({ certainty: 'closed' });
    expect(await icbc.close(account, refOf(order), call(answered({ ...icbcPaid(order), return_code: 0, pay_status: '0' })))).toEqual({ certainty: 'already-paid' });
  });
});

describe('refunds', () => {
  const content = { outtrx_serial_no: refund.refundNo, out_trade_no: order.orderNo, intrx_serial_no: 'R1', ret_total_amt: '500', refund_time: '20261122100000' };

  it('an accepted call is not yet a refund; the query tells', async () => {
    expect(await icbc.refund(account, refund, call(answered({ return_code: 0, ...content })))).toEqual({ certainty: 'accepted', channelRefundNo: 'R1' });
    for (const [status, state] of [['0', 'succeeded'], ['1', 'failed'], ['2', 'processing'], ['7', 'unknown']] as const) {
      expect(await icbc.queryRefund(account, refund, call(answered({ return_code: 0, ...content, pay_status: status })))).toMatchObject({ state });
    }
  });

  it('refusals are told by the profile, others stay unknown, and another amount is not this refund', async () => {
    expect(await icbc.refund(account, refund, call(answered({ return_code: 93102 })))).toMatchObject({ certainty: 'declined', cause: 'not-refundable' });
    expect(await icbc.refund(account, refund, call(answered({ return_code: 93103 })))).toMatchObject({ certainty: 'declined', cause: 'merchant-balance' });
    expect(await icbc.refund(account, refund, call(answered({ return_code: 1234 })))).toMatchObject({ certainty: 'unknown' });
    const other = answered({ return_code: 0, ...content, ret_total_amt: '501', pay_status: '0' });
    expect(await icbc.refund(account, refund, call(other))).toMatchObject({ certainty: 'unknown', code: 'answer.mismatch' });
    expect(await icbc.queryRefund(account, refund, call(other))).toMatchObject({ state: 'unknown' });
  });
});

it('carries the public fields in the address and the content in the body, signed over the page path', async () => {
  const created = await icbc.create(icbcAccount('10000000000000000001', '020000000001'), order, call({ ok: false, sent: true, code: 'timeout' }));
  if (created.certainty !== 'accepted' || created.present.kind !== 'form') throw new Error('no form');
  const shown = new URL(created.present.action);
  expect(shown.pathname).toBe('/icbc/ui/cardbusiness/aggregatepay/b2c/online/ui/consumepurchaseshowpay/V1');
  expect([...shown.searchParams.keys()].sort()).toEqual(['app_id', 'charset', 'format', 'msg_id', 'sign', 'sign_type', 'timestamp']);
  expect(Object.keys(created.present.fields)).toEqual(['biz_content']);
  expect(JSON.parse(created.present.fields['biz_content']!)).toMatchObject({ out_trade_no: order.orderNo, total_fee: '12345', mer_url: account.notifyUrl });
});
