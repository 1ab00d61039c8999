import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;
const CONVENTION = 'own interface, in the manner of public wallet interfaces';

export const walletCapabilities: Capabilities = {
  channel: 'wallet',
  name: { zh: '八方钱包', en: 'Bafang Wallet' },
  method: 'wallet',
  create: 'redirect',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 5_000_000n,
  orderNo: { minLength: 6, maxLength: 40, alphabet: 'alnum' },
  createCallsBank: true,
  close: 'supported',
  payableOnlyByAnswer: true,
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: 60_000,
  queryScheduleMs: [2_000, 4_000, 8_000, 16_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 365, partial: true, maxCount: 50, minIntervalMs: 0, asynchronous: false, onUnknown: 'same-number' },
  statement: { earliestHour: 8, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'wallet-day' },
  feeBps: 0,
  sources: [
    { fact: 'The address of the answer is the only way to pay: an order is in no list of the wallet', certainty: 'sandbox convention', source: CONVENTION },
    { fact: 'HMAC-SHA256 over method, path, time, nonce and body; answers also over status and the nonce asked with', certainty: 'sandbox convention', source: CONVENTION },
    { fact: 'Same order number and amount is the same order; another amount is refused', certainty: 'sandbox convention', source: CONVENTION },
    { fact: 'Same refund number and amount is the same refund', certainty: 'sandbox convention', source: CONVENTION },
    { fact: 'Callback answered with 200 and success; sent again after 15 s, 1, 5, 15 min, 1 h, 6 h', certainty: 'sandbox convention', source: CONVENTION },
    { fact: 'Day file of eight columns, amounts in fen, the day ends at midnight', certainty: 'sandbox convention', source: CONVENTION },
    { fact: 'Single order up to 50,000 yuan, refund within 365 days, no fee', certainty: 'sandbox convention', source: 'adjustable' },
  ],
};
