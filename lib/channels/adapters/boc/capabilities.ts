import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const bocCapabilities: Capabilities = {
  channel: 'boc',
  name: { zh: '中国银行', en: 'Bank of China' },
  method: 'bank',
  create: 'form',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 1, maxLength: 19, alphabet: 'alnum' },
  createCallsBank: false,
  close: 'expires-only',
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 180, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: false, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'boc-day' },
  feeBps: 30,
  sources: [
    { fact: 'signData is base64 of a detached PKCS#7 (SHA-1, certificate inside) over values joined by |', certainty: 'A', source: 'public bank sample' },
    { fact: 'Signed orders of create, query (colon), callback, refund answer and file ticket', certainty: 'B', source: 'public implementations' },
    { fact: 'Form to RecvOrder.do: payType 1, orderNo up to 19, curCode 001, yuan, orderTimeoutDate', certainty: 'B', source: 'public implementations' },
    { fact: 'orderStatus 0 not handled, 1 paid, 4 unknown, 5 failed', certainty: 'C', source: 'one public implementation' },
    { fact: 'mRefundSeq makes a repeated refund the same one', certainty: 'B', source: 'public implementations' },
    { fact: 'dealStatus 0 is done, others failed or unknown', certainty: 'C', source: 'one public implementation; the others in the profile' },
    { fact: 'hdlSts A done, B refused, K unknown; names CommonQueryOrder.do and RefundOrder.do', certainty: 'D', source: 'general knowledge, paths in the profile' },
    { fact: 'Orders cannot be closed: orderTimeoutDate lets them lapse', certainty: 'D', source: 'general knowledge' },
    { fact: 'Signed header with nonce, refund query, return codes, layout of the day file, acknowledgement body', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Refund window, limits, fee', certainty: 'D', source: 'contract terms, adjustable' },
  ],
};
