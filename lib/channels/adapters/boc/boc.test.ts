// BOC: a signature counts only with its certificate's chain and moment; what is not plainly good is unknown.
import { describe, expect, it } from 'vitest';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { CERTIFICATES, contractOrder, NOW } from '../../contract.fixtures';
import { readForm } from '../form';
import { writeElements } from '../xml';
import { verifyPkcs7 } from '../../signatures/pkcs7';
import type { ChannelAccount } from '../../port';
import { bocAdapter } from '.';
import { bocAccount, bocCallback, bocPaid, bocSigned } from './boc.fixtures';

const account = bocAccount() as ChannelAccount<never, never>;
const order = contractOrder(4_500n);
type Fields = Readonly<Record<string, string>>;

/** Answers with a header signed over the nonce of the question; `old`: over another one. */
const answering = (hdlSts: string, rtnCd: string, body: string, old = false) =>
  callWith(
    netThat((request) => {
      const asked = readForm(Buffer.from(request.body ?? ''), 'utf-8')!;
      const signData = bocSigned(['104110000000001', old ? 'yesterday' : asked['nonce']!, hdlSts, rtnCd]);
      const text = `<res><header>${writeElements({ hdlSts, rtnCd, rtnMsg: 'm', signData })}</header><body>${body}</body></res>`;
      return { ok: true, status: 200, headers: {}, body: Buffer.from(text) };
    }),
    NOW,
  );
const NOTIFY = ['merchantNo', 'orderNo', 'orderSeq', 'cardTyp', 'payTime', 'orderStatus', 'payAmount'];
const row = (fields: Fields) =>
  `<orderTrans>${writeElements({ ...fields, signData: bocSigned(NOTIFY.map((name) => fields[name] ?? '')) })}</orderTrans>`;

describe('create', () => {
  it('signs number, time, currency, amount and merchant, in this order', async () => {
    const outcome = await bocAdapter.create(account, order, callWith(netThat(() => { throw new Error('nobody is called'); }), NOW));
    if (outcome.certainty !== 'accepted' || outcome.present.kind !== 'form') throw new Error('not a form');
    const { fields, action } = outcome.present;
    expect(action).toBe('http://bank.example:8080/boc/PGWPortal/RecvOrder.do');
    const text = `${order.orderNo}|20261122100000|001|45.00|104110000000001`;
    expect(verifyPkcs7(Buffer.from(fields['signData']!, 'base64'), Buffer.from(text))).not.toBeNull();
    expect(fields).toMatchObject({ orderTimeoutDate: '20261122103000', orderUrl: account.notifyUrl, payType: '1' });
  });
});

describe('query', () => {
  const paid = bocPaid(order);
  it.each([
    ['A', '', row(paid), { state: 'paid', amount: { minor: 4_500n } }],
    ['A', '', row({ ...paid, orderStatus: '0' }), { state: 'unpaid' }],
    ['A', '', row({ ...paid, orderStatus: '4' }), { state: 'unknown', code: 'orderStatus.4' }],
    ['A', '', row({ ...paid, orderStatus: '5' }), { state: 'failed' }],
    ['A', '', row({ ...paid, payAmount: '45.005' }), { state: 'unknown', code: 'answer.incomplete' }],
    ['A', '', row({ ...paid, orderNo: 'OTHER' }), { state: 'unknown', code: 'answer.mismatch' }],
    ['A', '', `<orderTrans>${writeElements({ ...paid, signData: bocSigned(['x']) })}</orderTrans>`, { state: 'unknown', code: 'answer.bad-signature' }],
    ['A', '', '', { state: 'unknown', code: 'answer.mismatch' }],
    ['B', 'E00000044', '', { state: 'not-found' }],
    ['B', 'E99', '', { state: 'unknown', code: 'E99' }],
    ['K', '', '', { state: 'unknown', code: 'hdlSts.K' }],
  ])('%s %s %s', async (handled, code, body, fact) => {
    expect(await bocAdapter.query(account, refOf(order), answering(handled, code, body))).toMatchObject(fact);
  });

  it('an answer to yesterday\'s question is none', async () => {
    expect(await bocAdapter.query(account, refOf(order), answering('B', 'E00000044', '', true))).toMatchObject({ state: 'unknown', code: 'answer.bad-signature' });
  });
});

describe('refund', () => {
  const refund = refundOf(order, 'T', 300n);
  const REPLY = ['merchantNo', 'mRefundSeq', 'refundAmount', 'orderNo', 'orderSeq', 'orderAmount', 'bankTranSeq', 'tranTime', 'dealStatus'];
  const told = (over: Fields = {}) => {
    const fields: Fields = {
      merchantNo: '104110000000001', mRefundSeq: refund.refundNo, refundAmount: '3.00', orderNo: order.orderNo, orderSeq: 'T', orderAmount: '45.00',
      bankTranSeq: 'B1', tranTime: '20261122100001', dealStatus: '0', ...over,
    };
    return `<refund>${writeElements({ ...fields, signData: bocSigned(REPLY.map((name) => fields[name] ?? '')) })}</refund>`;
  };
  it.each([
    ['A', '', told(), { certainty: 'succeeded', channelRefundNo: 'B1' }],
    ['A', '', told({ dealStatus: '1' }), { certainty: 'declined' }],
    ['A', '', told({ dealStatus: '2' }), { certainty: 'accepted' }],
    ['A', '', told({ dealStatus: '9' }), { certainty: 'unknown' }],
    ['A', '', told({ refundAmount: '3.01' }), { certainty: 'unknown', code: 'answer.mismatch' }],
    ['B', 'E00000022', '', { certainty: 'declined', cause: 'not-refundable' }],
    ['B', 'E99', '', { certainty: 'unknown' }],
    ['K', '', '', { certainty: 'unknown' }],
  ])('%s %s %s', async (handled, code, body, outcome) => {
    expect(await bocAdapter.refund(account, refund, answering(handled, code, body))).toMatchObject(outcome);
  });
});

describe('callbacks', () => {
  it.each([['expired', 'expired-certificate'], ['misnamed', 'unknown-certificate'], ['foreign', 'unknown-certificate']] as const)(
    'a signature by the %s certificate is refused', (by, reason) => {
      expect(bocAdapter.verifyNotify(account, bocCallback(bocPaid(order), by))).toEqual({ kind: 'invalid', reason });
    },
  );
  it('4 is unknown, 5 is failed, 0 says nothing', () => {
    const said = (orderStatus: string) => bocAdapter.verifyNotify(account, bocCallback({ ...bocPaid(order), orderStatus }));
    expect(said('4')).toMatchObject({ fact: { state: 'unknown' } });
    expect(said('5')).toMatchObject({ fact: { state: 'failed' } });
    expect(said('0')).toMatchObject({ kind: 'ignored' });
  });
  it('our own certificate is not the bank: a merchant cannot pay itself', () => {
    const strange = { ...account, config: { ...(account.config as object), signCertCn: 'bank.sign' } } as never;
    expect(CERTIFICATES.signer.certPem).toContain('CERTIFICATE');
    expect(bocAdapter.verifyNotify(strange, bocCallback(bocPaid(order)))).toEqual({ kind: 'invalid', reason: 'unknown-certificate' });
  });
});
