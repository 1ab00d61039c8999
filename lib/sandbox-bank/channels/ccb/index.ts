/** CCB as seen from the merchant: the web entry, the outlink, callbacks to the address the merchant console names. */
import type { Bank } from '../../bank/bank';
import { newRsaKey, seededDigits } from '../../bank/crypto';
import { answer, formOf, html, json, redirect, type Incoming, type Reply } from '../../bank/http';
import type { CallbackContent, ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { yuan } from '../../bank/text';
import type { Merchant, Order } from '../../bank/types';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { day, momentOf, openPage, payerPath, queryWeb } from './orders';
import { TRADES } from './outlink';
import { ccbStatement } from './statement';
import { documentReply, forgerKey, leavesOf, outlinkReply, signNotify, tail30 } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [MIN, 2 * MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];

function webEntry(bank: Bank, request: Incoming): Promise<Reply> | Reply {
  const fields = formOf(request);
  const query = fields.TXCODE === '410408';
  const merchant = bank.merchants.byNo('ccb', fields.MERCHANTID ?? '');
  if (!merchant) return query ? documentReply('malformed') : html(resultPage('refused', request.lang), 400);
  return query ? queryWeb(bank, merchant, fields) : openPage(bank, merchant, request, fields);
}

function outlink(bank: Bank, request: Incoming): Promise<Reply> | Reply {
  const asked = leavesOf(request.body);
  const trade = TRADES.get(asked.TX_CODE ?? '');
  if (request.method !== 'POST' || !trade || !/^\d{1,16}$/.test(asked.REQUEST_SN ?? '')) return outlinkReply(asked, 'malformed');
  const merchant = bank.merchants.byLookup('ccb', asked.CUST_ID ?? '');
  if (!merchant || asked.USER_ID !== merchant.config.userId || asked.PASSWORD !== merchant.secrets.password)
    return outlinkReply(asked, 'badOperator');
  return trade(bank, merchant, asked);
}

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/CCBIS/ccbMain') return webEntry(bank, request);
  if (path === '/outlink') return outlink(bank, request);
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'ccb', request, path.slice('/pay/'.length));
  if (path.startsWith('/qr/')) {
    const order = bank.orders.byToken(path.slice('/qr/'.length));
    if (order?.channel === 'ccb') return json(200, { SUCCESS: 'true', QRURL: encodeURIComponent(`${request.origin}${payerPath(order)}`) });
  }
  return answer(404, resultPage('not-found', request.lang), { 'content-type': 'text/html; charset=utf-8' });
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const digits = (length: number, what: string) => seededDigits(length, seed, `ccb-${what}`, input.merchantName);
  const pos = await newRsaKey();
  const merchantId = input.merchantNo ?? `105${digits(12, 'merchant')}`;
  const custId = `CUST${digits(12, 'customer')}`;
  return {
    lookupKey: custId,
    merchant: {
      channel: 'ccb',
      merchantNo: merchantId,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: {
        merchantId,
        posId: digits(9, 'pos'),
        branchId: '110000000',
        bankPublicKeyPem: pos.publicPem,
        posPublicKeyTail30: tail30(pos.publicPem),
        custId,
        userId: 'WLPT01',
        operator: `${merchantId}-001`,
      },
      secrets: { password: digits(6, 'password'), operatorPassword: digits(8, 'operator') },
      keeps: { posPrivatePem: pos.privatePem, ...(input.returnUrl && { returnUrl: input.returnUrl }) },
    },
  };
}

function notifyFields(merchant: Merchant, order: Order, amountFen: bigint): CallbackContent {
  const request = JSON.parse(order.request) as { REMARK1?: string; REMARK2?: string };
  const paid = order.paidAt !== null;
  return {
    POSID: String(merchant.config.posId),
    BRANCHID: String(merchant.config.branchId),
    ORDERID: order.orderNo,
    PAYMENT: yuan(amountFen),
    CURCODE: '01',
    REMARK1: request.REMARK1 ?? '',
    REMARK2: request.REMARK2 ?? '',
    ACC_TYPE: '02',
    SUCCESS: paid ? 'Y' : 'N',
    TYPE: '1',
    REFERER: '',
    CLIENTIP: '',
    ...(paid && { ACCDATE: day(momentOf(order)) }),
  };
}

export const ccbSim: ChannelSim = {
  code: 'ccb',
  name: { zh: '中国建设银行', en: 'China Construction Bank' },
  colour: '#0b4ea2',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: false,
  refundNotifies: false,
  refundFailureNotifies: false,
  failureIsFinal: true,
  failureNotifies: true,
  cutOff: '24:00',
  feeBps: 0n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => notifyFields(merchant, order, amountFen),
  refundContent: () => ({}),
  async sign(bank, merchant, _delivery, content, forged) {
    const fields = await signNotify(merchant, content, forged ? forgerKey(bank) : undefined);
    return { headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=GBK' }, body: new URLSearchParams(fields).toString() };
  },
  acknowledges: (status) => status === 200,
  payerPage: payerPath,
  async afterPaying(_bank, merchant, order, lang) {
    if (order.returnUrl === '') return html(resultPage('paid', lang, order, ccbSim.colour));
    const url = new URL(order.returnUrl);
    const fields = await signNotify(merchant, notifyFields(merchant, order, BigInt(order.amount)));
    for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
    return redirect(url.toString());
  },
  statement: ccbStatement,
};
