// What BOCOM says becomes exactly what is certain: only S and F decide, a callback is opened only after it is proven, dates travel with numbers.
import { describe, expect, it } from 'vitest';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { BANK, contractOrder, MERCHANT, NOW, signed } from '../../contract.fixtures';
import type { NetResponse } from '../../port';
import { adapterOf } from '../../registry';
import { bocomCallback, bocomFixtures, bocomPaid } from './bocom.fixtures';

const bocom = adapterOf('bocom');
const { account } = bocomFixtures;
const order = contractOrder(12_345n);
const refund = refundOf(order, `SYS${order.orderNo}`, 500n);

function answered(status: string, code: string, body: unknown = {}, key = BANK.privateKey): NetResponse {
  const raw = JSON.stringify({ rsp_head: { response_code: code, response_status: status, response_msg: '' }, rsp_body: body });
  return { ok: true, status: 200, headers: {}, body: Buffer.from(`{"rsp_biz_content":${raw},"sign":"${signed('RSA-SHA256', raw, key)}"}`) };
}
const call = (response: NetResponse) => callWith(netThat(() => response), NOW);

describe('query and close', () => {
  it.each([
    ['INITIAL', 'unpaid'], ['WAITPAY', 'unpaid'], ['PAIED', 'paid'], ['REFUNDED', 'paid'], ['REFUNDALL', 'paid'], ['CLOSED', 'closed'], ['ODD', 'unknown'],
  ])('order_status %s is %s', async (order_status, state) => {
    expect(await bocom.query(account, refOf(order), call(answered('S', '000000', bocomPaid(order, { order_status }))))).toMatchObject({ state });
  });

  it('P says nothing, F with a known code says what it says, another signer says nothing at all', async () => {
    expect(await bocom.query(account, refOf(order), call(answered('P', '000001', bocomPaid(order))))).toMatchObject({ state: 'unknown' });
    expect(await bocom.query(account, refOf(order), call(answered('F', 'MPNG4004')))).toEqual({ state: 'not-found' });
    expect(await bocom.query(account, refOf(order), call(answered('F', 'NEW1')))).toMatchObject({ state: 'unknown', code: 'NEW1' });
    const forged = answered('S', '000000', bocomPaid(order), MERCHANT.privateKey);
    expect(await bocom.query(account, refOf(order), call(forged))).toMatchObject({ state: 'unknown', code: 'answer.bad-signature' });
    const wrong: Record<string, string>[] = [{ pay_mer_tran_no: 'X' }, { mer_ptc_id: 'X' }, { pay_time: '' }, { total_amount: '1.2' }, { currency: 'USD' }];
    for (const over of wrong) {
      expect(await bocom.query(account, refOf(order), call(answered('S', '000000', bocomPaid(order, over))))).toMatchObject({ state: 'unknown' });
    }
  });

  it('sends the day with the number, in China', async () => {
    const net = netThat(() => answered('F', 'MPNG4004'));
    await bocom.query(account, refOf(order), callWith(net, NOW));
    const content = new URLSearchParams(String(net.requests[0]!.body)).get('biz_content')!;
    expect(JSON.parse(content)).toMatchObject({ req_body: { mer_trade_date: '20261122', pay_mer_tran_no: order.orderNo } });
    expect(net.requests[0]!.url).toBe('http://bank.example:8080/bocom/api/pmssMpng/MPNG020702/v1');
  });

  it.each([
    [answered('S', '000000', { pay_mer_tran_no: order.orderNo }), 'closed'], [answered('F', 'MPNG4010'), 'already-paid'],
    [answered('F', 'MPNG4011'), 'closed'], [answered('F', 'MPNG4004'), 'unknown'], [answered('S', '000000', {}), 'unknown'],
    [answered('F', 'MPNG4001'), 'declined'],
  ])('close %#', async (response, certainty) => {
    expect((await bocom.close(account, refOf(order), call(response))).certainty).toBe(certainty);
  });
});

describe('create and refund', () => {
  it.each([
    [answered('S', '000000', { pay_mer_tran_no: order.orderNo, tran_package: 'https://qr.example/1' }), { certainty: 'accepted' }],
    [answered('F', 'MPNG4012'), { certainty: 'declined', cause: 'duplicate-order' }], [answered('F', 'MPNG4010'), { certainty: 'unknown', retry: 'query-first' }],
    [answered('F', 'NEW1'), { certainty: 'unknown', retry: 'same-number' }], [answered('S', '000000', { pay_mer_tran_no: 'X', tran_package: 'q' }), { certainty: 'unknown' }],
  ])('create %#', async (response, expected) => {
    expect(await bocom.create(account, order, call(response))).toMatchObject(expected);
  });

  const body = (over: Readonly<Record<string, string>> = {}) => ({
    mer_ptc_id: '1310001234567', refund_mer_tran_no: refund.refundNo, pay_mer_tran_no: order.orderNo, sys_order_no: 'R1', amount: '5.00', currency: 'CNY',
    tran_state: 'SUCCESS', refund_time: '20261122100000', ...over,
  });
  it.each([
    [{}, 'succeeded', 'succeeded'], [{ tran_state: 'PROCESS' }, 'accepted', 'processing'], [{ tran_state: 'FAILURE' }, 'declined', 'failed'],
    [{ amount: '5.01' }, 'unknown', 'unknown'], [{ refund_time: '' }, 'unknown', 'unknown'],
  ])('refund and its query %j', async (over, certainty, state) => {
    const response = answered('S', '000000', body(over));
    expect(await bocom.refund(account, refund, call(response))).toMatchObject({ certainty });
    expect(await bocom.queryRefund(account, refund, call(response))).toMatchObject({ state });
  });

  it("tells a refund's callback; one that was not sealed to us is undecryptable though it is signed", () => {
    expect(bocom.verifyNotify(account, bocomCallback({ notify_type: 'REFUND', ...body() }))).toMatchObject({
      kind: 'refund', refundNo: refund.refundNo, orderNo: order.orderNo, fact: { state: 'succeeded', amount: { minor: 500n } },
    });
    const content = { notify_type: 'PAY', ...bocomPaid(order) };
    expect(bocom.verifyNotify(account, bocomCallback(content, {}, BANK.publicKey))).toEqual({ kind: 'invalid', reason: 'undecryptable' });
    expect(bocom.verifyNotify(account, bocomCallback(content, { nonce: 'nonce7654321' }))).toEqual({ kind: 'invalid', reason: 'undecryptable' });
    expect(bocom.verifyNotify(account, bocomCallback(content, { app_id: 'app2026000009' }))).toEqual({ kind: 'invalid', reason: 'wrong-merchant' });
    expect(bocom.verifyNotify(account, bocomCallback(content, { sign_type: 'RSA' }))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
  });
});
