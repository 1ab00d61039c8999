/** A stored-value wallet as its provider runs it: signed JSON, the payer's page, callbacks, day files. A sandbox convention throughout. */
import { isBusinessDate } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import { seededDigits, seededHex } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { answer, html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { billFlow } from '../flows';
import { close, create, orderNode, payerPath, query, queryRefund, refund, refundNode } from './orders';
import { authenticate, hmac, maintenance, refuse, signedReply, systemError, type Question } from './wire';

const MIN = 60_000;
const RETRIES = [15_000, MIN, 5 * MIN, 15 * MIN, 60 * MIN, 360 * MIN];

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'wallet', request, path.slice('/pay/'.length));
  const merchant = authenticate(bank, request, path);
  if (typeof merchant === 'string') return answer(401, JSON.stringify({ code: merchant }), { 'content-type': 'application/json' });
  const q: Question = { bank, merchant, nonce: request.headers['x-wallet-nonce'] ?? '' };
  const [, , kind, name = '', action] = path.split('/').map(decodeURIComponent);
  const at = `${request.method} ${kind}${name ? '/*' : ''}${action ? `/${action}` : ''}`;
  switch (at) {
    case 'POST orders':
      return create(q, request);
    case 'GET orders/*':
      return query(q, name);
    case 'POST orders/*/close':
      return close(q, name);
    case 'POST refunds':
      return refund(q, request);
    case 'GET refunds/*':
      return queryRefund(q, name);
    case 'GET statements/*':
      return statement(q, name);
    default:
      return refuse(q, 404, 'NO_SUCH_ROUTE', path);
  }
}

function statement(q: Question, date: string): Promise<Reply> | Reply {
  if (!isBusinessDate(date)) return refuse(q, 400, 'PARAMETER_INVALID', 'date');
  return billFlow(q.bank, q.merchant, date, {
    maintenance: () => maintenance(q),
    systemError: () => systemError(q),
    late: () => refuse(q, 404, 'STATEMENT_NOT_READY', '账单生成中'),
    none: () => refuse(q, 404, 'STATEMENT_EMPTY', '无账单'),
    file: (bytes) => signedReply(q, 200, bytes, 'text/plain'),
  });
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const merchantNo = input.merchantNo ?? `88${seededDigits(10, seed, 'wallet-merchant', input.merchantName)}`;
  return {
    lookupKey: merchantNo,
    merchant: {
      channel: 'wallet',
      merchantNo,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: { merchantNo },
      secrets: { signingKey: seededHex(seed, 'wallet-key', input.merchantName) },
      keeps: {},
    },
  };
}

export const walletSim: ChannelSim = {
  code: 'wallet',
  name: { zh: '八方钱包', en: 'Bafang Wallet' },
  colour: '#5b3fb0',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 5_000,
  refundIsAsynchronous: false,
  refundNotifies: true,
  refundFailureNotifies: true,
  failureIsFinal: false,
  failureNotifies: false,
  cutOff: '24:00',
  feeBps: 0n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => ({
    eventId: `P${order.token}`,
    type: 'order',
    data: JSON.stringify(orderNode(merchant, order, 'PAID', amountFen)),
  }),
  refundContent: (_bank, merchant, order, refunded, amountFen) => ({
    // A refund that ended and came back is two events.
    eventId: `R${order.token}${refunded.id}${refunded.status === 'failed' ? 'F' : ''}`,
    type: 'refund',
    data: JSON.stringify(refundNode(merchant, order, refunded, amountFen)),
  }),
  async sign(bank, merchant, delivery, content, forged) {
    const body = `{"eventId":${JSON.stringify(content.eventId)},"type":${JSON.stringify(content.type)},"data":${content.data!}}`;
    const [timestamp, nonce] = [String(bank.clock.wire()), `n${delivery.id}${bank.clock.wire().toString(36)}`];
    const key = forged ? seededHex(bank.options.seed, 'a key of nobody') : merchant.secrets.signingKey!;
    return {
      headers: {
        'Content-Type': 'application/json',
        'X-Wallet-Timestamp': timestamp,
        'X-Wallet-Nonce': nonce,
        'X-Wallet-Signature': hmac(key, ['NOTIFY', timestamp, nonce], body),
      },
      body,
    };
  },
  acknowledges: (status, body) => status === 200 && body === 'success',
  payerPage: payerPath,
  async afterPaying(_bank, _merchant, order, lang) {
    return order.returnUrl === '' ? html(resultPage('paid', lang, order)) : redirect(order.returnUrl);
  },
  statement: (merchant, date, lines, how) => dayFile({ title: '钱包商户日账单', unit: 'fen', encoding: 'utf-8', stem: 'WALLET' }, merchant, date, lines, how),
};
