/** CMB's aggregated acquiring as seen from the merchant: mchorders, the code any wallet scans, callbacks whose answer must be signed. */
import type { Bank } from '../../bank/bank';
import { seededDigits, seededHex } from '../../bank/crypto';
import { dayFile } from '../../bank/day-file';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { ChannelSim, OnboardInput, Onboarded } from '../../bank/sim';
import { newSm2Key } from '../../bank/sm2';
import type { Merchant } from '../../bank/types';
import { payerPageFor, resultPage } from '../../pages/payer-page';
import { fileAt, sm2KeyOf } from '../flows';
import { OPERATIONS, orderView, refundView } from './operations';
import { authenticate, refuse, signed, verified } from './wire';

const S = 1_000;
/** V3.4.x of the bank's document: the first try at once, then these; 24 h 4 min in all. */
const RETRIES = [15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600].map((s) => s * S);

async function handle(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  if (path === '/file') return fileAt(bank, 'cmb', request);
  if (path.startsWith('/pay/')) return payerPageFor(bank, 'cmb', request, path.slice('/pay/'.length));
  if (path === '/scan') {
    const token = /\/cmb\/pay\/([0-9a-f]{20})$/.exec(request.query.get('code_url') ?? '');
    return token ? redirect(`/cmb/pay/${token[1]!}`) : html(resultPage('not-found', request.lang), 404);
  }
  const operation = OPERATIONS.get(/^\/polypay\/v1\.0\/mchorders\/(\w+)$/.exec(path)?.[1] ?? '');
  if (!operation || request.method !== 'POST') return html(resultPage('not-found', request.lang), 404);
  const who = authenticate(bank, request);
  return typeof who === 'string' ? refuse(bank, who, '身份校验失败') : operation(bank, who, request);
}

async function onboard(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const key = newSm2Key();
  const hex = seededHex(seed, 'cmb-app', input.merchantName);
  const merId = input.merchantNo ?? `308${seededDigits(12, seed, 'cmb-merchant', input.merchantName)}`;
  const appId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
  return {
    lookupKey: appId,
    merchant: {
      channel: 'cmb', merchantNo: merId, merchantName: input.merchantName, notifyUrl: input.notifyUrl,
      config: {
        appId, merId, userId: `N${seededDigits(9, seed, 'cmb-user', input.merchantName)}`, bankPublicKey: (await sm2KeyOf(bank, 'cmb')).publicKey,
      },
      secrets: { appSecret: seededHex(seed, 'cmb-secret', input.merchantName).slice(0, 36), merchantPrivateKey: key.privateHex },
      keeps: { publicKey: key.publicKey },
    },
  };
}

/** Both codes SUCCESS and the merchant's signature over them: anything else is sent again. */
function acknowledges(status: number, body: string, merchant: Merchant): boolean {
  if (status !== 200) return false;
  try {
    const fields = JSON.parse(body) as Record<string, string>;
    return fields.returnCode === 'SUCCESS' && fields.respCode === 'SUCCESS' && verified(fields, merchant.keeps.publicKey!);
  } catch {
    return false;
  }
}

const DAY_FILE = { title: '招商银行聚合收单对账单', unit: 'fen', encoding: 'utf-8', stem: 'polypay' } as const;

export const cmbSim: ChannelSim = {
  code: 'cmb',
  name: { zh: '招商银行', en: 'China Merchants Bank' },
  colour: '#b3212b',
  retryDelaysMs: RETRIES,
  callbackTimeoutMs: 5_000,
  refundIsAsynchronous: true,
  refundNotifies: true,
  refundFailureNotifies: true,
  failureIsFinal: false,
  failureNotifies: false,
  cutOff: '24:00',
  feeBps: 25n,
  onboard,
  handle,
  payContent: (_bank, merchant, order, amountFen) => orderView(merchant, order, 'paid', amountFen),
  refundContent: (_bank, merchant, order, refund, amountFen) => refundView(merchant, order, refund, amountFen),
  async sign(bank, _merchant, { variant }, content, forged) {
    const clumsy = {
      ...(forged && { privateHex: (await sm2KeyOf(bank, 'forger')).privateHex }), ...(variant === 'sm2-raw' && { raw: true }),
      ...(variant === 'sm2-user-id' && { userId: '8765432187654321' }),
    };
    const fields = await signed(bank, { biz_content: JSON.stringify(content) }, false, clumsy);
    return { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body: new URLSearchParams(fields).toString() };
  },
  acknowledges,
  payerPage: (order) => `/cmb/pay/${order.token}`,
  afterPaying: async (_bank, _merchant, order, lang) => html(resultPage('paid', lang, order)),
  statement: (merchant, date, lines, how) => dayFile(DAY_FILE, merchant, date, lines, how),
};
