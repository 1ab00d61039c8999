import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const psbcCapabilities: Capabilities = {
  channel: 'psbc',
  name: { zh: '邮储银行', en: 'Postal Savings Bank' },
  method: 'bank',
  create: 'form',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 1, maxLength: 28, alphabet: 'alnum' },
  createCallsBank: false,
  close: 'expires-only',
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 180, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: true, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'psbc-day' },
  feeBps: 20,
  sources: [
    { fact: 'Form of transName, Plain, Signature; Plain is k=v joined by |', certainty: 'C', source: 'noob9527/psbc-sdk' },
    { fact: 'IPER personal payment, IPSR refund; TermSsn, MercCode, MercDtTm, TranAmt, LimitTime in minutes, MercUrl percent-encoded', certainty: 'C', source: 'noob9527/psbc-sdk' },
    { fact: 'A refund names OAcqSsn and OSttDate of the original; its result comes to the original address', certainty: 'C', source: 'noob9527/psbc-sdk' },
    { fact: 'RSA by the bank\'s jar; which digest is not public', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Orders cannot be closed: LimitTime lets them lapse', certainty: 'D', source: 'general knowledge' },
    { fact: 'Query, refund query, file, states, codes, nonce in answers, return address, acknowledgement, retry schedule, layout of the day file', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Length of TermSsn, refund window, limits, fee', certainty: 'D', source: 'contract terms, adjustable' },
  ],
};
