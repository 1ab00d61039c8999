/** Postal Savings Bank's old paygate as seen from the merchant: one address, the payer's page, signed callbacks. */
import type { Bank } from '../../bank/bank';
import { newRsaKey, seededDigits } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { answer, formOf, html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { rsaKeyOf } from '../flows';
import { file, orderFields, payerPath, payment, query, queryRefund, refund, refundFields } from './trade';
import { fieldsIn, isSigned, signedBody, tell, type Asked } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [MIN, 2 * MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];

const TRADES: Readonly<Record<string, (asked: Asked) => Promise<Reply>>> = { IPQR: query, IPSR: refund, IPQS: queryRefund, IPDF: file };

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'psbc', request, path.slice('/pay/'.length));
  if (request.method !== 'POST' || path !== '/psbcpay/main') return html(resultPage('not-found', request.lang), 404);
  const { transName = '', Plain = '', Signature = '' } = formOf(request);
  const fields = fieldsIn(Plain);
  const merchant = bank.merchants.byNo('psbc', fields.MercCode ?? '');
  const page = transName === 'IPER' || transName === 'WPER';
  if (!merchant) return page ? html(resultPage('refused', request.lang), 400) : answer(400, 'merchant', { 'content-type': 'text/plain' });
  const asked: Asked = { bank, merchant, fields };
  if (!isSigned(merchant, Plain, Signature)) return page ? html(resultPage('refused', request.lang), 400) : tell(asked, 'PSB00401', { RespMsg: '验签失败' });
  if (page) return payment(asked, request);
  const trade = TRADES[transName];
  return trade ? trade(asked) : tell(asked, 'PSB00400', { RespMsg: '不存在的交易' });
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const [own, key] = await Promise.all([rsaKeyOf(bank, 'psbc'), newRsaKey()]);
  const mercCode = input.merchantNo ?? `100${seededDigits(9, bank.options.seed, 'psbc-merchant', input.merchantName)}`;
  return {
    lookupKey: mercCode,
    merchant: {
      channel: 'psbc',
      merchantNo: mercCode,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: { mercCode, bankPublicKeyPem: own.publicPem },
      secrets: { merchantPrivateKeyPem: key.privatePem },
      keeps: { publicPem: key.publicPem },
    },
  };
}

export const psbcSim: ChannelSim = {
  code: 'psbc',
  name: { zh: '邮储银行', en: 'Postal Savings Bank' },
  colour: '#006b45',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: true,
  refundNotifies: true,
  refundFailureNotifies: true,
  failureIsFinal: true,
  failureNotifies: true,
  cutOff: '24:00',
  feeBps: 20n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => orderFields(merchant, order, order.paidAt === null ? 'failed' : 'paid', amountFen),
  refundContent: (_bank, merchant, order, made, amountFen) => refundFields(merchant, order, made, amountFen),
  async sign(bank, _merchant, _delivery, content, forged) {
    return { headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' }, body: await signedBody(bank, content, forged) };
  },
  acknowledges: (status) => status === 200,
  payerPage: payerPath,
  async afterPaying(_bank, _merchant, order, lang) {
    return order.returnUrl === '' ? html(resultPage('paid', lang, order)) : redirect(order.returnUrl);
  },
  statement: (merchant, date, lines, how) => dayFile({ title: '邮储银行商户对账文件', unit: 'yuan', encoding: 'gb18030', stem: 'PSBC' }, merchant, date, lines, how),
};
