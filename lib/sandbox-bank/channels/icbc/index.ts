/** ICBC's open platform as seen from the merchant: the hosted page, the API, callbacks that tell failures too and want a signed answer. */
import type { Bank } from '../../bank/bank';
import { bankDateTime } from '../../bank/clock';
import { newRsaKey, rsaSign, seededDigits } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { formOf, html, redirect, type Incoming, type Reply } from '../../bank/http';
import { refundedFen } from '../../bank/ledger';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { fileAt, rsaKeyOf } from '../flows';
import { OPERATIONS, openPage, orderView, PAGE_PATH, payerPath, type Content } from './operations';
import { acknowledged, refuse, signText, verifyRequest } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [MIN, 2 * MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];
const DAY_FILE = { title: '工商银行聚合支付对账单', unit: 'fen', encoding: 'gb18030', stem: 'ICBC_AGG' } as const;

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/file') return fileAt(bank, 'icbc', request);
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'icbc', request, path.slice('/pay/'.length));
  const page = path === PAGE_PATH;
  const operation = OPERATIONS.get(path);
  if ((!operation && !page) || request.method !== 'POST') return html(resultPage('not-found', request.lang), 404);
  const fields = formOf(request);
  const no = (code: string, message: string) => (page ? html(resultPage('refused', request.lang), 400) : refuse(bank, code, message));
  const merchant = bank.merchants.byLookup('icbc', fields.app_id ?? '');
  if (!merchant || !/^[\w-]{1,40}$/.test(fields.msg_id ?? '')) return no('400011', '参数错误');
  if (!verifyRequest(path, fields, merchant.keeps.publicPem!)) return no('400017', '签名校验失败');
  let content: Content;
  try {
    content = JSON.parse(fields.biz_content ?? '') as Content;
  } catch {
    return no('400011', 'biz_content有误');
  }
  if (page) return openPage(bank, merchant, request, content);
  if (content['mer_id'] !== merchant.merchantNo) return no('400011', 'mer_id有误');
  return operation!(bank, merchant, content, request);
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const key = await newRsaKey();
  const digits = (length: number, what: string) => seededDigits(length, seed, `icbc-${what}`, input.merchantName);
  const merId = input.merchantNo ?? `0200${digits(12, 'merchant')}`;
  const appId = `1${digits(19, 'app')}`;
  return {
    lookupKey: appId,
    merchant: {
      channel: 'icbc', merchantNo: merId, merchantName: input.merchantName, notifyUrl: input.notifyUrl,
      config: { appId, merId, merPrtclNo: `${merId}0201`, gatewayPublicKeyPem: (await rsaKeyOf(bank, 'icbc')).publicPem },
      secrets: { merchantPrivateKeyPem: key.privatePem },
      keeps: { publicPem: key.publicPem },
    },
  };
}

export const icbcSim: ChannelSim = {
  code: 'icbc',
  name: { zh: '中国工商银行', en: 'ICBC' },
  colour: '#a3151c',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: false,
  refundNotifies: false,
  refundFailureNotifies: false,
  failureIsFinal: true,
  failureNotifies: true,
  cutOff: '24:00',
  feeBps: 30n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => {
    const paid = order.paidAt !== null;
    return {
      return_code: paid ? '0' : '1', return_msg: paid ? 'success' : 'failed', msg_id: order.token,
      ...orderView(merchant, order, paid ? 'paid' : 'failed', amountFen),
    };
  },
  refundContent: (bank, merchant, order) => ({ ...orderView(merchant, order, 'paid', BigInt(order.amount)), refunded: refundedFen(bank, order).toString() }),
  async sign(bank, merchant, delivery, content, forged) {
    const path = delivery.url.replace(/^https?:\/\/[^/]+/, '');
    const key = forged ? bank.keys.forger.privatePem : (await rsaKeyOf(bank, 'icbc')).privatePem;
    const fields = {
      from: 'icbc-api', api: '/cardbusiness/aggregatepay/b2c/online/consumepurchase/V1', app_id: String(merchant.config.appId), charset: 'UTF-8',
      format: 'json', timestamp: bankDateTime(bank.clock.wire()), biz_content: JSON.stringify(content), sign_type: 'RSA',
    };
    const sign = (await rsaSign('sha1', signText(path, fields), key)).toString('base64');
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ ...fields, sign }).toString() };
  },
  acknowledges: (status, body, merchant) => status === 200 && acknowledged(body, merchant.keeps.publicPem!),
  payerPage: payerPath,
  afterPaying: async (_bank, _merchant, order, lang) => (order.returnUrl === '' ? html(resultPage('paid', lang, order)) : redirect(order.returnUrl)),
  statement: (merchant, date, lines, how) => dayFile(DAY_FILE, merchant, date, lines, how),
};
