import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;
const DOCUMENT = 'CMB 聚合收单 interface document V3.3.5';

export const cmbCapabilities: Capabilities = {
  channel: 'cmb',
  name: { zh: '招商银行', en: 'China Merchants Bank' },
  method: 'bank',
  create: 'qr',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 1, maxLength: 32, alphabet: 'alnum' },
  createCallsBank: true,
  createOnUnknown: 'new-number',
  close: 'supported',
  payableOnlyByAnswer: true,
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 365, partial: true, maxCount: 50, minIntervalMs: 0, asynchronous: true, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'cmb-polypay-bill' },
  feeBps: 25,
  sources: [
    { fact: 'The code of a lost answer was shown to nobody and is replaced by an order with a new number', certainty: 'A', source: `${DOCUMENT} appendix 4` },
    { fact: 'SM2 with SM3, ASN.1, base64, user id 1234567812345678, over sorted fields without sign', certainty: 'A', source: `${DOCUMENT} 2.4.1` },
    { fact: 'A synchronous answer holding slashes is signed with the slashes escaped', certainty: 'A', source: `${DOCUMENT} 2.4.1.2` },
    { fact: 'Header apisign: MD5 over appid, secret, sign and timestamp', certainty: 'A', source: `${DOCUMENT} 2.4.3, vector` },
    { fact: 'Amounts in fen, also in the day file', certainty: 'A', source: `${DOCUMENT} 2.3` },
    { fact: 'returnCode FAIL, SYSTERM_ERROR and timeouts are unknown', certainty: 'A', source: `${DOCUMENT} 2.2` },
    { fact: 'After an unclear qrcodeapply a new number is used; refunds repeat the same number', certainty: 'A', source: `${DOCUMENT} appendix 4` },
    { fact: 'Acknowledgement: returnCode and respCode SUCCESS, signed; else resent', certainty: 'A', source: `${DOCUMENT} 2.5` },
    { fact: 'tradeState S F P D', certainty: 'A', source: DOCUMENT },
    { fact: 'tradeState C (closed)', certainty: 'D', source: 'general knowledge' },
    { fact: 'Refund count and window follow the wallet that paid', certainty: 'D', source: 'general knowledge, adjustable' },
    { fact: 'Columns of the day file, codes of close and of an empty day', certainty: 'sandbox convention', source: 'account profile and reader' },
  ],
};
