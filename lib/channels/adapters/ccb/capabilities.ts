import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const ccbCapabilities: Capabilities = {
  channel: 'ccb',
  name: { zh: '中国建设银行', en: 'China Construction Bank' },
  method: 'bank',
  create: 'redirect',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 1, maxLength: 30, alphabet: 'alnum' },
  createCallsBank: false,
  close: 'expires-only',
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 180, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: false, onUnknown: 'query-first' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'ccb-shop' },
  feeBps: 30,
  sources: [
    {
      fact: 'MAC: lowercase MD5 over a fixed order of fields and the last 30 characters of the POS public key',
      certainty: 'B',
      source: 'public implementations',
    },
    { fact: 'TXCODE 530550 with RETURNTYPE 2 is a page; the bank refuses after TIMEOUT', certainty: 'B', source: 'public implementations' },
    { fact: 'Callback signature: RSA over MD5, hexadecimal, text in GBK', certainty: 'C', source: 'netpay.jar users' },
    {
      fact: 'Query 410408: field order of its MAC, XML answer, KIND 0 for today and 1 for settled days',
      certainty: 'B',
      source: 'public implementations',
    },
    {
      fact: 'Refund 5W1004 may carry a REFUND_CODE of 15 characters that 5W1003 shows again',
      certainty: 'B',
      source: 'public implementations',
    },
    { fact: 'A repeated 5W1004 refunds again: 5W1003 is asked before every one', certainty: 'C', source: 'public implementations' },
    { fact: 'Day file: 5W1005 names it, 6W0111 brings it', certainty: 'B', source: 'public implementations' },
    {
      fact: 'Outlink calls over HTTP at <base address>/outlink, the file in the answer of 6W0111',
      certainty: 'sandbox convention',
      source: 'in production a client on the premises speaks TCP',
    },
    {
      fact: 'Return codes for not found, no file, not ready, unclear, refused',
      certainty: 'sandbox convention',
      source: 'account profile',
    },
    {
      fact: 'The callback names no bank serial and no time: the order number stands for the first, our receipt for the second',
      certainty: 'C',
      source: 'callback field list',
    },
    { fact: 'Refund window, limits, fee', certainty: 'D', source: 'contract terms, adjustable' },
    { fact: 'Acknowledgement body empty', certainty: 'sandbox convention', source: 'account profile' },
  ],
};
