/** SPD Bank's open API as seen from the merchant: signed JSON, a code to scan, signed callbacks. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { seededDigits, seededHex } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { html, json, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { bill, close, create, orderFields, payerPath, query, queryRefund, refund, refundFields } from './trade';
import { authenticate, signedHeaders, type Asked } from './wire';

const MIN = 60_000;
/** The real schedule is not public; this one is a sandbox convention. */
const RETRIES = [30_000, MIN, 5 * MIN, 10 * MIN, 30 * MIN, 60 * MIN];

const TRADES: Readonly<Record<string, (asked: Asked) => Promise<Reply> | Reply>> = {
  '/api/appPay/initiation': create,
  '/api/orders/query': query,
  '/api/orders/close': close,
  '/api/orders/refund': refund,
  '/api/orders/refundQuery': queryRefund,
  '/api/orders/bill': bill,
};
const FieldsSchema = z.record(z.string().max(64), z.string().max(2_000));

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/scan') {
    const code = /([0-9a-f]{20})$/.exec(request.query.get('code_url') ?? '');
    const order = code ? bank.orders.byToken(code[1]!) : undefined;
    return order?.channel === 'spdb' ? redirect(payerPath(order)) : html(resultPage('not-found', request.lang), 404);
  }
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'spdb', request, path.slice('/pay/'.length));
  const trade = TRADES[path];
  if (request.method !== 'POST' || !trade) return html(resultPage('not-found', request.lang), 404);
  const merchant = authenticate(bank, request);
  if (typeof merchant === 'string') return json(401, { statusCode: merchant });
  const fields = parsed(request.body.toString('utf8'));
  return fields ? trade({ bank, merchant, nonce: request.headers['x-spdb-nonce'] ?? '', fields }) : json(400, { statusCode: 'EPARAM' });
}

function parsed(text: string): Record<string, string> | null {
  try {
    return FieldsSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const digits = (length: number, what: string) => seededDigits(length, seed, `spdb-${what}`, input.merchantName);
  const mrchNo = input.merchantNo ?? `310${digits(12, 'merchant')}`;
  const clientId = seededHex(seed, 'spdb-client', input.merchantName).slice(0, 24);
  return {
    lookupKey: clientId,
    merchant: {
      channel: 'spdb',
      merchantNo: mrchNo,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: { clientId, mrchNo, spdbMrchNo: `SPD${digits(9, 'inner')}`, terminalNo: digits(8, 'terminal') },
      secrets: { clientSecret: seededHex(seed, 'spdb-secret', input.merchantName).slice(0, 40) },
      keeps: {},
    },
  };
}

export const spdbSim: ChannelSim = {
  code: 'spdb',
  name: { zh: '浦发银行', en: 'SPD Bank' },
  colour: '#1f4e9c',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 10_000,
  refundIsAsynchronous: true,
  refundNotifies: true,
  refundFailureNotifies: true,
  failureIsFinal: false,
  failureNotifies: false,
  cutOff: '24:00',
  feeBps: 25n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => orderFields(merchant, order, 'paid', amountFen),
  refundContent: (_bank, merchant, order, made, amountFen) => refundFields(merchant, order, made, amountFen),
  async sign(bank, merchant, delivery, content, forged) {
    const body = JSON.stringify(content);
    const clumsy = { ...(forged && { secret: 'a secret of nobody' }), ...(delivery.variant === 'sm4-mode' && { mode: 'cbc' as const }) };
    const nonce = `n${delivery.id}x${bank.clock.wire().toString(36)}`;
    return { headers: signedHeaders(bank, merchant, body, nonce, clumsy), body };
  },
  acknowledges: (status) => status === 200,
  payerPage: payerPath,
  afterPaying: async (_bank, _merchant, order, lang) => html(resultPage('paid', lang, order)),
  statement: (merchant, date, lines, how) => dayFile({ title: '浦发银行商户对账文件', unit: 'yuan', encoding: 'gb18030', stem: 'SPDB' }, merchant, date, lines, how),
};
