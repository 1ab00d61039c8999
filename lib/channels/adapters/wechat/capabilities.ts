import type { Capabilities } from '../../port';

export const wechatCapabilities: Capabilities = {
  channel: 'wechat',
  name: { zh: '微信支付', en: 'WeChat Pay' },
  method: 'wechat',
  create: 'qr',
  currencies: ['CNY'],
  minMinor: 1n,
  maxMinor: 10_000_000n,
  orderNo: { minLength: 6, maxLength: 32, alphabet: 'alnum-dash' },
  createCallsBank: true,
  close: 'supported',
  payableOnlyByAnswer: true,
  orderLifetimeMs: 30 * 60_000,
  notFoundGraceMs: 60_000,
  queryScheduleMs: [3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000],
  refund: { windowDays: 365, partial: true, maxCount: 50, minIntervalMs: 60_000, asynchronous: true, onUnknown: 'same-number' },
  statement: { earliestHour: 10, timeZone: 'Asia/Shanghai', cutOff: '24:00', readerId: 'wechat-tradebill' },
  feeBps: 60,
  sources: [
    { fact: 'code_url of the answer is the only way to pay a Native order', certainty: 'A', source: 'wechatpay-openapi' },
    {
      fact: 'Authorization and callback signatures, AEAD_AES_256_GCM, serial choice, 5 minute skew',
      certainty: 'A',
      source: 'wechatpay-go, wechatpay-skills',
    },
    {
      fact: 'Order number 6 to 32 characters; code_url lives 2 hours (we let orders live 30 minutes)',
      certainty: 'A',
      source: 'wechatpay-openapi',
    },
    { fact: 'Close answers 204; a paid order answers ORDERPAID', certainty: 'A', source: 'wechatpay-skills' },
    { fact: 'Refunds: one year, at most 50 per order, same number when unknown', certainty: 'A', source: 'wechatpay-skills' },
    { fact: 'One minute between partial refunds of one order', certainty: 'D', source: 'general knowledge, adjustable' },
    { fact: 'Single order limit 100,000 yuan', certainty: 'D', source: 'general knowledge, adjustable by contract' },
    {
      fact: 'Bill from 10:00 next day, SHA-1 over the uncompressed file, download answer unsigned',
      certainty: 'A',
      source: 'pay.weixin.qq.com download-bill',
    },
    { fact: 'Fee 0.6 %', certainty: 'D', source: 'general knowledge; the bill carries the real fee per row' },
  ],
};
