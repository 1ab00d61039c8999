// UnionPay's answers mean exactly what the code tables say, and only when a certificate of the configured root signed them.
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { businessDate, instant } from '@/lib/kernel/time';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import {
  contractOrder,
  MERCHANT,
  NOW,
  unionpayCallback,
  unionpayFields,
  unionpayFixtures,
  unionpaySigned,
  type CertificateName,
} from '../../contract.fixtures';
import { verifyRsa } from '../../signatures/rsa';
import type { NetResponse } from '../../port';
import { unionpayAdapter } from '.';
import type { UnionpayAccount } from './config';
import { signedDigest } from './signature';

const account = unionpayFixtures.account as UnionpayAccount;
const order = contractOrder(12_345n);
const refund = refundOf(order, '7126T', 345n);

type Fields = Record<string, string>;
/** As the gateway answers: `k=v&k=v`, nothing percent-encoded. */
const plain = (fields: Fields, by?: CertificateName): NetResponse => ({
  ok: true,
  status: 200,
  headers: {},
  body: Buffer.from(
    Object.entries(unionpaySigned(fields, by))
      .map(([k, v]) => `${k}=${v}`)
      .join('&'),
  ),
});
const encoded = (fields: Fields): NetResponse => ({
  ok: true,
  status: 200,
  headers: {},
  body: Buffer.from(new URLSearchParams(unionpaySigned(fields)).toString()),
});
const call = (answer: NetResponse) =>
  callWith(
    netThat(() => answer),
    NOW,
  );
const seen = (over: Fields = {}): Fields => ({ ...unionpayFields(order), txnType: '00', origRespCode: '00', ...over });
const seenRefund = (over: Fields = {}): Fields => ({ ...seen(), orderId: refund.refundNo, txnAmt: '345', queryId: '7126R', ...over });

describe('create', () => {
  it('is a signed form to the gateway and calls nobody', async () => {
    const created = await unionpayAdapter.create(
      account,
      order,
      callWith(
        netThat(() => {
          throw new Error('no call');
        }),
        NOW,
      ),
    );
    if (created.certainty !== 'accepted' || created.present.kind !== 'form') throw new Error('not a form');
    const { action, fields } = created.present;
    expect(action).toBe('http://bank.example:8080/unionpay/gateway/api/frontTransReq.do');
    expect(fields).toMatchObject({
      version: '5.1.0',
      signMethod: '01',
      txnType: '01',
      txnSubType: '01',
      bizType: '000201',
      channelType: '07',
      accessType: '0',
      merId: '777290058110001',
      orderId: order.orderNo,
      txnTime: '20261122100000',
      txnAmt: '12345',
      currencyCode: '156',
      payTimeout: '20261122103000',
      backUrl: account.notifyUrl,
      frontUrl: order.returnUrl,
      certId: '68759663125',
    });
    expect(verifyRsa('RSA-SHA256', signedDigest(fields), Buffer.from(fields['signature']!, 'base64'), MERCHANT.publicKey)).toBe(true);
  });
});

describe('who signed an answer', () => {
  it('a plain and a percent-encoded answer are read alike', async () => {
    for (const answer of [plain(seen()), encoded(seen())])
      expect(await unionpayAdapter.query(account, refOf(order), call(answer))).toMatchObject({ state: 'paid' });
  });

  it.each([
    ['expired', 'answer.expired-certificate'],
    ['misnamed', 'answer.unknown-certificate'],
    ['foreign', 'answer.unknown-certificate'],
  ] as const)('a %s certificate is not believed', async (by, code) => {
    expect(await unionpayAdapter.query(account, refOf(order), call(plain(seen(), by)))).toMatchObject({ state: 'unknown', code });
  });

  it('line ends of the certificate are part of what was signed', async () => {
    const fields = unionpaySigned(seen());
    const body = Object.entries({ ...fields, signPubKeyCert: fields['signPubKeyCert']!.replaceAll('\r\n', '\n') })
      .map(([k, v]) => `${k}=${v}`)
      .join('&');
    const answer = { ok: true, status: 200, headers: {}, body: Buffer.from(body) } as const;
    expect(await unionpayAdapter.query(account, refOf(order), call(answer))).toMatchObject({
      state: 'unknown',
      code: 'answer.bad-signature',
    });
  });

  it('another merchant in the answer is not ours', async () => {
    expect(await unionpayAdapter.query(account, refOf(order), call(plain(seen({ merId: '1' }))))).toMatchObject({
      state: 'unknown',
      code: 'answer.wrong-merchant',
    });
  });
});

describe('query', () => {
  it.each([
    ['00', 'paid'],
    ['A6', 'paid'],
    ['03', 'unknown'],
    ['04', 'unknown'],
    ['05', 'unknown'],
    ['', 'unknown'],
    ['ZZ', 'unknown'],
    ['34', 'not-found'],
    ['01', 'failed'],
    ['64', 'failed'],
    ['02', 'closed'],
  ])('origRespCode %s is %s', async (origRespCode, state) => {
    expect(await unionpayAdapter.query(account, refOf(order), call(plain(seen({ origRespCode }))))).toMatchObject({ state });
  });

  it.each([
    ['34', 'not-found'],
    ['37', 'unknown'],
    ['11', 'unknown'],
    ['01', 'unknown'],
  ])('respCode %s speaks of the question only: %s', async (respCode, state) => {
    expect(await unionpayAdapter.query(account, refOf(order), call(plain(seen({ respCode, origRespCode: '00' }))))).toMatchObject({
      state,
    });
  });

  it.each([
    ['60', 'card-details'],
    ['64', 'insufficient-balance'],
    ['66', 'bank-limit'],
    ['38', 'risk-refused'],
    ['39', 'bank-maintenance'],
  ])('%s failed for %s', async (origRespCode, cause) => {
    expect(await unionpayAdapter.query(account, refOf(order), call(plain(seen({ origRespCode }))))).toMatchObject({
      state: 'failed',
      cause,
    });
  });

  it('says amount, number, moment and settlement day, the year found again', async () => {
    expect(await unionpayAdapter.query(account, refOf(order), call(plain(seen())))).toEqual({
      state: 'paid',
      amount: { minor: 12_345n, currency: 'CNY' },
      channelTradeNo: `7126112210000${order.orderNo}`,
      paidAt: Date.parse('2026-11-22T10:00:30+08:00'),
      settleDate: '2026-11-22',
    });
    const eve = { ...order, createdAt: instant(Date.parse('2026-12-31T23:59:50+08:00')) };
    const newYear = seen({ txnTime: '20261231235950', traceTime: '0101000010', settleDate: '0101' });
    expect(await unionpayAdapter.query(account, refOf(eve), call(plain(newYear)))).toMatchObject({
      paidAt: Date.parse('2027-01-01T00:00:10+08:00'),
      settleDate: '2027-01-01',
    });
  });

  it('an answer about something else, or without its facts, is unknown', async () => {
    const overs: Fields[] = [
      { orderId: 'OTHER000' },
      { txnTime: '20261122100001' },
      { currencyCode: '840' },
      { txnAmt: '12.5' },
      { queryId: '' },
    ];
    for (const over of overs) {
      expect(await unionpayAdapter.query(account, refOf(order), call(plain(seen(over))))).toMatchObject({ state: 'unknown' });
    }
  });
});

describe('refunds', () => {
  it.each([
    ['00', 'accepted'],
    ['A6', 'accepted'],
    ['03', 'unknown'],
    ['04', 'unknown'],
    ['05', 'unknown'],
    ['12', 'unknown'],
    ['37', 'unknown'],
    ['ZZ', 'unknown'],
    ['36', 'declined'],
    ['35', 'declined'],
    ['11', 'declined'],
    ['01', 'declined'],
  ])('respCode %s is %s', async (respCode, certainty) => {
    expect(await unionpayAdapter.refund(account, refund, call(plain(seenRefund({ txnType: '04', respCode }))))).toMatchObject({
      certainty,
    });
  });

  it.each([
    ['00', 'succeeded'],
    ['03', 'processing'],
    ['05', 'processing'],
    ['01', 'failed'],
    ['34', 'not-found'],
    ['ZZ', 'unknown'],
  ])('origRespCode %s is %s', async (origRespCode, state) => {
    expect(await unionpayAdapter.queryRefund(account, refund, call(plain(seenRefund({ origRespCode }))))).toMatchObject({ state });
  });

  it('sends its own number and time, and is asked for by them', async () => {
    const net = netThat(() => plain(seenRefund({ txnType: '04' })));
    await unionpayAdapter.refund(account, refund, callWith(net, NOW));
    const sent = Object.fromEntries(new URLSearchParams(String(net.requests[0]!.body)));
    expect(sent).toMatchObject({
      txnType: '04',
      orderId: refund.refundNo,
      txnTime: '20261122100000',
      txnAmt: '345',
      origQryId: '7126T',
      reqReserved: order.orderNo,
    });
    expect(await unionpayAdapter.queryRefund(account, refund, call(plain(seenRefund({ txnAmt: '344' }))))).toMatchObject({
      state: 'unknown',
    });
  });
});

describe('callbacks', () => {
  it.each([
    ['expired', 'expired-certificate'],
    ['misnamed', 'unknown-certificate'],
    ['foreign', 'unknown-certificate'],
  ] as const)('a %s certificate is refused', (by, reason) => {
    expect(unionpayAdapter.verifyNotify(account, unionpayCallback(unionpayFields(order), by))).toEqual({ kind: 'invalid', reason });
  });

  it('tells a refund from a payment and an unclear result from a good one', () => {
    const refunded = { ...unionpayFields(order), txnType: '04', orderId: 'R1', reqReserved: order.orderNo };
    expect(unionpayAdapter.verifyNotify(account, unionpayCallback(refunded))).toMatchObject({
      kind: 'refund',
      refundNo: 'R1',
      orderNo: order.orderNo,
      fact: { state: 'succeeded' },
    });
    expect(unionpayAdapter.verifyNotify(account, unionpayCallback({ ...unionpayFields(order), respCode: '05' }))).toMatchObject({
      kind: 'order',
      fact: { state: 'unknown' },
    });
    expect(unionpayAdapter.verifyNotify(account, unionpayCallback({ ...unionpayFields(order), txnType: '31' }))).toMatchObject({
      kind: 'ignored',
    });
    expect(unionpayAdapter.verifyNotify(account, unionpayCallback({ ...unionpayFields(order), currencyCode: '840' }))).toEqual({
      kind: 'invalid',
      reason: 'wrong-currency',
    });
  });
});

describe('the day file', () => {
  const zip = Buffer.from('PK\u0003\u0004day');
  const fetching = (fields: Fields, date = '2026-11-21') => {
    const net = netThat(() => plain({ ...unionpayFields(order), txnType: '76', ...fields }));
    return { net, result: unionpayAdapter.fetchStatement(account, businessDate(date), callWith(net, NOW)) };
  };

  it('is base64 of zlib of a zip, asked for by month and day', async () => {
    const { net, result } = fetching({ fileContent: deflateSync(zip).toString('base64') });
    expect(await result).toEqual({ kind: 'file', bytes: zip, fileName: 'unionpay-777290058110001-2026-11-21.zip' });
    expect(net.requests[0]!.url).toBe('http://bank.example:8080/unionpay/file/');
    expect(Object.fromEntries(new URLSearchParams(String(net.requests[0]!.body)))).toMatchObject({
      txnType: '76',
      settleDate: '1121',
      fileType: '00',
    });
  });

  it('damaged content is refused, code 98 is an empty day, another year is not asked for', async () => {
    expect(await fetching({ fileContent: 'AAAA' }).result).toMatchObject({ kind: 'failed', code: 'file.damaged' });
    expect(await fetching({ respCode: '98' }).result).toEqual({ kind: 'empty-day' });
    expect(await fetching({ respCode: '98' }, '2026-11-22').result).toEqual({ kind: 'not-yet' });
    expect(await fetching({}, '2025-11-21').result).toMatchObject({ kind: 'failed', code: 'file.year-in-doubt' });
  });
});
