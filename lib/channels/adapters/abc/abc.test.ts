// What ABC says becomes exactly what is certain, over the bytes it signed; a refund is asked for before it is made; its day file is read to the fen.
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { inspect } from '@/lib/statements';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { contractOrder, MERCHANT, NOW, yuanText } from '../../contract.fixtures';
import type { NetResponse } from '../../port';
import { adapterOf } from '../../registry';
import { abcAccount, abcCallback, abcDocument, abcFixtures, abcPaid } from './abc.fixtures';
import { statementReader } from './statement';

const abc = adapterOf('abc');
const { account } = abcFixtures;
const order = contractOrder(12_340n);
const refund = refundOf(order, `9026${order.orderNo}`, 500n);

const answered = (response: unknown, key?: string): NetResponse => ({ ok: true, status: 200, headers: {}, body: abcDocument({ TrxResponse: response }, key) });
const packed = (fields: Readonly<Record<string, string>>): string => iconv.encode(JSON.stringify(fields), 'gb18030').toString('base64');
const found = (over: Readonly<Record<string, string>> = {}): NetResponse =>
  answered({ ReturnCode: '0000', Order: packed({
    PayTypeID: 'ImmediatePay', OrderNo: order.orderNo, OrderDate: '2026/11/22', OrderTime: '09:58:00', OrderAmount: '123.4', Status: '04', OrderDesc: '学费',
    iRspRef: 'REF1', HostDate: '2026/11/22', HostTime: '09:59:00', ...over,
  }) });
const call = (...responses: NetResponse[]) => {
  let at = 0;
  return callWith(netThat(() => responses[Math.min(at++, responses.length - 1)]!), NOW);
};

describe('query', () => {
  it.each([
    ['01', { state: 'unpaid' }], ['02', { state: 'unknown' }], ['03', { state: 'paid', channelTradeNo: 'REF1' }], ['04', { state: 'paid' }],
    ['05', { state: 'paid', amount: { minor: 12_340n, currency: 'CNY' } }], ['99', { state: 'failed' }], ['77', { state: 'unknown' }],
  ])('status %s', async (Status, expected) => {
    expect(await abc.query(account, refOf(order), call(found({ Status })))).toMatchObject(expected);
  });

  it.each([['AP6419', { state: 'unpaid' }], ['2009', { state: 'not-found' }], ['9999', { state: 'unknown', cause: 'bank-busy' }], ['5555', { state: 'unknown' }]])(
    'ReturnCode %s',
    async (ReturnCode, expected) => {
      expect(await abc.query(account, refOf(order), call(answered({ ReturnCode, ErrorMessage: '错误' })))).toMatchObject(expected);
    },
  );

  it('another order, no reference, no time, another currency or another signer is unknown', async () => {
    const wrong: Record<string, string>[] = [{ OrderNo: 'X' }, { iRspRef: '' }, { HostTime: '' }, { CurrencyCode: '840' }, { OrderAmount: '1.234' }];
    for (const over of wrong) expect(await abc.query(account, refOf(order), call(found(over)))).toMatchObject({ state: 'unknown' });
    expect(await abc.query(account, refOf(order), call(answered({ ReturnCode: '2009' }, MERCHANT.privateKey)))).toMatchObject({ code: 'answer.bad-signature' });
  });

  it('where a branch names the trade by the order, callback and query agree on that', async () => {
    const other = abcAccount('103881234567890', { referenceField: 'OrderNo' });
    expect(await abc.query(other, refOf(order), call(found({ iRspRef: '' })))).toMatchObject({ channelTradeNo: order.orderNo });
    expect(abc.verifyNotify(other, abcCallback(abcPaid(order)))).toMatchObject({ fact: { channelTradeNo: order.orderNo } });
  });
});

describe('callbacks', () => {
  it('a failure is a failure, an incomplete payment unknown, another kind of message ignored', () => {
    expect(abc.verifyNotify(account, abcCallback(abcPaid(order, { ReturnCode: '1001' })))).toMatchObject({ fact: { state: 'failed' } });
    expect(abc.verifyNotify(account, abcCallback(abcPaid(order, { HostTime: '' })))).toMatchObject({ fact: { state: 'unknown' } });
    expect(abc.verifyNotify(account, abcCallback(abcPaid(order, { TrxType: 'Other' })))).toMatchObject({ kind: 'ignored' });
  });

  it('is refused when another key signed it or another algorithm is named', () => {
    expect(abc.verifyNotify(account, abcCallback(abcPaid(order), MERCHANT.privateKey))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
    expect(abc.verifyNotify(account, abcCallback(abcPaid(order), undefined, 'none'))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
  });
});

describe('create and refund', () => {
  it('create: the page of the bank, a refusal with its cause, or unknown', async () => {
    const PaymentURL = 'https://pay.example/page?token=1';
    expect(await abc.create(account, order, call(answered({ ReturnCode: '0000', OrderNo: order.orderNo, PaymentURL })))).toEqual({
      certainty: 'accepted', present: { kind: 'redirect', url: PaymentURL },
    });
    expect(await abc.create(account, order, call(answered({ ReturnCode: '2101' })))).toMatchObject({ certainty: 'declined', cause: 'duplicate-order' });
    expect(await abc.create(account, order, call(answered({ ReturnCode: '4444' })))).toMatchObject({ certainty: 'unknown', retry: 'query-first' });
  });

  it('a refund already there is not made again; one that is not there is made once; what is unclear is not made at all', async () => {
    const done = answered({ ReturnCode: '0000', Order: packed({ OrderNo: refund.refundNo, OrderAmount: '5.00', Status: '05', iRspRef: 'R9', HostDate: '2026/11/22', HostTime: '10:00:00' }) });
    const missing = answered({ ReturnCode: '2009' });
    const made = answered({ ReturnCode: '0000', OrderNo: order.orderNo, NewOrderNo: refund.refundNo, TrxAmount: '5.00', iRspRef: 'R9', HostDate: '2026/11/22', HostTime: '10:00:00' });
    const unclear = answered({ ReturnCode: '9999' });
    for (const [answers, calls, expected] of [
      [[done], 1, { certainty: 'succeeded', channelRefundNo: 'R9' }], [[missing, made], 2, { certainty: 'succeeded' }], [[unclear], 1, { certainty: 'unknown' }],
      [[missing, answered({ ReturnCode: '2201' })], 2, { certainty: 'declined', cause: 'not-refundable' }],
      [[missing, { ok: false, sent: false, code: 'refused' } as NetResponse], 2, { certainty: 'unknown' }],
    ] as const) {
      let at = 0;
      const net = netThat(() => answers[at++]!);
      expect(await abc.refund(account, refund, callWith(net, NOW))).toMatchObject(expected);
      expect(net.requests).toHaveLength(calls);
    }
  });
});

it('reads settle records: sales, refunds, one decimal, and refuses what it does not know', async () => {
  const text = [
    '交易类型^账单编号^交易金额^票据号^交易时间^交易批号^批内序号^参考号', 'SALE^6217^0.1^3^2011-10-18 14:18:36^000001^901^361018066886',
    'REFUND^R1^12.34^5^2011-10-18 14:22:51^000001^902^361018067545', 'ODD^1^1.00^5^2011-10-18 14:22:51^000001^902^3', '',
  ].join('\r\n');
  const { summary, rows } = must(await inspect(iconv.encode(text, 'gbk'), 'x.txt', [statementReader]));
  expect(summary).toMatchObject({ format: 'abc-settle', rows: 2, rejected: 1, credit: { count: 1, amountMinor: 10n }, debit: { count: 1, amountMinor: 1_234n } });
  expect([...rows].map((row) => [row.type, row.merchantNo, row.channelNo])).toEqual([['payment', '6217', '361018066886'], ['refund', 'R1', '361018067545']]);
  expect(yuanText(10n)).toBe('0.10');
});
