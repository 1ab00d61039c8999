import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const icbcCapabilities: Capabilities = {
  channel: 'icbc',
  name: { zh: '中国工商银行', en: 'ICBC' },
  method: 'bank',
  create: 'form',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 1, maxLength: 35, alphabet: 'alnum' },
  createCallsBank: false,
  close: 'supported',
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 180, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: false, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'icbc-aggregate-day' },
  feeBps: 30,
  sources: [
    { fact: 'Signed text is PATH?sorted fields; RSA2 is SHA256withRSA, RSA is SHA1withRSA', certainty: 'A', source: "verified against the platform's published sandbox key" },
    { fact: 'The gateway signs answers over the raw text of response_biz_content, so far with SHA-1', certainty: 'A', source: 'verified against the published sandbox key' },
    { fact: 'A callback is signed over the path exactly as configured, doubled slashes included', certainty: 'A', source: 'verified against the published sandbox key' },
    { fact: 'Acknowledgement is JSON signed by the merchant over its inside without braces', certainty: 'B', source: 'public implementations' },
    { fact: 'Paths of order query, refund, refund query and the hosted page; fen', certainty: 'B', source: 'public implementations' },
    { fact: 'deal_flag 1 of the query closes; pay_status 0 paid, 1 failed, 2 unknown', certainty: 'C', source: 'one public implementation' },
    { fact: 'result_type 0 also tells failures: a callback is not a payment', certainty: 'D', source: 'general knowledge' },
    { fact: 'Refund fields outtrx_serial_no and ret_total_amt', certainty: 'D', source: 'general knowledge' },
    { fact: 'The hosted page takes the public fields in its address and biz_content in its body', certainty: 'D', source: 'general knowledge of the SDK' },
    { fact: 'pay_status 3 closed and 4 unpaid, codes of what is not found, the day file', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Refund window, count and fee', certainty: 'D', source: 'contract terms, adjustable' },
  ],
};
