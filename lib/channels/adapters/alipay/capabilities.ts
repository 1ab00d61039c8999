import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const alipayCapabilities: Capabilities = {
  channel: 'alipay',
  name: { zh: '支付宝', en: 'Alipay' },
  method: 'alipay',
  create: 'form',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 10_000_000_000n,
  orderNo: { minLength: 1, maxLength: 64, alphabet: 'alnum' },
  createCallsBank: false,
  close: 'supported',
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 365, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: false, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'alipay-trade-detail' },
  feeBps: 60,
  sources: [
    {
      fact: 'RSA2 request signature, raw text of the response node, notify without and with sign_type',
      certainty: 'A',
      source: 'alipay-sdk-nodejs, yansongda/pay',
    },
    { fact: 'Order number up to 64, amount 0.01 to 100,000,000 yuan', certainty: 'A', source: 'docs.open.alipay.com' },
    {
      fact: 'Page pay makes no trade until the payer arrives: TRADE_NOT_EXIST means not yet',
      certainty: 'B',
      source: 'public implementations',
    },
    { fact: 'Acknowledgement is exactly success; 8 sends within 25 hours', certainty: 'A', source: 'docs.open.alipay.com' },
    {
      fact: 'Same out_request_no and amount is idempotent; fund_change tells a first call from a replay',
      certainty: 'A',
      source: 'docs.open.alipay.com refund',
    },
    { fact: 'Refund window 12 months', certainty: 'C', source: 'contract setting, adjustable' },
    {
      fact: 'Bill next day from 10:00, zip of GBK csv, link valid 30 seconds',
      certainty: 'A',
      source: 'docs.open.alipay.com bill download',
    },
    {
      fact: 'v3: paths for the gateway methods, authorization over scheme words, method, path and body; answers over time, nonce and body',
      certainty: 'A',
      source: 'alipay-sdk-nodejs',
    },
    { fact: 'v3 precreate answers qr_code; the trade is born when the payer scans', certainty: 'B', source: 'public implementations' },
    { fact: 'Certificate mode: serial numbers of our certificate and of the RSA-signed roots', certainty: 'A', source: 'alipay-sdk-nodejs vector' },
    { fact: 'Which HTTP status carries which refusal in v3', certainty: 'D', source: 'general knowledge; the code decides' },
    { fact: 'Fee 0.6 %', certainty: 'D', source: 'general knowledge; the bill carries the real fee' },
  ],
};
