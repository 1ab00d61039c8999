/** ABC's TrustPay as seen from the merchant: one servlet, the payer's page, callbacks answered with an address. */
import type { BusinessDate } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import { bankDateTime } from '../../bank/clock';
import { newRsaKey, seededDigits } from '../../bank/crypto';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import { spelled } from '../../bank/oddities';
import type { ChannelSim, OnboardInput, Onboarded, StatementFile, Writing } from '../../bank/sim';
import type { StatementLine } from '../../bank/statement-lines';
import { yuan } from '../../bank/text';
import type { Merchant, Order } from '../../bank/types';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { rsaKeyOf } from '../flows';
import { payerPath, REQUESTS } from './operations';
import { authentic, documentIn, refuse, signedDocument } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [MIN, 2 * MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'abc', request, path.slice('/pay/'.length));
  if (path !== '/ebus/ReceiveMerchantTrxReqServlet' || request.method !== 'POST') return html(resultPage('not-found', request.lang), 404);
  const document = documentIn(request.body);
  const merchant = bank.merchants.byNo('abc', document?.message.Merchant?.MerchantID ?? '');
  if (!document || !merchant) return refuse(bank, '2001', '报文格式有误');
  if (!authentic(document, merchant.keeps.publicPem!)) return refuse(bank, '2002', '验签失败');
  const trx = document.message.TrxRequest ?? {};
  const operation = typeof trx['TrxType'] === 'string' ? REQUESTS.get(trx['TrxType']) : undefined;
  return operation ? operation(bank, merchant, trx, request) : refuse(bank, '2001', '交易类型有误');
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const key = await newRsaKey();
  const merchantId = input.merchantNo ?? `103${seededDigits(12, bank.options.seed, 'abc-merchant', input.merchantName)}`;
  return {
    lookupKey: merchantId,
    merchant: {
      channel: 'abc', merchantNo: merchantId, merchantName: input.merchantName, notifyUrl: input.notifyUrl,
      config: { merchantId, bankPublicKeyPem: (await rsaKeyOf(bank, 'abc')).publicPem },
      secrets: { merchantPrivateKeyPem: key.privatePem },
      keeps: { publicPem: key.publicPem },
    },
  };
}

function told(merchant: Merchant, order: Order, amountFen: bigint): Record<string, string> {
  const [date = '', time = ''] = bankDateTime(order.paidAt ?? order.createdAt).split(' ');
  return {
    ReturnCode: order.paidAt === null ? '1001' : '0000', ErrorMessage: order.paidAt === null ? '交易失败' : '交易成功', ECMerchantType: 'EBUS',
    MerchantID: merchant.merchantNo, TrxType: 'PayResult', OrderNo: order.orderNo, Amount: yuan(amountFen), CurrencyCode: '156', BatchNo: '000001',
    VoucherNo: '000001', HostDate: date.replaceAll('-', '/'), HostTime: time, PayType: 'EP060', NotifyType: '1', iRspRef: order.tradeNo,
  };
}

const CAPTIONS = '交易类型^账单编号^交易金额^票据号^交易时间^交易批号^批内序号^参考号';

/** The layout of the public sample; rows of refunds are a sandbox convention. */
function settleRecords(merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], { odd }: Writing): StatementFile {
  const rows = lines.map(({ kind, order, refund, amountFen, at }, index) =>
    [
      kind === 'refund' ? 'REFUND' : 'SALE', refund?.refundNo ?? order.orderNo, yuan(amountFen), String(index + 1), bankDateTime(at), '000001',
      `9${String(index + 1).padStart(12, '0')}`, refund?.tradeNo ?? order.tradeNo,
    ].join('^'),
  );
  return { fileName: `ABC_${merchant.merchantNo}_${date.replaceAll('-', '')}.txt`, bytes: spelled([CAPTIONS, ...rows, ''].join('\r\n'), 'gb18030', odd), contentType: 'text/plain' };
}

export const abcSim: ChannelSim = {
  code: 'abc',
  name: { zh: '中国农业银行', en: 'Agricultural Bank of China' },
  colour: '#00764f',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: false,
  refundNotifies: false,
  refundFailureNotifies: false,
  failureIsFinal: true,
  failureNotifies: true,
  cutOff: '24:00',
  // The settle records show no fee: it is charged apart.
  feeBps: 0n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => told(merchant, order, amountFen),
  refundContent: () => ({}),
  async sign(bank, _merchant, _delivery, content, forged) {
    const document = await signedDocument(bank, { TrxResponse: content }, forged ? bank.keys.forger.privatePem : undefined);
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ MSG: document.toString('base64') }).toString() };
  },
  acknowledges: (status, body) => status === 200 && /^<URL>https?:\/\/[^<>\s]+<\/URL>$/.test(body.trim()),
  payerPage: payerPath,
  afterPaying: async (_bank, _merchant, order, lang) => (order.returnUrl === '' ? html(resultPage('paid', lang, order)) : redirect(order.returnUrl)),
  statement: settleRecords,
};
