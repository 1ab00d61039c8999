import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const spdbCapabilities: Capabilities = {
  channel: 'spdb',
  name: { zh: '浦发银行', en: 'SPD Bank' },
  method: 'bank',
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
  refund: { windowDays: 180, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: true, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'spdb-day' },
  feeBps: 25,
  sources: [
    { fact: 'The code of the answer is the only way to pay', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Headers X-SPDB-Client-ID, -SIGNATURE, -SM, -Timestamp, -Nonce; time and nonce are signed behind the body', certainty: 'B', source: 'public implementations' },
    { fact: 'The SM signature is a keyed digest of SHA-1, SM3, MD5 and SM4, not SM2', certainty: 'B', source: 'public sample class; vector computed apart' },
    { fact: 'appPay/initiation, orders query and refund; mrchNo, spdbMrchNo, terminalNo, mrchOrdrNo, ordrAmt, mrchlInfmAdr, statusCode, transNo', certainty: 'C', source: 'one public implementation' },
    { fact: 'Amounts in yuan with two decimals', certainty: 'D', source: 'general knowledge' },
    { fact: 'Host prefixes of the paths, close, refund query, bill, other field names, states and codes', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Answers and callbacks signed like requests; an answer carries the nonce of its question', certainty: 'sandbox convention', source: 'not public' },
    { fact: 'Same order and refund numbers may be repeated; acknowledgement is status 200; retry schedule of callbacks', certainty: 'sandbox convention', source: 'not public' },
    { fact: 'Layout of the day file', certainty: 'sandbox convention', source: 'not public' },
    { fact: 'Refund window, limits, fee', certainty: 'D', source: 'contract terms, adjustable' },
  ],
};
