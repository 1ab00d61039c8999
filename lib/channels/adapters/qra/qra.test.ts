// QRA speaks as the public vector does; what is not plainly good is unknown; a message may not choose a weaker signature.
import { describe, expect, it } from 'vitest';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { contractOrder, NOW } from '../../contract.fixtures';
import vector from '../../vectors/unionpay-qra-md5.json';
import type { ChannelAccount } from '../../port';
import { qraAdapter } from '.';
import { qraAccount, qraCallback, qraPaid, qraRsaAccount, qraXml } from './qra.fixtures';
import { md5Sign, signedText } from './signature';
import { readAnswer } from './wire';
import { readFlatXml, writeFlatXml } from './xml';

const account = qraAccount() as ChannelAccount<never, never>;
const order = contractOrder(4_500n);
const answering = (fields: Readonly<Record<string, string>>) =>
  callWith(netThat(() => ({ ok: true, status: 200, headers: {}, body: Buffer.from(qraXml(fields)) })), NOW);

describe('the public vector', () => {
  const request = Object.fromEntries(
    Object.entries(vector.request).flatMap(([name, value]) => (value === null || name.startsWith('_') ? [] : [[name, String(value)]])),
  );
  it('signs the request as published', () => {
    expect(signedText(request)).toBe(vector.request_string);
    expect(md5Sign(request, vector.key)).toBe(vector.request_sign);
  });
  it('believes the published answer, which is a refusal, and nothing that was changed in it', () => {
    const own = { ...account, config: { ...(account.config as object), mchId: vector.response.mch_id }, secrets: { key: vector.key } } as never;
    expect(readAnswer(writeFlatXml(vector.response), own)).toMatchObject({ kind: 'answer', ok: false, errCode: 'NOAUTH', needQuery: false });
    expect(readAnswer(writeFlatXml({ ...vector.response, result_code: '0' }), own)).toMatchObject({ kind: 'lost', outcome: { code: 'answer.bad-signature' } });
  });
});

describe('XML of one level', () => {
  it('comes back as it was written; what is not of that shape is refused', () => {
    const fields = { a: '1<2&3', b: ' 空 格 ', c: 'x]]>y' };
    expect({ ...readFlatXml(writeFlatXml(fields)) }).toEqual(fields);
    for (const bad of ['', '<xml></xml>', '<xml><a>1</a><a>2</a></xml>', '<xml><a b="1">x</a></xml>', '<xml><a>&evil;</a></xml>', '<xml><a><b>1</b></a></xml>', '<xml><a>1</b></xml>']) {
      expect(readFlatXml(bad)).toBeNull();
    }
  });
});

describe('what answers mean', () => {
  const good = { result_code: '0', out_trade_no: order.orderNo };
  const bad = (errCode: string, more: Readonly<Record<string, string>> = {}) => ({ result_code: '1', err_code: errCode, err_msg: 'm', need_query: 'N', ...more });
  it.each([
    [{ ...good, code_url: 'https://qr.95516.com/x' }, { certainty: 'accepted', present: { kind: 'qr', text: 'https://qr.95516.com/x' } }],
    [good, { certainty: 'unknown', retry: 'same-number' }],
    [{ ...good, code_url: 'x', out_trade_no: 'OTHER' }, { certainty: 'unknown', retry: 'query-first' }],
    [bad('NOAUTH'), { certainty: 'declined', cause: 'merchant-configuration' }],
    [bad('NOAUTH', { need_query: 'Y' }), { certainty: 'unknown', retry: 'same-number' }],
    [bad('ORDERPAID'), { certainty: 'unknown', retry: 'query-first' }],
    [bad('SOMETHING'), { certainty: 'unknown', retry: 'same-number' }],
  ])('create %o', async (fields, outcome) => {
    expect(await qraAdapter.create(account, order, answering(fields))).toMatchObject(outcome);
  });

  it.each([
    [{ ...qraPaid(order), trade_state: 'SUCCESS' }, { state: 'paid', amount: { minor: 4_500n } }],
    [{ ...qraPaid(order), trade_state: 'REFUND' }, { state: 'paid' }],
    [{ ...qraPaid(order), trade_state: 'SUCCESS', fee_type: 'USD' }, { state: 'unknown', code: 'answer.wrong-currency' }],
    [{ ...qraPaid(order), trade_state: 'SUCCESS', time_end: '' }, { state: 'unknown', code: 'answer.incomplete' }],
    [{ ...good, trade_state: 'NOTPAY' }, { state: 'unpaid' }],
    [{ ...good, trade_state: 'PAYERROR' }, { state: 'unpaid' }],
    [{ ...good, trade_state: 'USERPAYING' }, { state: 'unknown' }],
    [{ ...good, trade_state: 'REVERSE' }, { state: 'closed' }],
    [{ ...good, trade_state: 'NOTPAY', need_query: 'Y' }, { state: 'unknown', code: 'need-query' }],
    [bad('ORDERNOTEXIST'), { state: 'not-found' }],
    [bad('ORDERNOTEXIST', { need_query: 'Y' }), { state: 'unknown' }],
    [{ status: '500' }, { state: 'unknown', code: 'status.500' }],
  ])('query %o', async (fields, fact) => {
    expect(await qraAdapter.query(account, refOf(order), answering(fields))).toMatchObject(fact);
  });

  it('refund rows are found by number, compared by amount, and CHANGE needs a person', async () => {
    const refund = refundOf(order, 'T', 300n);
    const row = (status: string, fee = '300', no = refund.refundNo) => ({
      result_code: '0', refund_count: '2', out_refund_no_0: 'OTHER', refund_fee_0: '1', refund_status_0: 'FAIL',
      out_refund_no_1: no, refund_id_1: 'R1', refund_fee_1: fee, refund_status_1: status, refund_time_1: '20261122100000',
    });
    const asked = async (fields: Readonly<Record<string, string>>) => qraAdapter.queryRefund(account, refund, answering(fields));
    expect(await asked(row('SUCCESS'))).toMatchObject({ state: 'succeeded', channelRefundNo: 'R1', amount: { minor: 300n } });
    expect(await asked(row('CHANGE'))).toMatchObject({ state: 'abnormal' });
    expect(await asked(row('NOTSURE'))).toMatchObject({ state: 'unknown' });
    expect(await asked(row('SUCCESS', '301'))).toMatchObject({ state: 'unknown', code: 'answer.mismatch' });
    expect(await asked(row('SUCCESS', '300', 'ANOTHER'))).toMatchObject({ state: 'unknown', code: 'answer.mismatch' });
    expect(await asked(bad('REFUNDNOTEXIST'))).toEqual({ state: 'not-found' });
  });
});

describe('callbacks', () => {
  it('an account that agreed on RSA believes no MD5, and the other way round', () => {
    expect(qraAdapter.verifyNotify(qraRsaAccount() as never, qraCallback(qraPaid(order)))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
    expect(qraAdapter.verifyNotify(account, qraCallback(qraPaid(order), 'RSA_1_256'))).toEqual({ kind: 'invalid', reason: 'bad-signature' });
    expect(qraAdapter.verifyNotify(qraRsaAccount() as never, qraCallback(qraPaid(order), 'RSA_1_256'))).toMatchObject({ fact: { state: 'paid' } });
  });
  it('a refused attempt ends nothing', () => {
    expect(qraAdapter.verifyNotify(account, qraCallback({ ...qraPaid(order), pay_result: '1' }))).toMatchObject({ kind: 'ignored' });
  });
});
