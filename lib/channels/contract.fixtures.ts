/** Test keys and genuine callbacks for the contract suite, made without the adapters' own signing code where that is the thing tested. */
import { createCipheriv, createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { instant, plusMs, type Instant } from '@/lib/kernel/time';
import { CONTRACT_ACCOUNT_ID, CONTRACT_INSTITUTION_ID, type ContractFixtures } from './contract';
import type { ChannelAccount, ChannelCode, CreateOrder, RawInbound } from './port';
import certificates from './vectors/test-certificates.json';

export const NOW: Instant = instant(Date.parse('2026-11-22T10:00:00+08:00'));

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
export const MERCHANT = keyPair();
export const BANK = keyPair();
export const API_V3_KEY = '0123456789abcdef0123456789abcdef';
export const CERTIFICATES = certificates;

let counter = 0;
export function contractOrder(amountMinor: bigint, prefix = 'BF20261122'): CreateOrder {
  counter += 1;
  return {
    orderNo: `${prefix}${String(counter).padStart(8, '0')}`,
    amount: { minor: amountMinor, currency: 'CNY' },
    subject: '一年级 学费&伙食费',
    createdAt: NOW,
    expiresAt: plusMs(NOW, 30 * 60_000),
    returnUrl: 'http://pay.example/return?x=1',
    payerIp: '127.0.0.1',
  };
}

export function accountOf(channel: ChannelCode, config: unknown, secrets: unknown): ChannelAccount {
  return {
    id: CONTRACT_ACCOUNT_ID,
    institutionId: CONTRACT_INSTITUTION_ID,
    channel,
    baseUrl: `http://bank.example:8080/${channel}`,
    notifyUrl: `http://pay.example/api/channels/${channel}/notify/${CONTRACT_ACCOUNT_ID}`,
    config,
    secrets,
  };
}
export const inbound = (body: string, headers: Readonly<Record<string, string>>): RawInbound => ({
  method: 'POST',
  target: '/notify',
  headers,
  body: Buffer.from(body),
  receivedAt: NOW,
});
export const signed = (algorithm: string, data: string, privateKeyPem: string, encoding: 'base64' | 'hex' = 'base64'): string =>
  createSign(algorithm).update(data).sign(privateKeyPem, encoding);
export const sorted = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${k}=${v}`)
    .join('&');
export const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };
export const yuanText = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;

// ── WeChat ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
const WECHAT_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
const wechatAccount = (mchId: string): ChannelAccount =>
  accountOf(
    'wechat',
    {
      appId: 'wx0123456789abcdef',
      mchId,
      merchantSerialNo: 'A1B2',
      platformKeys: [{ serial: WECHAT_SERIAL, publicKeyPem: BANK.publicKey }],
    },
    { merchantPrivateKeyPem: MERCHANT.privateKey, apiV3Key: API_V3_KEY },
  );

/** Headers of an answer or callback of WeChat over these exact bytes. */
export function wechatHeaders(
  body: string,
  at: Instant = NOW,
  key: string = BANK.privateKey,
  serial: string = WECHAT_SERIAL,
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': 'nonce0',
    'wechatpay-serial': serial,
    'wechatpay-signature': signed('RSA-SHA256', `${timestamp}\nnonce0\n${body}\n`, key),
  };
}

export function wechatCallback(eventType: string, resource: unknown, id = 'EV-1'): RawInbound {
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, 'nonce1234567');
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(resource)), cipher.final(), cipher.getAuthTag()]).toString('base64');
  const body = JSON.stringify({
    id,
    create_time: '2026-11-22T10:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: '支付成功',
    resource: {
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed,
      nonce: 'nonce1234567',
      associated_data: 'transaction',
      original_type: 'transaction',
    },
  });
  return inbound(body, wechatHeaders(body));
}

export const wechatFixtures: ContractFixtures = {
  account: wechatAccount('1600000001'),
  other: wechatAccount('1600000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (_yuan, minor) => `"total":${minor},`,
  paidCallback: (order, currency = 'CNY') =>
    wechatCallback(
      'TRANSACTION.SUCCESS',
      {
        appid: 'wx0123456789abcdef',
        mchid: '1600000001',
        out_trade_no: order.orderNo,
        transaction_id: `4200${order.orderNo}`,
        trade_state: 'SUCCESS',
        success_time: '2026-11-22T09:59:00+08:00',
        amount: { total: Number(order.amount.minor), currency },
      },
      `EV-${order.orderNo}`,
    ),
  acks: {
    stored: { status: 204, body: '' },
    refused: { status: 401, body: '{"code":"FAIL","message":"signature refused"}' },
    retry: { status: 500, body: '{"code":"FAIL","message":"try again"}' },
    probe: { status: 401, body: '{"code":"FAIL","message":"signature refused"}' },
  },
};

// ── Alipay ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
const alipayAccount = (appId: string, sellerId: string): ChannelAccount =>
  accountOf('alipay', { appId, sellerId, alipayPublicKeyPem: BANK.publicKey, billHosts: [] }, { appPrivateKeyPem: MERCHANT.privateKey });

export function alipayCallback(fields: Readonly<Record<string, string>>): RawInbound {
  const sign = signed('RSA-SHA256', sorted(fields), BANK.privateKey);
  return inbound(new URLSearchParams({ ...fields, sign, sign_type: 'RSA2' }).toString(), formHeaders);
}

export const alipayFields = (order: CreateOrder): Record<string, string> => ({
  app_id: '9021000000000001',
  seller_id: '2088000000000001',
  notify_id: `N${order.orderNo}`,
  notify_type: 'trade_status_sync',
  charset: 'utf-8',
  version: '1.0',
  out_trade_no: order.orderNo,
  trade_no: `2026112222${order.orderNo}`,
  trade_status: 'TRADE_SUCCESS',
  total_amount: yuanText(order.amount.minor),
  gmt_payment: '2026-11-22 09:59:00',
  subject: '学费+伙食费',
});

export const alipayFixtures: ContractFixtures = {
  account: alipayAccount('9021000000000001', '2088000000000001'),
  other: alipayAccount('9021000000000001', '2088000000000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (yuan) => `"total_amount":"${yuan}"`,
  // Alipay names no currency: what is wrong here is an amount that is not yuan with two decimals.
  paidCallback: (order, currency) => (currency ? inbound('currency=USD', formHeaders) : alipayCallback(alipayFields(order))),
  acks: {
    stored: { status: 200, body: 'success' },
    refused: { status: 400, body: 'fail' },
    retry: { status: 500, body: 'fail' },
    probe: { status: 400, body: 'fail' },
  },
};

// ── UnionPay ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export type CertificateName = 'signer' | 'expired' | 'misnamed' | 'foreign';
const unionpayAccount = (merId: string): ChannelAccount =>
  accountOf(
    'unionpay',
    { merId, certId: '68759663125', rootCertPem: CERTIFICATES.rootCertPem, signCertCn: 'test.sign' },
    { merchantPrivateKeyPem: MERCHANT.privateKey },
  );

export function unionpaySigned(fields: Readonly<Record<string, string>>, by: CertificateName = 'signer'): Record<string, string> {
  const { certPem, privateKeyPem } = CERTIFICATES[by];
  const whole: Record<string, string> = { ...fields, signMethod: '01', signPubKeyCert: certPem.replaceAll('\n', '\r\n') };
  const digest = createHash('sha256').update(sorted(whole)).digest('hex');
  return { ...whole, signature: signed('RSA-SHA256', digest, privateKeyPem) };
}

export const unionpayFields = (order: CreateOrder): Record<string, string> => ({
  version: '5.1.0',
  encoding: 'UTF-8',
  txnType: '01',
  txnSubType: '01',
  bizType: '000201',
  accessType: '0',
  merId: '777290058110001',
  orderId: order.orderNo,
  txnTime: '20261122100000',
  txnAmt: order.amount.minor.toString(),
  currencyCode: '156',
  respCode: '00',
  respMsg: '成功[0000000]',
  queryId: `7126112210000${order.orderNo}`,
  settleDate: '1122',
  traceTime: '1122100030',
  traceNo: '000123',
});

export const unionpayCallback = (fields: Readonly<Record<string, string>>, by?: CertificateName): RawInbound =>
  inbound(new URLSearchParams(unionpaySigned(fields, by)).toString(), formHeaders);

export const unionpayFixtures: ContractFixtures = {
  account: unionpayAccount('777290058110001'),
  other: unionpayAccount('777290058110002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (_yuan, minor) => `txnAmt=${minor}&`,
  paidCallback: (order, currency) => unionpayCallback({ ...unionpayFields(order), ...(currency && { currencyCode: '840' }) }),
  acks: {
    stored: { status: 200, body: 'ok' },
    refused: { status: 400, body: 'fail' },
    retry: { status: 500, body: 'fail' },
    probe: { status: 400, body: 'fail' },
  },
};

// ── CCB ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const ccbAccount = (posId: string): ChannelAccount =>
  accountOf(
    'ccb',
    {
      merchantId: '105000000000001',
      posId,
      branchId: '110000000',
      bankPublicKeyPem: BANK.publicKey,
      posPublicKeyTail30: 'abcdefghijklmnopqrstuvwxyz0123',
      custId: '105000000000001',
      userId: 'WLPT01',
      operator: '001',
      profile: {
        ackBody: '',
        notFoundCodes: ['NF'],
        noFileCodes: ['NOFILE'],
        fileNotReadyCodes: ['NOTYET'],
        unclearCodes: ['SYS'],
        refusalCauses: { E1: 'not-refundable' },
        statementTypes: ['0', '1'],
      },
    },
    { password: 'p<&>w', operatorPassword: 'q' },
  );

export function ccbCallback(fields: Readonly<Record<string, string>>): RawInbound {
  const sign = signed(
    'RSA-MD5',
    Object.entries(fields)
      .map(([k, v]) => `${k}=${v}`)
      .join('&'),
    BANK.privateKey,
    'hex',
  );
  return inbound(new URLSearchParams({ ...fields, SIGN: sign }).toString(), formHeaders);
}

/** In the order in which the bank signs them. */
export const ccbFields = (order: CreateOrder, curcode = '01'): Record<string, string> => ({
  POSID: '000000001',
  BRANCHID: '110000000',
  ORDERID: order.orderNo,
  PAYMENT: yuanText(order.amount.minor),
  CURCODE: curcode,
  REMARK1: '',
  REMARK2: '',
  ACC_TYPE: '30',
  SUCCESS: 'Y',
  ACCDATE: '20261122',
  PAYTYPE: 'ALIPAY',
});

export const ccbFixtures: ContractFixtures = {
  account: ccbAccount('000000001'),
  other: ccbAccount('000000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (yuan) => `PAYMENT=${yuan}&`,
  paidCallback: (order, currency) => ccbCallback(ccbFields(order, currency ? '14' : '01')),
  acks: {
    stored: { status: 200, body: '' },
    refused: { status: 400, body: '' },
    retry: { status: 500, body: '' },
    probe: { status: 400, body: '' },
  },
};
