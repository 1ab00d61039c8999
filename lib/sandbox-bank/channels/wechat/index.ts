/** WeChat Pay v3 as seen from the merchant: paths, callbacks, the phone that scans the code. */
import type { Bank } from '../../bank/bank';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import type { ChannelSim } from '../../bank/sim';
import { sealGcm } from '../../bank/crypto';
import { downloadBill, requestBill } from './bill';
import { onboardWechat } from './onboard';
import { closeWechat, createNative, orderView, queryOrder } from './orders';
import { createRefund, queryRefund, refundView } from './refunds';
import { wechatStatement } from './statement';
import { authenticate, refusal, sealedCallback, signedReply } from './wire';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
/** 15 tries in 24 h 4 min: the first one at once, then these. */
const RETRIES = [
  15 * S,
  15 * S,
  30 * S,
  3 * MIN,
  10 * MIN,
  20 * MIN,
  30 * MIN,
  30 * MIN,
  30 * MIN,
  60 * MIN,
  3 * H,
  3 * H,
  3 * H,
  6 * H,
  6 * H,
];

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/scan' || path.startsWith('/pay/')) return phone(bank, request, path);
  const target = request.target.slice('/wechat'.length);
  // The download address is absolute, so a client may sign its path with our prefix.
  const paths = path === '/v3/billdownload/file' ? [target, request.target] : [target];
  const who = authenticate(bank, request, paths);
  if ('refusal' in who) return refusal(bank, 401, 'SIGN_ERROR', who.refusal);
  const { merchant } = who;
  const body = request.body.toString('utf8');
  const post = request.method === 'POST';
  if (post && path === '/v3/pay/transactions/native') return createNative(bank, merchant, body);
  if (post && path === '/v3/refund/domestic/refunds') return createRefund(bank, merchant, body);
  const named = /^\/v3\/(pay\/transactions\/out-trade-no|pay\/transactions\/id|refund\/domestic\/refunds)\/([^/]{1,64})(\/close)?$/.exec(
    path,
  );
  if (named) {
    const no = decodeURIComponent(named[2]!);
    if (named[3]) return post ? closeWechat(bank, merchant, no) : unsupported(bank);
    if (post) return unsupported(bank);
    if (named[1]!.startsWith('refund')) return queryRefund(bank, merchant, no);
    if (request.query.get('mchid') !== merchant.merchantNo) return refusal(bank, 400, 'PARAM_ERROR', '缺少mchid或与签名商户不符');
    const order = named[1]!.endsWith('/id')
      ? bank.orders.byTrade('wechat', merchant.merchantNo, no)
      : bank.orders.byNumber('wechat', merchant.merchantNo, no);
    return queryOrder(bank, merchant, order, no);
  }
  if (path === '/v3/bill/tradebill') return requestBill(bank, merchant, request);
  if (path === '/v3/billdownload/file') return downloadBill(bank, merchant, request);
  if (path === '/v3/certificates') return certificates(bank, merchant.secrets.apiV3Key!);
  return unsupported(bank);
}

const unsupported = (bank: Bank) => refusal(bank, 404, 'RESOURCE_NOT_EXISTS', '请求的资源不存在');

/** Platform certificates, each sealed with the merchant's key, as merchants fetch them to rotate. */
function certificates(bank: Bank, apiV3Key: string): Promise<Reply> {
  const nonce = 'sandboxnonce';
  const { serial, certificatePem } = bank.keys.wechatPlatform;
  return signedReply(bank, 200, {
    data: [
      {
        serial_no: serial,
        effective_time: '2020-01-01T08:00:00+08:00',
        expire_time: '2050-01-01T07:59:59+08:00',
        encrypt_certificate: {
          algorithm: 'AEAD_AES_256_GCM',
          nonce,
          associated_data: 'certificate',
          ciphertext: sealGcm(apiV3Key, nonce, 'certificate', certificatePem),
        },
      },
    ],
  });
}

/** The phone: `/scan?code_url=` opens the payer page of the order the code stands for. */
function phone(bank: Bank, request: Incoming, path: string): Reply | Promise<Reply> {
  if (path === '/scan') {
    const code = /[?&]pr=([0-9a-f]{20})(?:&|$)/.exec(request.query.get('code_url') ?? '');
    const order = code ? bank.orders.byToken(code[1]!) : undefined;
    if (order?.channel !== 'wechat') return html(resultPage('not-found', request.lang), 404);
    return redirect(wechatSim.payerPage(order));
  }
  return payerPageFor(bank, 'wechat', request, path.slice('/pay/'.length));
}

export const wechatSim: ChannelSim = {
  code: 'wechat',
  name: { zh: '微信支付', en: 'WeChat Pay' },
  colour: '#067a3d',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 5_000,
  refundIsAsynchronous: true,
  refundNotifies: true,
  refundFailureNotifies: true,
  failureIsFinal: false,
  failureNotifies: false,
  cutOff: '24:00',
  feeBps: 60n,
  onboard: onboardWechat,
  handle,
  payContent: (_bank, merchant, order, amountFen) => ({
    id: `EV-${order.token}`,
    eventType: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    kind: 'transaction',
    resource: JSON.stringify(orderView(merchant, order, 'SUCCESS', amountFen)),
  }),
  refundContent: (_bank, merchant, order, refund, amountFen) => {
    const view = refundView(order, refund, amountFen);
    const { status, ...rest } = view;
    const failed = refund.status === 'failed';
    return {
      // A refund that ended and came back is two events.
      id: `EV-${order.token}-${refund.id}${failed ? 'F' : ''}`,
      eventType: failed ? 'REFUND.ABNORMAL' : 'REFUND.SUCCESS',
      kind: 'refund',
      summary: failed ? '退款异常' : '退款成功',
      resource: JSON.stringify({ mchid: merchant.merchantNo, ...rest, refund_status: status }),
    };
  },
  sign: (bank, merchant, delivery, content, forged) =>
    sealedCallback(
      bank,
      merchant,
      {
        id: content.id!,
        eventType: content.eventType!,
        summary: content.summary!,
        kind: content.kind!,
        resource: content.resource!,
        createdAt: delivery.createdAt,
      },
      forged,
    ),
  acknowledges: (status) => status === 200 || status === 204,
  payerPage: (order) => `/wechat/pay/${order.token}`,
  afterPaying: async (_bank, _merchant, order, lang) => html(resultPage('paid', lang, order)),
  statement: wechatStatement,
};
