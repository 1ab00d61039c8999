import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const unionpayCapabilities: Capabilities = {
  channel: 'unionpay',
  name: { zh: '银联在线', en: 'UnionPay' },
  method: 'unionpay',
  create: 'form',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 8, maxLength: 40, alphabet: 'alnum' },
  createCallsBank: false,
  close: 'expires-only',
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 300_000],
  refund: { windowDays: 330, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: true, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '23:00', readerId: 'unionpay-zm' },
  feeBps: 60,
  sources: [
    {
      fact: 'Version 5.1.0, signMethod 01: RSA over the hexadecimal SHA-256 of the sorted fields',
      certainty: 'A',
      source: 'yansongda/pay vector, UnionPay demo',
    },
    { fact: 'Answers carry signPubKeyCert: chain to the root, common name, then signature', certainty: 'A', source: 'UnionPay demo' },
    {
      fact: 'orderId 8 to 40 letters and digits; orderId and txnTime together name the order',
      certainty: 'B',
      source: 'public implementations',
    },
    { fact: 'Gateway orders cannot be closed: payTimeout lets them lapse', certainty: 'B', source: 'public implementations' },
    {
      fact: 'Ask at 1, 2, 4, 8, 16, 32 seconds; 03, 04, 05 stay unknown; origRespCode speaks about the trade',
      certainty: 'A',
      source: 'UnionPay demo comments',
    },
    {
      fact: 'Refund 04 with its own orderId and txnTime, within 11 months, accepted is not done',
      certainty: 'A',
      source: 'UnionPay demo comments',
    },
    { fact: 'reqReserved comes back in callbacks and queries', certainty: 'B', source: 'public implementations' },
    { fact: 'Day file 76: base64 of zlib of zip; no file is code 98', certainty: 'B', source: 'public implementations (code 98: D)' },
    { fact: 'Code to scan: txnSubType 07 with bizType 000000 to backTransReq.do answers qrCode', certainty: 'B', source: 'public implementations' },
    { fact: 'The same code again for the same number and time', certainty: 'sandbox convention', source: 'not public; 12 is asked about first' },
    { fact: 'UnionPay day ends at 23:00', certainty: 'D', source: 'general knowledge, adjustable' },
    {
      fact: 'Day file asked for at <base address>/file/',
      certainty: 'sandbox convention',
      source: 'production host is configured as fileUrl',
    },
    { fact: 'Single order limit 1,000,000 yuan and fee 0.6 %', certainty: 'D', source: 'card and contract terms, adjustable' },
  ],
};
