import { createDecipheriv, createHash, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS } from '../bank/types';
import {
  alipayCall,
  alipayFields,
  alipayNode,
  ccbPageUrl,
  CLIENTS,
  inOrder,
  outlink,
  sorted,
  tag,
  UNIONPAY_TXN_TIME,
  unionpayAnswer,
  unionpayCall,
  unionpayFields,
  verified,
  wechatCall,
  WORDS,
} from '../testing/merchants';
import { form, send, testBank, until, type Onboarded, type TestBank } from '../testing/sandbox-for-tests';

let bank: TestBank;
beforeAll(async () => {
  bank = await testBank();
});
afterAll(() => bank.close());

type Truth = { order: { state: string; channelTradeNo: string; refundedMinor: string } };
const pay = (channel: string, orderNo: string) => bank.api<Truth>('POST', `/orders/${channel}/${orderNo}/pay`, { waitForCallback: true });

describe.each(CHANNELS)('%s', (channel) => {
  test('an order goes from waiting to paid, is told by callback once, and is refunded in part', async () => {
    const merchant = await bank.merchant(channel);
    const client = CLIENTS[channel](merchant);
    const orderNo = `ORDER${channel}1`;
    const before = bank.listener.heard.length;
    bank.listener.answer = () => ({ status: 200, body: 'success' });
    expect((await client.create({ orderNo, fen: 12_345 }))!.status).toBeLessThan(400);
    expect(client.said(await client.query(orderNo))).toBe(WORDS[channel].waiting);
    const { order } = await pay(channel, orderNo);
    expect(order.state).toBe('paid');
    expect(client.said(await client.query(orderNo))).toBe(WORDS[channel].paid);
    expect(bank.listener.heard.slice(before).filter((h) => h.path === `/notify/${channel}`)).toHaveLength(1);
    await client.refund(orderNo, `REFUND${channel}1`, 345, 12_345, order.channelTradeNo);
    await until(
      'the refund is done',
      async () =>
        (await bank.api<{ refund: { status: string } }>('GET', `/truth?channel=${channel}&refundNo=REFUND${channel}1`)).refund.status ===
        'succeeded',
    );
    expect((await bank.api<Truth>('GET', `/truth?channel=${channel}&orderNo=${orderNo}`)).order.refundedMinor).toBe('345');
  });

  test('more than was paid is never given back', async () => {
    const client = CLIENTS[channel](await bank.merchant(channel));
    const orderNo = `ORDER${channel}2`;
    await client.create({ orderNo, fen: 1_000 });
    const { order } = await pay(channel, orderNo);
    await client.refund(orderNo, `REFUND${channel}2a`, 700, 1_000, order.channelTradeNo);
    await client.refund(orderNo, `REFUND${channel}2b`, 301, 1_000, order.channelTradeNo);
    expect((await bank.api<Truth>('GET', `/truth?channel=${channel}&orderNo=${orderNo}`)).order.refundedMinor).toBe('700');
  });

  test('an order nobody made is not there', async () => {
    const client = CLIENTS[channel](await bank.merchant(channel));
    expect(client.said(await client.query('NOSUCHORDER1'))).toBe(WORDS[channel].missing);
  });
});

test('WeChat: an altered signature, another serial and a stale timestamp are refused with 401 SIGN_ERROR', async () => {
  const m = await bank.merchant('wechat');
  const path = `/v3/pay/transactions/out-trade-no/X12345?mchid=${m.config.mchId}`;
  const changes: ((auth: string) => string)[] = [
    (auth) => auth.replace(/signature="./, 'signature="!'),
    (auth) => auth.replace(/serial_no="[^"]*"/, 'serial_no="AAAA"'),
    (auth) => auth.replace(/timestamp="\d+"/, 'timestamp="1000000000"'),
    () => '',
  ];
  for (const change of changes) {
    const got = await wechatCall(m, 'GET', path, '', change);
    expect(got!.status).toBe(401);
    expect(JSON.parse(got!.text)).toMatchObject({ code: 'SIGN_ERROR' });
  }
});

test('WeChat: answers are signed with the platform key over their exact bytes, the empty 204 too', async () => {
  const m = await bank.merchant('wechat');
  const client = CLIENTS.wechat(m);
  const created = await client.create({ orderNo: 'WXSIGNED01', fen: 1 });
  const closed = await wechatCall(
    m,
    'POST',
    '/v3/pay/transactions/out-trade-no/WXSIGNED01/close',
    JSON.stringify({ mchid: m.config.mchId }),
  );
  expect([created!.status, closed!.status]).toEqual([200, 204]);
  const [key] = m.config.platformKeys as unknown as { serial: string; publicKeyPem: string }[];
  for (const got of [created!, closed!]) {
    const text = `${got.headers['wechatpay-timestamp']}\n${got.headers['wechatpay-nonce']}\n${got.text}\n`;
    expect(got.headers['wechatpay-serial']).toBe(key!.serial);
    expect(verified('RSA-SHA256', text, key!.publicKeyPem, Buffer.from(got.headers['wechatpay-signature']!, 'base64'))).toBe(true);
  }
});

test('WeChat: the callback opens with the merchant key and says what was paid', async () => {
  const m = await bank.merchant('wechat');
  await CLIENTS.wechat(m).create({ orderNo: 'WXNOTIFY01', fen: 8_800 });
  await pay('wechat', 'WXNOTIFY01');
  const heard = bank.listener.heard.filter((h) => h.path === '/notify/wechat').at(-1)!;
  const { event_type, resource } = JSON.parse(heard.body) as {
    event_type: string;
    resource: { ciphertext: string; nonce: string; associated_data: string };
  };
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(m.secrets.apiV3Key!), Buffer.from(resource.nonce));
  cipher.setAAD(Buffer.from(resource.associated_data));
  cipher.setAuthTag(sealed.subarray(-16));
  const open = JSON.parse(Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString()) as object;
  expect(event_type).toBe('TRANSACTION.SUCCESS');
  expect(open).toMatchObject({
    out_trade_no: 'WXNOTIFY01',
    trade_state: 'SUCCESS',
    mchid: m.config.mchId,
    amount: { total: 8_800, currency: 'CNY' },
  });
});

test('WeChat: the same number repeats the same code, other parameters and a closed order are refused', async () => {
  const m = await bank.merchant('wechat');
  const client = CLIENTS.wechat(m);
  const first = JSON.parse((await client.create({ orderNo: 'WXREPEAT01', fen: 100 }))!.text) as object;
  expect(first).toEqual({ code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/) });
  expect(JSON.parse((await client.create({ orderNo: 'WXREPEAT01', fen: 100 }))!.text)).toEqual(first);
  expect(client.said(await client.create({ orderNo: 'WXREPEAT01', fen: 101 }))).toBe('INVALID_REQUEST');
  await wechatCall(m, 'POST', '/v3/pay/transactions/out-trade-no/WXREPEAT01/close', '{}');
  expect(client.said(await client.create({ orderNo: 'WXREPEAT01', fen: 100 }))).toBe('ORDER_CLOSED');
  expect(client.said(await client.query('WXREPEAT01'))).toBe('CLOSED');
});

test('Alipay: a wrong signature is refused, answers are signed over the raw node, a repeated refund moves no money', async () => {
  const m = await bank.merchant('alipay');
  const fields = alipayFields(m, 'alipay.trade.query', { out_trade_no: 'A1' });
  expect(alipayNode(await send(`${m.baseUrl}/gateway.do`, form({ ...fields, timestamp: '2020-01-01 00:00:00' })))).toMatchObject({
    code: '40002',
    sub_code: 'isv.invalid-signature',
  });
  const client = CLIENTS.alipay(m);
  await client.create({ orderNo: 'ALIREFUND1', fen: 500 });
  const { order } = await pay('alipay', 'ALIREFUND1');
  const refunds = [
    await client.refund('ALIREFUND1', 'R1', 200, 500, order.channelTradeNo),
    await client.refund('ALIREFUND1', 'R1', 200, 500, order.channelTradeNo),
  ];
  expect(refunds.map((got) => alipayNode(got).fund_change)).toEqual(['Y', 'N']);
  const text = refunds[0]!.text;
  const node = text.slice(text.indexOf('":{') + 2, text.lastIndexOf(',"sign"'));
  const { sign } = JSON.parse(text) as { sign: string };
  expect(verified('RSA-SHA256', node, m.config.alipayPublicKeyPem!, Buffer.from(sign, 'base64'))).toBe(true);
  expect(client.said(await alipayCall(m, 'alipay.trade.close', { out_trade_no: 'ALIREFUND1' }))).toBe('ACQ.TRADE_STATUS_ERROR');
});

test('Alipay: the callback is a signed form, and the browser returns with a signed GET', async () => {
  const m = await bank.merchant('alipay');
  const page = await CLIENTS.alipay(m).create({ orderNo: 'ALINOTIFY1', fen: 990, subject: '餐费+车费' });
  const returned = await send(new URL(page!.headers.location!, m.baseUrl).href, form({ action: 'pay' }));
  const back = Object.fromEntries(new URL(returned!.headers.location!).searchParams);
  expect(back).toMatchObject({ x: '1', out_trade_no: 'ALINOTIFY1', total_amount: '9.90' });
  const heard = await until('the callback', () =>
    bank.listener.heard.find((h) => h.path === '/notify/alipay' && h.body.includes('ALINOTIFY1')),
  );
  const fields = Object.fromEntries(new URLSearchParams(heard.body));
  for (const signed of [fields, Object.fromEntries(Object.entries(back).filter(([name]) => name !== 'x'))]) {
    expect(
      verified('RSA-SHA256', sorted(signed, ['sign', 'sign_type']), m.config.alipayPublicKeyPem!, Buffer.from(signed.sign!, 'base64')),
    ).toBe(true);
  }
  expect(fields).toMatchObject({
    app_id: m.config.appId,
    seller_id: m.config.sellerId,
    total_amount: '9.90',
    trade_status: 'TRADE_SUCCESS',
    subject: '餐费+车费',
  });
});

test('UnionPay: messages carry a certificate of the configured root and a signature over it; a wrong one is code 11', async () => {
  const m = await bank.merchant('unionpay');
  const answer = unionpayAnswer(await CLIENTS.unionpay(m).query('NOSUCHORDER2'));
  const certificate = new X509Certificate(answer.signPubKeyCert!);
  expect(answer.signPubKeyCert).toContain('\r\n');
  expect(certificate.verify(new X509Certificate(m.config.rootCertPem!).publicKey)).toBe(true);
  expect(certificate.subject).toContain(`CN=${m.config.signCertCn}`);
  const digest = createHash('sha256')
    .update(sorted(answer, ['signature']))
    .digest('hex');
  expect(
    verified(
      'RSA-SHA256',
      digest,
      certificate.publicKey.export({ type: 'spki', format: 'pem' }) as string,
      Buffer.from(answer.signature!, 'base64'),
    ),
  ).toBe(true);
  const altered = { ...unionpayFields(m, { txnType: '00', orderId: 'NOSUCHORDER2', txnTime: UNIONPAY_TXN_TIME }), orderId: 'NOSUCHORDER3' };
  expect(unionpayAnswer(await send(`${m.baseUrl}/gateway/api/queryTrans.do`, form(altered))).respCode).toBe('11');
});

test('UnionPay: a refund number twice is a duplicate, an undo is for the whole amount', async () => {
  const m = await bank.merchant('unionpay');
  const client = CLIENTS.unionpay(m);
  await client.create({ orderNo: 'UPREFUND01', fen: 900 });
  const { order } = await pay('unionpay', 'UPREFUND01');
  const codes = [];
  for (const fen of [100, 100])
    codes.push(unionpayAnswer(await client.refund('UPREFUND01', 'UPREFUNDNO1', fen, 900, order.channelTradeNo)).respCode);
  const undo = {
    txnType: '31',
    txnSubType: '00',
    orderId: 'UPUNDO0001',
    txnTime: UNIONPAY_TXN_TIME,
    txnAmt: '800',
    origQryId: order.channelTradeNo,
  };
  codes.push(unionpayAnswer(await unionpayCall(m, '/gateway/api/backTransReq.do', undo)).respCode);
  expect(codes).toEqual(['00', '12', '36']);
});

test('CCB: a page with a wrong MAC is refused, and RETURNTYPE 3 leads to the QR address in two steps', async () => {
  const m = await bank.merchant('ccb');
  expect((await send(ccbPageUrl(m, { orderNo: 'CCBMAC01', fen: 100 }).replace('PAYMENT=1.00', 'PAYMENT=0.01')))!.status).toBe(400);
  const { PAYURL } = JSON.parse((await send(ccbPageUrl(m, { orderNo: 'CCBQR01', fen: 100 }, '3')))!.text) as { PAYURL: string };
  const { QRURL } = JSON.parse((await send(PAYURL))!.text) as { QRURL: string };
  expect((await send(decodeURIComponent(QRURL)))!.text).toContain('CCBQR01');
});

test('CCB: the callback is signed RSA over MD5 in hexadecimal; a refusal is told with SUCCESS=N', async () => {
  const m = await bank.merchant('ccb');
  for (const [orderNo, action, success] of [
    ['CCBNOTIFY1', 'pay', 'Y'],
    ['CCBNOTIFY2', 'fail', 'N'],
  ] as const) {
    await CLIENTS.ccb(m).create({ orderNo, fen: 1_500 });
    await bank.api('POST', `/orders/ccb/${orderNo}/${action}`, { waitForCallback: true });
    const fields = Object.fromEntries(new URLSearchParams(bank.listener.heard.find((h) => h.body.includes(orderNo))!.body));
    const names = [
      'POSID',
      'BRANCHID',
      'ORDERID',
      'PAYMENT',
      'CURCODE',
      'REMARK1',
      'REMARK2',
      'ACC_TYPE',
      'SUCCESS',
      'TYPE',
      'REFERER',
      'CLIENTIP',
      ...(success === 'Y' ? ['ACCDATE'] : []),
    ];
    expect(fields).toMatchObject({ SUCCESS: success, PAYMENT: '15.00', CURCODE: '01' });
    expect(verified('RSA-MD5', inOrder(names, fields), m.config.bankPublicKeyPem!, Buffer.from(fields.SIGN!, 'hex'))).toBe(true);
  }
});

test('CCB: there is no refund number, so the same call twice gives money back twice, and the list shows both', async () => {
  const m: Onboarded = await bank.merchant('ccb');
  await CLIENTS.ccb(m).create({ orderNo: 'CCBTWICE1', fen: 1_000 });
  await pay('ccb', 'CCBTWICE1');
  for (let i = 0; i < 2; i++)
    expect(tag(await outlink(m, '5W1004', { MONEY: '3.00', ORDER: 'CCBTWICE1', REFUND_CODE: 'SAME' }), 'RETURN_CODE')).toBe('000000');
  const list = await outlink(m, '5W1003', { ORDER: 'CCBTWICE1', KIND: '0' });
  expect(list!.text.match(/<REFUNDEMENT_AMOUNT>3.00</g)).toHaveLength(2);
  expect((await bank.api<Truth>('GET', '/truth?channel=ccb&orderNo=CCBTWICE1')).order.refundedMinor).toBe('600');
});
