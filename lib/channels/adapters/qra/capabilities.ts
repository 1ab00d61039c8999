import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const qraCapabilities: Capabilities = {
  channel: 'qra',
  name: { zh: '云闪付扫码', en: 'UnionPay QR (QRA)' },
  method: 'unionpay',
  create: 'qr',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 5_000_000n,
  orderNo: { minLength: 6, maxLength: 32, alphabet: 'alnum' },
  createCallsBank: true,
  close: 'supported',
  payableOnlyByAnswer: true,
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: 2 * 60_000,
  queryScheduleMs: [3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 90, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: true, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'qra-day' },
  feeBps: 38,
  sources: [
    { fact: 'code_url of the answer is the only way to pay', certainty: 'A', source: 'yansongda/pay' },
    { fact: 'MD5 in capitals over sorted non-empty fields and &key=, both ways', certainty: 'A', source: 'yansongda/pay vector' },
    { fact: 'XML to /pay/gateway; services unified.trade.native, query, close, refund, refundquery; sign_type MD5 or RSA_1_256', certainty: 'A', source: 'yansongda/pay' },
    { fact: 'status=0 and result_code=0 is success; need_query=Y means unknown', certainty: 'A', source: 'yansongda/pay' },
    { fact: 'trade_state and numbered refund rows as in the WeChat family of gateways', certainty: 'D', source: 'general knowledge, codes in the profile' },
    { fact: 'Acknowledgement is success', certainty: 'D', source: 'general knowledge' },
    { fact: 'Refund window 90 days, single order up to 50,000 yuan, fee 0.38 %', certainty: 'D', source: 'contract terms, adjustable' },
    { fact: 'Error codes, retry schedule of callbacks, name and layout of the day file', certainty: 'sandbox convention', source: 'account profile' },
  ],
};
