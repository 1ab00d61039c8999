import type { Capabilities } from '../../port';

const LIFETIME_MS = 30 * 60_000;

export const bocomCapabilities: Capabilities = {
  channel: 'bocom',
  name: { zh: '交通银行', en: 'Bank of Communications' },
  method: 'bank',
  create: 'qr',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 100_000_000n,
  orderNo: { minLength: 1, maxLength: 32, alphabet: 'alnum' },
  createCallsBank: true,
  close: 'supported',
  payableOnlyByAnswer: true,
  orderLifetimeMs: LIFETIME_MS,
  notFoundGraceMs: LIFETIME_MS + 2 * 60_000,
  queryScheduleMs: [5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 180, partial: true, maxCount: null, minIntervalMs: 0, asynchronous: true, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'bocom-mpng-day' },
  feeBps: 30,
  sources: [
    { fact: 'The code of the answer is the only way to pay an order of this scene', certainty: 'sandbox convention', source: 'account profile' },
    { fact: 'Fields app_id, msg_id, timestamp, fmt_type, charset, biz_content with req_head and req_body; RSA2 signature', certainty: 'B', source: 'SDK DefaultBocomClient in public repositories' },
    { fact: 'Signed text is PATH?sorted fields', certainty: 'D', source: 'the same shape as ICBC' },
    { fact: 'Answer rsp_biz_content with rsp_head response_code, response_status S F P, and rsp_body', certainty: 'C', source: 'public implementation; S F P [D]' },
    { fact: 'MPNG210005 order, MPNG020702 query, 020701 refund, 020703 refund query, 020705 close', certainty: 'B', source: 'public implementations' },
    { fact: 'Keys mer_ptc_id and pay_mer_tran_no with mer_trade_date, needed to query; amounts in yuan', certainty: 'C', source: 'public implementation' },
    { fact: 'notify_url is written appId@url', certainty: 'C', source: 'public implementation' },
    { fact: 'order_status INITIAL WAITPAY PAIED REFUNDED REFUNDALL CLOSED, tran_state PROCESS SUCCESS FAILURE', certainty: 'D', source: 'general knowledge' },
    { fact: 'A callback is signed by the bank and encrypted to the merchant', certainty: 'C', source: 'public implementation' },
    { fact: 'Envelope of the callback, its acknowledgement, scene of the QR order, response codes, the day file', certainty: 'sandbox convention', source: 'account profile and README' },
    { fact: 'Refund window, count and fee', certainty: 'D', source: 'contract terms, adjustable' },
  ],
};
