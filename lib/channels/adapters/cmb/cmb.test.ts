// What CMB says becomes exactly what is certain: its unclear words stay unknown, its refusals are told with their cause, and nothing unsigned counts.
import { describe, expect, it } from 'vitest';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { contractOrder, formHeaders, inbound, NOW } from '../../contract.fixtures';
import type { NetResponse, RawInbound } from '../../port';
import { adapterOf } from '../../registry';
import { signSm2 } from '../../signatures/sm2';
import apisign from '../../vectors/cmb-apisign.json';
import { CMB_BANK, CMB_OTHER, cmbAccount, cmbCallback, cmbFixtures, cmbOrder, cmbSigned } from './cmb.fixtures';
import { apiSign } from './signature';

const cmbAdapter = adapterOf('cmb');
const account = cmbAccount('308999170120FVC');
const order = contractOrder(12_345n);
const refund = refundOf(order, 'C1', 500n);

const answered = (fields: Readonly<Record<string, string>>, slashed = true): NetResponse => ({
  ok: true, status: 200, headers: {}, body: Buffer.from(JSON.stringify(cmbSigned(fields, slashed))),
});
const ok = (content: unknown, slashed?: boolean): NetResponse =>
  answered({ returnCode: 'SUCCESS', respCode: 'SUCCESS', biz_content: JSON.stringify(content) }, slashed);
const refused = (errCode: string): NetResponse => answered({ returnCode: 'SUCCESS', respCode: 'FAIL', errCode, respMsg: '拒绝' });
const call = (response: NetResponse) => callWith(netThat(() => response), NOW);

describe('signature', () => {
  it("computes the document's apisign", () => {
    expect(apiSign(apisign.appid, apisign.secret, apisign.sign, apisign.timestamp)).toBe(apisign.apisign);
  });

  it('believes an answer whether the bank escaped its slashes before signing or not, and none signed by another', async () => {
    const content = { merId: '308999170120FVC', orderId: order.orderNo, cmbOrderId: 'C1', qrCode: 'https://qr.example/a/b' };
    for (const slashed of [true, false]) {
      expect(await cmbAdapter.create(account, order, call(ok(content, slashed)))).toMatchObject({ present: { kind: 'qr', text: content.qrCode } });
    }
    const fields = { returnCode: 'SUCCESS', respCode: 'SUCCESS', biz_content: JSON.stringify(content) };
    const forged = JSON.stringify(cmbSigned(fields, true, CMB_OTHER.privateKey));
    const outcome = await cmbAdapter.create(account, order, call({ ok: true, status: 200, headers: {}, body: Buffer.from(forged) }));
    expect(outcome).toMatchObject({ certainty: 'unknown', code: 'answer.bad-signature' });
  });

  it('refuses a callback whose signature is spelled raw instead of ASN.1, or was made under another user id', () => {
    const fields = { version: '0.0.1', encoding: 'UTF-8', signMethod: '02', biz_content: JSON.stringify(cmbOrder(order)) };
    const text = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&');
    const told = (sign: Buffer) => inbound(new URLSearchParams({ ...fields, sign: sign.toString('base64') }).toString(), formHeaders);
    const { privateKey } = CMB_BANK;
    expect(cmbAdapter.verifyNotify(account, told(signSm2(text, privateKey, 'der')))).toMatchObject({ kind: 'order', fact: { state: 'paid' } });
    for (const sign of [signSm2(text, privateKey, 'raw'), signSm2(text, privateKey, 'der', 'N003151234')]) {
      expect(cmbAdapter.verifyNotify(account, told(sign))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
    }
  });

  it('signs requests with the application header over the body it sends', async () => {
    const net = netThat(() => refused('ORDERID_INVALID'));
    await cmbAdapter.query(account, refOf(order), callWith(net, NOW));
    const [sent] = net.requests;
    const body = JSON.parse(String(sent!.body)) as Record<string, string>;
    expect(sent!.url).toBe('http://bank.example:8080/cmb/polypay/v1.0/mchorders/orderquery');
    const expected = apiSign('e315a8b5-45f6-4f96-b20a-0b586a2a96c6', '6adca97f-c411-43cd-93ed-7f1aee829832', body['sign']!, '1795312800');
    expect(sent!.headers).toMatchObject({ timestamp: '1795312800', apisign: expected });
    expect(body).toMatchObject({ version: '0.0.1', encoding: 'UTF-8', signMethod: '02' });
  });
});

describe('create and close', () => {
  it.each([
    ['PARAM_ERROR', 'declined'], ['ORDER_DUPLICATE', 'declined'], ['ORDER_CLOSED', 'declined'], ['ORDER_PAID', 'unknown'], ['NEW', 'unknown'],
  ])('create answered %s is %s', async (code, certainty) => {
    expect(await cmbAdapter.create(account, order, call(refused(code)))).toMatchObject({ certainty });
  });

  it('a create whose answer says nothing asks for a new number', async () => {
    for (const errCode of ['SYSTERM_ERROR', 'SYSTERM_MAINTAINING', 'OPERATING_FREQUENTLY']) {
      const outcome = await cmbAdapter.create(account, order, call(answered({ returnCode: 'FAIL', errCode })));
      expect(outcome).toMatchObject({ certainty: 'unknown', code: errCode, retry: 'new-number' });
    }
  });

  it.each([
    ['ORDER_PAID', { certainty: 'already-paid' }], ['ORDER_CLOSED', { certainty: 'closed' }], ['ORDERID_INVALID', { certainty: 'unknown' }],
  ])('close answered %s', async (code, expected) => {
    expect(await cmbAdapter.close(account, refOf(order), call(refused(code)))).toMatchObject(expected);
  });
});

describe('query', () => {
  it.each([
    ['S', { state: 'paid', amount: { minor: 12_345n, currency: 'CNY' } }], ['P', { state: 'unpaid' }], ['F', { state: 'unpaid' }],
    ['D', { state: 'closed' }], ['C', { state: 'closed' }], ['Z', { state: 'unknown' }],
  ])('tradeState %s', async (tradeState, expected) => {
    expect(await cmbAdapter.query(account, refOf(order), call(ok(cmbOrder(order, { tradeState }))))).toMatchObject(expected);
  });

  it('an answer about another order, merchant or currency, or one that lacks its time, is unknown', async () => {
    const wrong: Record<string, string>[] = [{ orderId: 'X' }, { merId: '308000000000000' }, { currencyCode: '840' }, { endTime: '' }, { txnAmt: '12.3' }, { cmbOrderId: '' }];
    for (const over of wrong) {
      expect(await cmbAdapter.query(account, refOf(order), call(ok(cmbOrder(order, over))))).toMatchObject({ state: 'unknown' });
    }
  });

  it('waiting and unknown orders are told apart', async () => {
    expect(await cmbAdapter.query(account, refOf(order), call(refused('UNPAIED_ORDER')))).toEqual({ state: 'unpaid' });
    expect(await cmbAdapter.query(account, refOf(order), call(refused('ORDERID_INVALID')))).toEqual({ state: 'not-found' });
    expect(await cmbAdapter.query(account, refOf(order), call(refused('SIGN_ERROR')))).toMatchObject({ state: 'unknown' });
  });
});

describe('refunds', () => {
  const content = (over: Readonly<Record<string, string>> = {}) => ({
    merId: '308999170120FVC', orderId: refund.refundNo, origOrderId: order.orderNo, cmbOrderId: 'R1', refundAmt: '500', refundState: 'S',
    endDate: '20261122', endTime: '100000', ...over,
  });

  it.each([
    [{}, { certainty: 'succeeded', channelRefundNo: 'R1' }], [{ refundState: 'P' }, { certainty: 'accepted' }],
    [{ refundState: 'F', failureReason: 'CARD' }, { certainty: 'declined', code: 'CARD' }],
    [{ refundAmt: '501' }, { certainty: 'unknown', code: 'answer.mismatch' }], [{ orderId: 'X' }, { certainty: 'unknown' }],
  ])('refund answered %j', async (over, expected) => {
    expect(await cmbAdapter.refund(account, refund, call(ok(content(over))))).toMatchObject(expected);
  });

  it("too little of the day's takings is told as the merchant's balance; a code not listed stays unknown", async () => {
    const less = await cmbAdapter.refund(account, refund, call(refused('MCH_FORWARD_AMOUNT_LESS')));
    expect(less).toMatchObject({ certainty: 'declined', cause: 'merchant-balance' });
    expect(await cmbAdapter.refund(account, refund, call(refused('STRANGE')))).toMatchObject({ certainty: 'unknown' });
    expect(await cmbAdapter.queryRefund(account, refund, call(refused('REFUND_NOT_EXIST')))).toEqual({ state: 'not-found' });
  });

  it("tells a refund's callback, and refuses one of another merchant", () => {
    expect(cmbAdapter.verifyNotify(account, cmbCallback(content()))).toMatchObject({
      kind: 'refund', refundNo: refund.refundNo, orderNo: order.orderNo, fact: { state: 'succeeded', amount: { minor: 500n } },
    });
    const refusedFor = (inbound: RawInbound) => cmbAdapter.verifyNotify(account, inbound);
    expect(refusedFor(cmbCallback(content({ merId: '308000000000000' })))).toEqual({ kind: 'invalid', reason: 'wrong-merchant' });
    expect(refusedFor(cmbCallback(content(), CMB_OTHER.privateKey))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
  });
});

it('settings with keys that are no keys are refused', () => {
  const { config, secrets } = cmbFixtures.account as typeof account;
  expect(cmbAdapter.configSchema.safeParse({ ...(config as object), bankPublicKey: 'abc' }).success).toBe(false);
  expect(cmbAdapter.secretsSchema.safeParse({ ...(secrets as object), merchantPrivateKey: 'abc' }).success).toBe(false);
});
