import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const abcCapabilities: Capabilities = {
  channel: 'abc',
  name: { zh: '中国农业银行', en: 'Agricultural Bank of China' },
  method: 'bank',
  create: 'redirect',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 1, maxLength: 30, alphabet: 'alnum' },
  createCallsBank: true,
  close: 'expires-only',
  payableOnlyByAnswer: true,
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 180, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: false, onUnknown: 'query-first' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'abc-settle' },
  feeBps: 30,
  sources: [
    { fact: "PaymentURL of the answer carries the order's token and is the only way to pay", certainty: 'D', source: 'general knowledge of TrustPay' },
    { fact: 'Message, Signature-Algorithm and Signature; SHA1withRSA over the text of Message; answers in GB2312', certainty: 'C', source: 'XAbcPaymentSdkCore' },
    { fact: 'PayReq answers with PaymentURL', certainty: 'D', source: 'general knowledge of TrustPay' },
    { fact: 'Order fields: OrderNo, OrderAmount in yuan, OrderDate yyyy/MM/dd, CurrencyCode 156', certainty: 'B', source: 'public implementations' },
    { fact: 'Callback: form field MSG, base64 of the signed document', certainty: 'B', source: 'public implementations' },
    { fact: 'Query answers an Order in base64; status 01 unpaid 02 no reply 03 paid 04 settled 05 refunded 99 failed', certainty: 'D', source: 'general knowledge; base64 [C]' },
    { fact: 'ReturnCode 0000 ok, AP6419 waiting for the payer', certainty: 'C', source: 'XAbcPaymentSdkCore' },
    { fact: 'Refund by OrderNo and NewOrderNo; whether a repeated call refunds again is not public, so it is asked first', certainty: 'C', source: 'XAbcPaymentSdkCore' },
    { fact: 'Settle file columns, cut by ^', certainty: 'C', source: 'public sample of 2011' },
    { fact: 'Acknowledgement is a line with an address', certainty: 'D', source: 'general knowledge of TrustPay' },
    { fact: 'Field that names the trade, codes of what is not found and of refusals, refund rows of the file', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Refund window, count and fee', certainty: 'D', source: 'contract terms, adjustable' },
  ],
};
