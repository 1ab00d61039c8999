/** UnionPay online (ACP 5.1.0) as seen from the merchant. */
import type { Bank } from '../../bank/bank';
import { newRsaKey, seededDigits } from '../../bank/crypto';
import { formOf, html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { escaped } from '../../bank/text';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { page } from '../../pages/layout';
import { file } from './file';
import { code, front, payerPath, paymentFields, query, refundFields, tokenIn } from './orders';
import { back } from './refunds';
import { unionpayStatement } from './statement';
import { CUT_OFF, messageOf, papersFor, plainReply, signFields, verifyRequest } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [MIN, 2 * MIN, 4 * MIN, 15 * MIN, 60 * MIN, 6 * 60 * MIN];

const TRADES = new Map([
  ['/gateway/api/backTransReq.do', back],
  ['/gateway/api/queryTrans.do', query],
  ['/file', file],
  ['/file/', file],
]);

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/scan') {
    const order = bank.orders.byToken(tokenIn(request.query.get('code_url') ?? ''));
    return order?.channel === 'unionpay' ? redirect(payerPath(order)) : html(resultPage('not-found', request.lang), 404);
  }
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'unionpay', request, path.slice('/pay/'.length));
  const isFront = path === '/gateway/api/frontTransReq.do';
  const posted = formOf(request);
  const trade = path.endsWith('backTransReq.do') && posted.txnType === '01' ? code : TRADES.get(path);
  if (request.method !== 'POST' || (!isFront && !trade)) return html(resultPage('not-found', request.lang), 404);
  const fields = posted;
  const refuse = (code: string) => (isFront ? html(resultPage('refused', request.lang), 400) : plainReply(bank, fields, code));
  const merchant = bank.merchants.byNo('unionpay', fields.merId ?? '');
  if (!merchant) return refuse('31');
  if (!verifyRequest(merchant, fields)) return refuse('11');
  return isFront ? front(bank, merchant, request, fields) : trade!(bank, merchant, fields);
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const key = await newRsaKey();
  const merId = input.merchantNo ?? `777290${seededDigits(9, seed, 'unionpay-mer', input.merchantName)}`;
  return {
    lookupKey: merId,
    merchant: {
      channel: 'unionpay',
      merchantNo: merId,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: {
        merId,
        certId: `6${seededDigits(10, seed, 'unionpay-cert', input.merchantName)}`,
        rootCertPem: bank.keys.unionpayRoot.certificatePem,
        signCertCn: bank.keys.unionpaySign.commonName,
      },
      secrets: { merchantPrivateKeyPem: key.privatePem },
      keeps: { publicPem: key.publicPem },
    },
  };
}

const common = (merId: string) => ({ version: '5.1.0', encoding: 'UTF-8', bizType: '000201', accessType: '0', merId });

export const unionpaySim: ChannelSim = {
  code: 'unionpay',
  name: { zh: '银联在线支付', en: 'UnionPay Online' },
  colour: '#0a6b72',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: true,
  refundNotifies: true,
  refundFailureNotifies: true,
  failureIsFinal: true,
  failureNotifies: false,
  cutOff: CUT_OFF,
  feeBps: 60n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => ({
    ...common(merchant.merchantNo),
    txnType: '01',
    txnSubType: (JSON.parse(order.request) as { txnSubType?: string }).txnSubType ?? '01',
    orderId: order.orderNo,
    txnTime: order.txnTime,
    respCode: '00',
    respMsg: messageOf('00'),
    ...paymentFields(order, amountFen),
  }),
  refundContent: (_bank, merchant, order, refund, amountFen) => {
    const asked = JSON.parse(refund.request) as { txnType?: string; txnSubType?: string; reqReserved?: string };
    const code = refund.status === 'failed' ? '01' : '00';
    return {
      ...common(merchant.merchantNo),
      txnType: asked.txnType ?? '04',
      txnSubType: asked.txnSubType ?? '00',
      orderId: refund.refundNo,
      txnTime: refund.txnTime,
      respCode: code,
      respMsg: messageOf(code),
      ...(asked.reqReserved && { reqReserved: asked.reqReserved }),
      ...refundFields(order, refund, amountFen),
    };
  },
  async sign(bank, _merchant, { variant }, content, forged) {
    const body = new URLSearchParams(await signFields(bank, content, papersFor(bank, variant, forged))).toString();
    return { headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' }, body };
  },
  acknowledges: (status) => status === 200,
  payerPage: payerPath,
  /** The browser posts the signed result to frontUrl; arriving there proves nothing. */
  async afterPaying(bank, merchant, order, lang) {
    if (order.returnUrl === '') return html(resultPage('paid', lang, order));
    const fields = await signFields(bank, unionpaySim.payContent(bank, merchant, order, BigInt(order.amount)));
    const inputs = Object.entries(fields)
      .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
      .join('');
    return html(
      page({
        lang,
        title: unionpaySim.name[lang],
        colour: unionpaySim.colour,
        body:
          `<section class="card"><h1 class="good">支付成功 Paid</h1>` +
          `<form id="back" method="post" action="${escaped(order.returnUrl)}">${inputs}` +
          '<button class="primary">返回商户 Back to the merchant</button></form></section>',
        script: "document.getElementById('back').submit()",
      }),
    );
  },
  statement: unionpayStatement,
};
