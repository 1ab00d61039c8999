/** BOCOM's open platform as seen from the merchant: MPNG transactions, a code to scan, callbacks sealed to the merchant. */
import type { Bank } from '../../bank/bank';
import { bankDateTime } from '../../bank/clock';
import { newRsaKey, rsaSign, seededDigits } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { formOf, html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { rsaKeyOf } from '../flows';
import { orderView, refundView, TRANSACTIONS, type Body } from './operations';
import { refuse, sealed, signText, verifyRequest } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [MIN, 2 * MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];
const DAY_FILE = { title: '交通银行聚合收单对账单', unit: 'yuan', encoding: 'utf-8', stem: 'BOCOM_MPNG' } as const;

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'bocom', request, path.slice('/pay/'.length));
  if (path === '/scan') {
    const token = /\/bocom\/pay\/([0-9a-f]{20})$/.exec(request.query.get('code_url') ?? '');
    return token ? redirect(`/bocom/pay/${token[1]!}`) : html(resultPage('not-found', request.lang), 404);
  }
  const transaction = TRANSACTIONS.get(/^\/api\/pmssMpng\/(\w+)\/v1$/.exec(path)?.[1] ?? '');
  if (!transaction || request.method !== 'POST') return html(resultPage('not-found', request.lang), 404);
  const fields = formOf(request);
  const merchant = bank.merchants.byLookup('bocom', fields.app_id ?? '');
  if (!merchant || !/^\w{1,64}$/.test(fields.msg_id ?? '')) return refuse(bank, 'MPNG4001', '请求参数有误');
  if (!verifyRequest(path, fields, merchant.keeps.publicPem!)) return refuse(bank, 'MPNG4002', '验签失败');
  let body: Body;
  try {
    body = (JSON.parse(fields.biz_content ?? '') as { req_body?: Body }).req_body ?? {};
  } catch {
    return refuse(bank, 'MPNG4001', 'biz_content有误');
  }
  if (body['mer_ptc_id'] !== merchant.merchantNo) return refuse(bank, 'MPNG4001', 'mer_ptc_id有误');
  return transaction(bank, merchant, body, request);
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const key = await newRsaKey();
  const digits = (length: number, what: string) => seededDigits(length, seed, `bocom-${what}`, input.merchantName);
  const merPtcId = input.merchantNo ?? `131${digits(12, 'merchant')}`;
  const appId = `app2026${digits(12, 'app')}`;
  return {
    lookupKey: appId,
    merchant: {
      channel: 'bocom', merchantNo: merPtcId, merchantName: input.merchantName, notifyUrl: input.notifyUrl,
      config: { appId, merPtcId, bankPublicKeyPem: (await rsaKeyOf(bank, 'bocom')).publicPem },
      secrets: { merchantPrivateKeyPem: key.privatePem },
      keeps: { publicPem: key.publicPem },
    },
  };
}

export const bocomSim: ChannelSim = {
  code: 'bocom',
  name: { zh: '交通银行', en: 'Bank of Communications' },
  colour: '#1d3a7a',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: true,
  refundNotifies: true,
  refundFailureNotifies: true,
  failureIsFinal: false,
  failureNotifies: false,
  cutOff: '24:00',
  feeBps: 30n,
  onboard,
  handle,
  payContent: (bank, merchant, order, amountFen) => ({ notify_type: 'PAY', ...orderView(bank, merchant, order, 'paid', amountFen) }),
  refundContent: (_bank, merchant, order, refund, amountFen) => ({ notify_type: 'REFUND', ...refundView(merchant, order, refund, amountFen) }),
  async sign(bank, merchant, delivery, content, forged) {
    const appId = String(merchant.config.appId);
    const path = new URL(delivery.url).pathname;
    const key = forged ? bank.keys.forger.privatePem : (await rsaKeyOf(bank, 'bocom')).privatePem;
    const fields: Record<string, string> = {
      app_id: appId, msg_id: `N${delivery.id}`, timestamp: bankDateTime(bank.clock.wire()), ...sealed(content, appId, merchant.keeps.publicPem!), sign_type: 'RSA2',
    };
    const sign = (await rsaSign('sha256', signText(path, fields), key)).toString('base64');
    return { headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify({ ...fields, sign }) };
  },
  acknowledges: (status, body) => status === 200 && /^\{"return_code":"SUCCESS"\}$/.test(body),
  payerPage: (order) => `/bocom/pay/${order.token}`,
  afterPaying: async (_bank, _merchant, order, lang) => html(resultPage('paid', lang, order)),
  statement: (merchant, date, lines, how) => dayFile(DAY_FILE, merchant, date, lines, how),
};
