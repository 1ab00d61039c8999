/** UnionPay's QR aggregation (QRA) as seen from the merchant: one gateway address, the phone that scans, callbacks for payments only. */
import type { Bank } from '../../bank/bank';
import { newRsaKey, seededDigits, seededHex } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { bill, close, native, paidFields, payerPath, query, queryRefund, refund } from './trade';
import { failure, fieldsIn, signFields, unsigned, verifyRequest, xmlOf, type Asked } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [15_000, MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];

const SERVICES: Readonly<Record<string, (asked: Asked) => Promise<Reply>>> = {
  'unified.trade.native': native,
  'unified.trade.query': query,
  'unified.trade.close': close,
  'unified.trade.refund': refund,
  'unified.trade.refundquery': queryRefund,
  'pay.bill.merchant': bill,
};

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/scan') {
    const code = /([0-9a-f]{20})$/.exec(request.query.get('code_url') ?? '');
    const order = code ? bank.orders.byToken(code[1]!) : undefined;
    return order?.channel === 'qra' ? redirect(payerPath(order)) : html(resultPage('not-found', request.lang), 404);
  }
  if (path.startsWith('/pay/') && path !== '/pay/gateway') return payerPageFor(bank, 'qra', request, path.slice('/pay/'.length));
  if (path !== '/pay/gateway') return html(resultPage('not-found', request.lang), 404);
  const fields = fieldsIn(request.body.toString('utf8'));
  const merchant = bank.merchants.byNo('qra', fields.mch_id ?? '');
  if (!merchant) return unsigned('商户不存在');
  const asked: Asked = { bank, merchant, fields };
  if (!verifyRequest(merchant, fields)) return failure(asked, 'SIGNERROR', '验签失败');
  const service = SERVICES[fields.service ?? ''];
  return service ? service(asked) : failure(asked, 'PARAMERROR', '不存在的接口');
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const [merchantKey, platformKey] = await Promise.all([newRsaKey(), newRsaKey()]);
  const mchId = input.merchantNo ?? `QRA${seededDigits(12, seed, 'qra-mch', input.merchantName)}`;
  return {
    lookupKey: mchId,
    merchant: {
      channel: 'qra',
      merchantNo: mchId,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: { mchId, signType: 'MD5', platformPublicKeyPem: platformKey.publicPem },
      secrets: { key: seededHex(seed, 'qra-key', input.merchantName).slice(0, 32), merchantPrivateKeyPem: merchantKey.privatePem },
      keeps: { publicPem: merchantKey.publicPem, platformPrivatePem: platformKey.privatePem },
    },
  };
}

export const qraSim: ChannelSim = {
  code: 'qra',
  name: { zh: '云闪付扫码', en: 'UnionPay QR' },
  colour: '#b0322b',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: true,
  refundNotifies: false,
  refundFailureNotifies: false,
  failureIsFinal: false,
  failureNotifies: false,
  cutOff: '24:00',
  feeBps: 38n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => ({
    version: '2.0',
    charset: 'UTF-8',
    status: '0',
    result_code: '0',
    pay_result: '0',
    mch_id: merchant.merchantNo,
    nonce_str: order.token,
    sign_type: (JSON.parse(order.request) as { signType?: string }).signType ?? 'MD5',
    ...paidFields(order, amountFen),
  }),
  refundContent: () => ({}),
  async sign(bank, merchant, _delivery, content, forged) {
    const body = xmlOf(await signFields(bank, merchant, content, content.sign_type ?? 'MD5', forged));
    return { headers: { 'Content-Type': 'text/xml; charset=UTF-8' }, body };
  },
  acknowledges: (status, body) => status === 200 && body === 'success',
  payerPage: payerPath,
  afterPaying: async (_bank, _merchant, order, lang) => html(resultPage('paid', lang, order)),
  statement: (merchant, date, lines, how) => dayFile({ title: '银联QRA商户日账单', unit: 'fen', encoding: 'utf-8', stem: 'QRA' }, merchant, date, lines, how),
};
