/** BOC's B2C portal as seen from the merchant. */
import type { Bank } from '../../bank/bank';
import { newRsaKey, seededDigits } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { answer, formOf, html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { issueCertificate } from '../../bank/x509';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { fileAt } from '../flows';
import { orderFields, payerPath, queryOrder, queryRefund, receiveOrder, refundOrder, ticket } from './trade';
import { bars, papersFor, portalKeys, SIGN_CN, signBars, type Asked } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [MIN, 2 * MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];

const TRADES: Readonly<Record<string, (asked: Asked, request: Incoming) => Promise<Reply> | Reply>> = {
  '/PGWPortal/RecvOrder.do': receiveOrder,
  '/PGWPortal/CommonQueryOrder.do': queryOrder,
  '/PGWPortal/RefundOrder.do': refundOrder,
  '/PGWPortal/CommonQueryRefund.do': queryRefund,
  '/PGWPortal/GetTicket.do': ticket,
};

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'boc', request, path.slice('/pay/'.length));
  if (path === '/file') return fileAt(bank, 'boc', { ...request, query: new URLSearchParams({ token: request.query.get('ticketId') ?? '' }) });
  const trade = TRADES[path];
  if (request.method !== 'POST' || !trade) return html(resultPage('not-found', request.lang), 404);
  const fields = formOf(request);
  const merchant = bank.merchants.byNo('boc', fields.merchantNo ?? '');
  if (merchant) return trade({ bank, merchant, fields }, request);
  return path.endsWith('RecvOrder.do') ? html(resultPage('refused', request.lang), 400) : answer(400, 'merchant', { 'content-type': 'text/plain' });
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const [{ root }, key] = await Promise.all([portalKeys(bank), newRsaKey()]);
  const merchantNo = input.merchantNo ?? `104${seededDigits(12, seed, 'boc-merchant', input.merchantName)}`;
  const serial = BigInt(`1${seededDigits(9, seed, 'boc-serial', input.merchantName)}`);
  return {
    lookupKey: merchantNo,
    merchant: {
      channel: 'boc',
      merchantNo,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: {
        merchantNo,
        merchantCertPem: issueCertificate({ issuer: root, commonName: `merchant ${merchantNo}`, publicPem: key.publicPem, serial }),
        rootCertPem: root.certificatePem,
        signCertCn: SIGN_CN,
      },
      secrets: { merchantPrivateKeyPem: key.privatePem },
      keeps: {},
    },
  };
}

export const bocSim: ChannelSim = {
  code: 'boc',
  name: { zh: '中国银行', en: 'Bank of China' },
  colour: '#a71930',
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
  payContent: (_bank, merchant, order, amountFen) => ({ ...orderFields(merchant, order, order.paidAt === null ? '5' : '1', amountFen), bankTranSeq: order.tradeNo }),
  refundContent: () => ({}),
  async sign(bank, _merchant, { variant }, content, forged) {
    const { merchantNo, orderNo, orderSeq, cardTyp, payTime, orderStatus, payAmount } = content;
    const text = bars(merchantNo, orderNo, orderSeq, cardTyp, payTime, orderStatus, payAmount);
    const signData = await signBars(bank, text, await papersFor(bank, variant, forged));
    return {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: new URLSearchParams({ ...content, signData }).toString(),
    };
  },
  acknowledges: (status) => status === 200,
  payerPage: payerPath,
  async afterPaying(_bank, _merchant, order, lang) {
    return order.returnUrl === '' ? html(resultPage('paid', lang, order)) : redirect(order.returnUrl);
  },
  statement: (merchant, date, lines, how) => dayFile({ title: '中国银行商户对账文件', unit: 'yuan', encoding: 'gb18030', stem: 'BOC' }, merchant, date, lines, how),
};
