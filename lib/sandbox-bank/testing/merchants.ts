/** Tests only: the merchant's side of each wire, written from the public rules, apart from the bank's code and the adapters. */
import { createHash, createSign, createVerify, randomBytes } from 'node:crypto';
import { cmbClient, CMB_WORDS } from './merchants-cmb';
import { icbcClient, ICBC_WORDS } from './merchants-icbc';
import { abcClient, ABC_WORDS } from './merchants-abc';
import { bocomClient, BOCOM_WORDS } from './merchants-bocom';
import { qraClient, QRA_WORDS } from './merchants-qra';
import { bocClient, BOC_WORDS } from './merchants-boc';
import { spdbClient, SPDB_WORDS } from './merchants-spdb';
import { psbcClient, PSBC_WORDS } from './merchants-psbc';
import { walletClient, WALLET_WORDS } from './merchants-wallet';
import { form, send, type Got, type Onboarded } from './sandbox-for-tests';

export const rsa = (algorithm: 'RSA-SHA256' | 'RSA-MD5', text: string, pem: string): Buffer =>
  createSign(algorithm).update(text, 'utf8').sign(pem);
export const verified = (algorithm: 'RSA-SHA256' | 'RSA-MD5', text: string, pem: string, signature: Buffer): boolean =>
  createVerify(algorithm).update(text, 'utf8').verify(pem, signature);
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const sorted = (fields: Readonly<Record<string, string>>, without: readonly string[]) =>
  Object.keys(fields)
    .filter((key) => !without.includes(key) && fields[key] !== '')
    .sort()
    .map((key) => `${key}=${fields[key]!}`)
    .join('&');
const chinaStamp = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace(/[-:T]/g, '');
const chinaDashed = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

export interface OrderWish {
  readonly orderNo: string;
  readonly fen: number;
  readonly subject?: string;
}
const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

export interface MerchantClient {
  create(wish: OrderWish): Promise<Got | null>;
  query(orderNo: string): Promise<Got | null>;
  refund(orderNo: string, refundNo: string, fen: number, totalFen: number, tradeNo: string): Promise<Got | null>;
  /** The channel's own words for what a query said. */
  said(got: Got | null): string;
}

export async function wechatCall(
  m: Onboarded,
  method: string,
  path: string,
  body = '',
  change: (auth: string) => string = (auth) => auth,
): Promise<Got | null> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(12).toString('hex');
  const signature = rsa('RSA-SHA256', `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`, m.secrets.merchantPrivateKeyPem!).toString(
    'base64',
  );
  const auth =
    `WECHATPAY2-SHA256-RSA2048 mchid="${m.config.mchId}",nonce_str="${nonce}",timestamp="${timestamp}",` +
    `serial_no="${m.config.merchantSerialNo}",` +
    `signature="${signature}"`;
  return send(m.baseUrl + path, { method, headers: { authorization: change(auth), 'content-type': 'application/json' }, body });
}

export const wechatClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    wechatCall(
      m,
      'POST',
      '/v3/pay/transactions/native',
      JSON.stringify({
        appid: m.config.appId,
        mchid: m.config.mchId,
        description: subject,
        out_trade_no: orderNo,
        notify_url: m.notifyUrl,
        amount: { total: fen, currency: 'CNY' },
      }),
    ),
  query: (orderNo) => wechatCall(m, 'GET', `/v3/pay/transactions/out-trade-no/${orderNo}?mchid=${m.config.mchId}`),
  refund: (orderNo, refundNo, fen, totalFen) =>
    wechatCall(
      m,
      'POST',
      '/v3/refund/domestic/refunds',
      JSON.stringify({
        out_trade_no: orderNo,
        out_refund_no: refundNo,
        amount: { refund: fen, total: totalFen, currency: 'CNY' },
      }),
    ),
  said: (got) => {
    const answer = JSON.parse(got!.text) as { trade_state?: string; status?: string; code?: string };
    return answer.trade_state ?? answer.status ?? answer.code ?? '';
  },
});

export function alipayFields(
  m: Onboarded,
  method: string,
  biz: unknown,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const fields = {
    app_id: m.config.appId!,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: chinaDashed(Date.now()),
    version: '1.0',
    ...more,
    biz_content: JSON.stringify(biz),
  };
  return { ...fields, sign: rsa('RSA-SHA256', sorted(fields, ['sign']), m.secrets.appPrivateKeyPem!).toString('base64') };
}
export const alipayCall = (m: Onboarded, method: string, biz: unknown, more: Readonly<Record<string, string>> = {}): Promise<Got | null> =>
  send(`${m.baseUrl}/gateway.do`, form(alipayFields(m, method, biz, more)));
export const alipayNode = (got: Got | null): Record<string, string> =>
  Object.values(JSON.parse(got!.text) as object)[0] as Record<string, string>;

export const alipayClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    alipayCall(
      m,
      'alipay.trade.page.pay',
      { out_trade_no: orderNo, total_amount: yuan(fen), subject, product_code: 'FAST_INSTANT_TRADE_PAY' },
      { notify_url: m.notifyUrl, return_url: 'http://127.0.0.1:9/return?x=1' },
    ),
  query: (orderNo) => alipayCall(m, 'alipay.trade.query', { out_trade_no: orderNo }),
  refund: (orderNo, refundNo, fen) =>
    alipayCall(m, 'alipay.trade.refund', { out_trade_no: orderNo, out_request_no: refundNo, refund_amount: yuan(fen) }),
  said: (got) => {
    const node = alipayNode(got);
    return node.trade_status ?? node.fund_change ?? node.sub_code ?? node.code ?? '';
  },
});

/** Fixed by the order's number, so that a query can name it again. */
export const UNIONPAY_TXN_TIME = chinaStamp(Date.now());

export function unionpayFields(m: Onboarded, fields: Readonly<Record<string, string>>): Record<string, string> {
  const whole = {
    version: '5.1.0',
    encoding: 'UTF-8',
    signMethod: '01',
    accessType: '0',
    merId: m.config.merId!,
    certId: m.config.certId!,
    bizType: '000201',
    ...fields,
  };
  const digest = createHash('sha256')
    .update(sorted(whole, ['signature']))
    .digest('hex');
  return { ...whole, signature: rsa('RSA-SHA256', digest, m.secrets.merchantPrivateKeyPem!).toString('base64') };
}
export const unionpayCall = (m: Onboarded, path: string, fields: Readonly<Record<string, string>>): Promise<Got | null> =>
  send(m.baseUrl + path, form(unionpayFields(m, fields)));
export const unionpayAnswer = (got: Got | null): Record<string, string> =>
  Object.fromEntries(got!.text.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

export const unionpayClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    unionpayCall(m, '/gateway/api/frontTransReq.do', {
      txnType: '01',
      txnSubType: '01',
      channelType: '07',
      orderId: orderNo,
      txnTime: UNIONPAY_TXN_TIME,
      txnAmt: String(fen),
      currencyCode: '156',
      backUrl: m.notifyUrl,
      frontUrl: 'http://127.0.0.1:9/return',
      orderDesc: subject,
    }),
  query: (orderNo) =>
    unionpayCall(m, '/gateway/api/queryTrans.do', { txnType: '00', txnSubType: '00', orderId: orderNo, txnTime: UNIONPAY_TXN_TIME }),
  refund: (_orderNo, refundNo, fen, _total, tradeNo) =>
    unionpayCall(m, '/gateway/api/backTransReq.do', {
      txnType: '04',
      txnSubType: '00',
      orderId: refundNo,
      txnTime: UNIONPAY_TXN_TIME,
      txnAmt: String(fen),
      currencyCode: '156',
      origQryId: tradeNo,
      backUrl: m.notifyUrl,
    }),
  said: (got) => {
    const answer = unionpayAnswer(got);
    return answer.origRespCode ?? answer.respCode ?? '';
  },
});

const inOrder = (names: readonly string[], fields: Readonly<Record<string, string>>) =>
  names.map((name) => `${name}=${fields[name] ?? ''}`).join('&');
const CCB_PAY = [
  'MERCHANTID', 'POSID', 'BRANCHID', 'ORDERID', 'PAYMENT', 'CURCODE', 'TXCODE', 'REMARK1', 'REMARK2', 'RETURNTYPE', 'TIMEOUT',
];
const CCB_QUERY = [
  'MERCHANTID', 'BRANCHID', 'POSID', 'ORDERDATE', 'BEGORDERTIME', 'ENDORDERTIME', 'ORDERID', 'QUPWD', 'TXCODE', 'TYPE', 'KIND',
  'STATUS', 'SEL_TYPE', 'PAGE', 'OPERATOR', 'CHANNEL',
];

let serial = 0;
export const outlink = (m: Onboarded, code: string, info: Readonly<Record<string, string>>): Promise<Got | null> =>
  send(`${m.baseUrl}/outlink`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body:
      `<?xml version="1.0" encoding="GB18030"?><TX><REQUEST_SN>${++serial}</REQUEST_SN><CUST_ID>${m.config.custId}</CUST_ID>` +
      `<USER_ID>${m.config.userId}</USER_ID>` +
      `<PASSWORD>${m.secrets.password}</PASSWORD><TX_CODE>${code}</TX_CODE><LANGUAGE>CN</LANGUAGE><TX_INFO>${Object.entries(info)
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join('')}</TX_INFO></TX>`,
  });
export const tag = (got: Got | null, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(got!.text)?.[1] ?? '';

export function ccbPageUrl(m: Onboarded, { orderNo, fen }: OrderWish, returnType = '2'): string {
  const fields: Record<string, string> = {
    MERCHANTID: m.config.merchantId!,
    POSID: m.config.posId!,
    BRANCHID: m.config.branchId!,
    ORDERID: orderNo,
    PAYMENT: yuan(fen),
    CURCODE: '01',
    TXCODE: '530550',
    REMARK1: '',
    REMARK2: '',
    RETURNTYPE: returnType,
    TIMEOUT: '',
  };
  const MAC = md5(`${inOrder(CCB_PAY, fields)}&PUB=${m.config.posPublicKeyTail30}`);
  return `${m.baseUrl}/CCBIS/ccbMain?CCB_IBSVersion=V6&${new URLSearchParams({ ...fields, MAC }).toString()}`;
}

export const ccbClient = (m: Onboarded): MerchantClient => ({
  create: (wish) => send(ccbPageUrl(m, wish)),
  query: (orderNo) => {
    const fields: Record<string, string> = {
      MERCHANTID: m.config.merchantId!,
      BRANCHID: m.config.branchId!,
      POSID: m.config.posId!,
      ORDERID: orderNo,
      QUPWD: m.secrets.operatorPassword!,
      TXCODE: '410408',
      TYPE: '0',
      KIND: '0',
      STATUS: '3',
      SEL_TYPE: '3',
      PAGE: '1',
      OPERATOR: m.config.operator!,
    };
    return send(`${m.baseUrl}/CCBIS/ccbMain`, form({ ...fields, MAC: md5(inOrder(CCB_QUERY, { ...fields, QUPWD: '' })) }));
  },
  refund: (orderNo, refundNo, fen) => outlink(m, '5W1004', { MONEY: yuan(fen), ORDER: orderNo, REFUND_CODE: refundNo }),
  said: (got) => tag(got, 'STATUSCODE') || tag(got, 'RETURN_CODE'),
});

export const CLIENTS = {
  wechat: wechatClient, alipay: alipayClient, unionpay: unionpayClient, ccb: ccbClient,
  cmb: cmbClient, icbc: icbcClient, abc: abcClient, bocom: bocomClient,
  qra: qraClient, boc: bocClient, spdb: spdbClient, psbc: psbcClient, wallet: walletClient,
} as const;

/** The channel's word for a paid order, an unclear one, and one that is not there. */
export const WORDS = {
  wechat: { paid: 'SUCCESS', unclear: 'SYSTEM_ERROR', missing: 'ORDER_NOT_EXIST', waiting: 'NOTPAY' },
  alipay: { paid: 'TRADE_SUCCESS', unclear: 'ACQ.SYSTEM_ERROR', missing: 'ACQ.TRADE_NOT_EXIST', waiting: 'WAIT_BUYER_PAY' },
  unionpay: { paid: '00', unclear: '04', missing: '34', waiting: '05' },
  ccb: { paid: '1', unclear: '2', missing: '0130Z110C004', waiting: '0130Z110C004' },
  cmb: CMB_WORDS, icbc: ICBC_WORDS, abc: ABC_WORDS, bocom: BOCOM_WORDS,
  qra: QRA_WORDS, boc: BOC_WORDS, spdb: SPDB_WORDS, psbc: PSBC_WORDS, wallet: WALLET_WORDS,
} as const;
export { chinaDashed, chinaStamp, inOrder, sorted, yuan };
