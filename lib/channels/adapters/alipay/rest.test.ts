// Alipay v3: the same meanings through other wire; certificate serials as published; nothing unsigned or old is believed.
import { createVerify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { businessDate } from '@/lib/kernel/time';
import { callWith, netThat, refOf, refundOf, type SentRequest } from '../../contract';
import { contractOrder, MERCHANT, NOW } from '../../contract.fixtures';
import vector from '../../vectors/alipay-cert-sn.json';
import type { NetResponse } from '../../port';
import { alipayAdapter } from '.';
import { certificateSerials, certSn, rootCertSn } from './cert-sn';
import { alipayConfig, type AlipayAccount } from './config';
import { alipayRestFixtures, restAnswer } from './rest.fixtures';
import { signedParams } from './wire';

const account = alipayRestFixtures.account as AlipayAccount;
const order = contractOrder(12_345n);
const answering = (answer: NetResponse) => callWith(netThat(() => answer), NOW);
const failed = (code: string, status = 400) => restAnswer(status, { code, message: '说明' });

describe('certificate mode', () => {
  it('serial numbers are the published ones; roots not signed by RSA are left out', () => {
    expect(certSn(vector.app_cert_pem)).toBe(vector.app_cert_sn);
    expect(certSn(vector.alipay_cert_pem)).toBe(vector.alipay_cert_sn);
    expect(rootCertSn(vector.root_bundle_pem)).toBe(vector.root_cert_sn);
  });
  const config = alipayConfig.parse({ ...account.config, appCertPem: vector.app_cert_pem, alipayRootCertPem: vector.root_bundle_pem });
  it('both are sent with every gateway request and named in every v3 authorization', async () => {
    const own = { ...account, config };
    expect(signedParams(own, 'alipay.trade.query', {}, NOW)).toMatchObject({ app_cert_sn: vector.app_cert_sn, alipay_root_cert_sn: vector.root_cert_sn });
    const net = netThat(() => failed('ACQ.TRADE_NOT_EXIST', 404));
    await alipayAdapter.query(own, refOf(order), callWith(net, NOW));
    expect(net.requests[0]!.headers!['authorization']).toContain(`,app_cert_sn=${vector.app_cert_sn},`);
    expect(net.requests[0]!.headers!['alipay-root-cert-sn']).toBe(vector.root_cert_sn);
    expect(certificateSerials(account.config)).toBeNull();
  });
});

/** What the request signs, checked with our public key. */
function isSigned(request: SentRequest): boolean {
  const [, authString = '', sign = ''] = /^ALIPAY-SHA256withRSA (.*),sign=(.*)$/.exec(request.headers!['authorization']!) ?? [];
  const { pathname, search } = new URL(request.url);
  const text = `${authString}\n${request.method}\n${pathname.slice('/alipay'.length)}${search}\n${Buffer.from(request.body ?? '').toString()}\n`;
  return createVerify('RSA-SHA256').update(text).verify(MERCHANT.publicKey, sign, 'base64');
}

describe('requests', () => {
  it('sign authorization, method, path without the mount path, and body', async () => {
    const net = netThat(() => failed('ACQ.TRADE_NOT_EXIST', 404));
    const call = callWith(net, NOW);
    await alipayAdapter.create(account, order, call);
    await alipayAdapter.query(account, refOf(order), call);
    await alipayAdapter.close(account, refOf(order), call);
    await alipayAdapter.refund(account, refundOf(order, 'T', 1n), call);
    await alipayAdapter.queryRefund(account, refundOf(order, 'T', 1n), call);
    await alipayAdapter.fetchStatement(account, businessDate('2026-11-20'), call);
    expect(net.requests.map((request) => `${request.method} ${new URL(request.url).pathname}`)).toEqual([
      'POST /alipay/v3/alipay/trade/precreate', 'POST /alipay/v3/alipay/trade/query', 'POST /alipay/v3/alipay/trade/close', 'POST /alipay/v3/alipay/trade/refund',
      'POST /alipay/v3/alipay/trade/fastpay/refund/query', 'GET /alipay/v3/alipay/data/dataservice/bill/downloadurl/query',
    ]);
    expect(net.requests.map(isSigned)).toEqual(Array.from({ length: 6 }, () => true));
    expect(JSON.parse(Buffer.from(net.requests[0]!.body!).toString())).toMatchObject({ out_trade_no: order.orderNo, total_amount: '123.45', notify_url: account.notifyUrl });
  });
});

describe('answers', () => {
  const trade = { out_trade_no: order.orderNo, trade_no: '2026T', trade_status: 'TRADE_SUCCESS', total_amount: '123.45', send_pay_date: '2026-11-22 09:58:30' };
  it.each([
    [restAnswer(200, { out_trade_no: order.orderNo, qr_code: 'https://qr.alipay.com/x' }), { certainty: 'accepted', present: { kind: 'qr', text: 'https://qr.alipay.com/x' } }],
    [restAnswer(200, { out_trade_no: 'OTHER', qr_code: 'x' }), { certainty: 'unknown', retry: 'query-first' }],
    [restAnswer(200, {}), { certainty: 'unknown', retry: 'same-number' }],
    [failed('ACQ.TRADE_HAS_SUCCESS'), { certainty: 'unknown', retry: 'query-first' }],
    [failed('ACQ.INVALID_PARAMETER'), { certainty: 'declined', cause: 'merchant-configuration' }],
    [failed('ACQ.SYSTEM_ERROR'), { certainty: 'unknown', retry: 'same-number' }],
    [failed('ACQ.SYSTEM_ERROR', 500), { certainty: 'unknown', retry: 'same-number' }],
  ])('create %#', async (answer, outcome) => {
    expect(await alipayAdapter.create(account, order, answering(answer))).toMatchObject(outcome);
  });

  it.each([
    [restAnswer(200, trade), { state: 'paid', amount: { minor: 12_345n } }],
    [restAnswer(200, { ...trade, out_trade_no: 'OTHER' }), { state: 'unknown', code: 'answer.mismatch' }],
    [failed('ACQ.TRADE_NOT_EXIST', 404), { state: 'not-found' }],
    [failed('ACQ.SYSTEM_ERROR'), { state: 'unknown', code: 'ACQ.SYSTEM_ERROR' }],
    [restAnswer(429, {}), { state: 'unknown', cause: 'bank-busy' }],
    [restAnswer(200, trade, NOW - 600_001), { state: 'unknown', code: 'answer.stale' }],
    [{ ...restAnswer(200, trade), body: Buffer.from(JSON.stringify({ ...trade, total_amount: '0.01' })) } as NetResponse, { state: 'unknown', code: 'answer.bad-signature' }],
    [{ ...restAnswer(404, { code: 'ACQ.TRADE_NOT_EXIST' }), headers: {} } as NetResponse, { state: 'unknown', code: 'answer.unsigned' }],
  ])('query %#', async (answer, fact) => {
    expect(await alipayAdapter.query(account, refOf(order), answering(answer))).toMatchObject(fact);
  });

  it('our own signature refused is our configuration, signed or not', async () => {
    const answer = { ...restAnswer(401, { code: 'invalid-signature' }), headers: {} } as NetResponse;
    expect(await alipayAdapter.refund(account, refundOf(order, 'T', 1n), answering(answer))).toMatchObject({ certainty: 'declined', cause: 'merchant-configuration' });
  });
});
