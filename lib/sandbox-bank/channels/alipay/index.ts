/** Alipay as seen from the merchant: one gateway address, the cashier page, callbacks. */
import type { Bank } from '../../bank/bank';
import { bankDateTime } from '../../bank/clock';
import { newRsaKey, seededDigits } from '../../bank/crypto';
import { formOf, html, redirect, type Incoming, type Reply } from '../../bank/http';
import { refundedFen } from '../../bank/ledger';
import type { CallbackContent, ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { yuan } from '../../bank/text';
import type { Merchant, Order } from '../../bank/types';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { downloadBill, requestBill } from './bill';
import { tokenIn } from './code';
import { buyerId, closeTrade, pagePay, payerPath, queryTrade } from './orders';
import { queryRefund, refundTrade } from './refunds';
import { rest } from './rest';
import { alipayStatement } from './statement';
import { callerError, signOutbound, verifyRequest } from './wire';

const MIN = 60_000;
const H = 60 * MIN;
/** Eight sends within about 25 hours: the first at once, then these. */
const RETRIES = [4 * MIN, 10 * MIN, 10 * MIN, H, 2 * H, 6 * H, 15 * H];
const PAGES = new Set(['alipay.trade.page.pay', 'alipay.trade.wap.pay']);

async function gateway(bank: Bank, request: Incoming): Promise<Reply> {
  const fields = formOf(request);
  const method = fields.method ?? '';
  const page = PAGES.has(method);
  const refuse = (code: string, subCode: string, subMsg: string) =>
    page ? html(resultPage('refused', request.lang), 400) : callerError(bank, method || 'error', code, subCode, subMsg);
  if (!/^alipay(\.[a-z]+){2,6}$/.test(method)) return refuse('40002', 'isv.invalid-method', '不存在的方法名');
  const merchant = bank.merchants.byLookup('alipay', fields.app_id ?? '');
  if (!merchant) return refuse('40002', 'isv.invalid-app-id', '无效的AppID参数');
  if (fields.sign_type !== 'RSA2') return refuse('40002', 'isv.invalid-signature-type', '无效的签名类型');
  if (!verifyRequest(fields, merchant.keeps.publicPem!)) return refuse('40002', 'isv.invalid-signature', '验签出错');
  let biz: unknown;
  try {
    biz = JSON.parse(fields.biz_content ?? '');
  } catch {
    return refuse('40002', 'isv.invalid-parameter', 'biz_content不是合法的JSON');
  }
  if (page) return pagePay(bank, merchant, request, fields, biz);
  switch (method) {
    case 'alipay.trade.query':
      return queryTrade(bank, merchant, method, biz);
    case 'alipay.trade.close':
      return closeTrade(bank, merchant, method, biz);
    case 'alipay.trade.refund':
      return refundTrade(bank, merchant, method, biz, fields.notify_url ?? '');
    case 'alipay.trade.fastpay.refund.query':
      return queryRefund(bank, merchant, method, biz);
    case 'alipay.data.dataservice.bill.downloadurl.query':
      return requestBill(bank, merchant, request, method, biz);
    default:
      return refuse('40002', 'isv.invalid-method', '沙箱不提供此方法');
  }
}

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/gateway.do') return gateway(bank, request);
  if (path === '/billdownload') return downloadBill(bank, request);
  if (path.startsWith('/v3/')) return rest(bank, request, path);
  if (path === '/scan') {
    const order = bank.orders.byToken(tokenIn(request.query.get('code_url') ?? '') ?? '');
    return order?.channel === 'alipay' ? redirect(payerPath(order)) : html(resultPage('not-found', request.lang), 404);
  }
  if (path.startsWith('/cashier/')) return payerPageFor(bank, 'alipay', request, path.slice('/cashier/'.length));
  return html(resultPage('not-found', request.lang), 404);
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const key = await newRsaKey();
  const sellerId = input.merchantNo ?? `2088${seededDigits(12, seed, 'alipay-seller', input.merchantName)}`;
  const appId = `9021${seededDigits(12, seed, 'alipay-app', input.merchantName)}`;
  return {
    lookupKey: appId,
    merchant: {
      channel: 'alipay',
      merchantNo: sellerId,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: { appId, sellerId, alipayPublicKeyPem: bank.keys.alipay.publicPem },
      secrets: { appPrivateKeyPem: key.privatePem },
      keeps: { publicPem: key.publicPem },
    },
  };
}

function payContent(merchant: Merchant, order: Order, amountFen: bigint): CallbackContent {
  const total = yuan(amountFen);
  return {
    notify_type: 'trade_status_sync',
    notify_id: `${bankDateTime(order.paidAt!).slice(0, 10).replaceAll('-', '')}${order.token}`,
    charset: 'utf-8',
    version: '1.0',
    app_id: String(merchant.config.appId),
    auth_app_id: String(merchant.config.appId),
    trade_no: order.tradeNo,
    out_trade_no: order.orderNo,
    buyer_id: buyerId(order),
    seller_id: merchant.merchantNo,
    trade_status: 'TRADE_SUCCESS',
    total_amount: total,
    receipt_amount: total,
    invoice_amount: total,
    buyer_pay_amount: total,
    point_amount: '0.00',
    subject: order.subject,
    gmt_create: bankDateTime(order.createdAt),
    gmt_payment: bankDateTime(order.paidAt!),
    fund_bill_list: JSON.stringify([{ amount: total, fundChannel: 'ALIPAYACCOUNT' }]),
  };
}

export const alipaySim: ChannelSim = {
  code: 'alipay',
  name: { zh: '支付宝', en: 'Alipay' },
  colour: '#1467d6',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: false,
  refundNotifies: true,
  refundFailureNotifies: false,
  failureIsFinal: false,
  failureNotifies: false,
  cutOff: '24:00',
  feeBps: 60n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => payContent(merchant, order, amountFen),
  refundContent: (bank, merchant, order, refund, amountFen) => {
    const fee = refundedFen(bank, order) - BigInt(refund.amount) + amountFen;
    return {
      ...payContent(merchant, order, BigInt(order.amount)),
      notify_id: `${order.token}r${refund.id}`,
      refund_fee: yuan(fee),
      gmt_refund: `${bankDateTime(refund.finishedAt ?? refund.createdAt)}.000`,
      out_biz_no: refund.refundNo,
      trade_status: fee === BigInt(order.amount) ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
    };
  },
  async sign(bank, _merchant, { variant }, content, forged) {
    const fields = { ...content, notify_time: bankDateTime(bank.clock.now()) };
    const key = forged ? bank.keys.forger.privatePem : bank.keys.alipay.privatePem;
    const signed = await signOutbound(fields, key, variant === 'sign-type-signed' ? ['sign'] : undefined);
    return {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; text/html; charset=utf-8' },
      body: new URLSearchParams(signed).toString(),
    };
  },
  acknowledges: (status, body) => status === 200 && body === 'success',
  payerPage: payerPath,
  async afterPaying(bank, merchant, order, lang) {
    if (order.returnUrl === '') return html(resultPage('paid', lang, order));
    const fields = {
      charset: 'utf-8',
      method: 'alipay.trade.page.pay.return',
      app_id: String(merchant.config.appId),
      auth_app_id: String(merchant.config.appId),
      out_trade_no: order.orderNo,
      trade_no: order.tradeNo,
      total_amount: yuan(BigInt(order.amount)),
      seller_id: merchant.merchantNo,
      version: '1.0',
      timestamp: bankDateTime(bank.clock.now()),
    };
    const signed = await signOutbound(fields, bank.keys.alipay.privatePem);
    const url = new URL(order.returnUrl);
    for (const [name, value] of Object.entries(signed)) url.searchParams.set(name, value);
    return redirect(url.toString());
  },
  statement: alipayStatement,
};
