/** Where a person stands in front of an order and pays, walks away, or has too little money. The same page in each channel's colour. */
import type { Bank } from '../bank/bank';
import { formOf, html, redirect, type Incoming, type Reply } from '../bank/http';
import { failOrder, isUnclear, merchantOf, payOrder, stateOf } from '../bank/ledger';
import { escaped, yuan } from '../bank/text';
import type { Channel, Order } from '../bank/types';
import { page, type Lang } from './layout';

const TEXT = {
  zh: {
    merchant: '收款方',
    subject: '商品',
    orderNo: '订单号',
    confirm: '确认付款',
    cancel: '取消',
    fail: '模拟失败：余额不足',
    note: '这是模拟银行，不会产生任何真实扣款。',
    back: '返回商户',
  },
  en: {
    merchant: 'Payee',
    subject: 'For',
    orderNo: 'Order',
    confirm: 'Pay',
    cancel: 'Cancel',
    fail: 'Fail: insufficient balance',
    note: 'This is a simulated bank: no real money moves.',
    back: 'Back to the merchant',
  },
} as const;

const RESULTS = {
  paid: { zh: ['支付成功', '商户将收到通知。'], en: ['Payment successful', 'The merchant is being told.'], good: true },
  cancelled: {
    zh: ['您取消了付款', '订单未支付，可以重新付款。'],
    en: ['You cancelled', 'The order is unpaid; you may pay again.'],
    good: false,
  },
  failed: { zh: ['付款失败：余额不足', '没有扣款。'], en: ['Payment failed: insufficient balance', 'Nothing was taken.'], good: false },
  unclear: {
    zh: ['正在处理', '银行正在确认结果，请稍后查看。'],
    en: ['Being processed', 'The bank is confirming the result; look again later.'],
    good: false,
  },
  closed: { zh: ['订单已关闭', '这个订单不能再付款。'], en: ['Order closed', 'This order cannot be paid any more.'], good: false },
  'not-found': { zh: ['没有这个订单', '二维码或链接无效。'], en: ['No such order', 'The code or link is not valid.'], good: false },
  refused: {
    zh: ['请求被拒绝', '商户请求的签名或参数有误。'],
    en: ['Request refused', 'Signature or parameters of the merchant are wrong.'],
    good: false,
  },
  maintenance: { zh: ['系统维护中', '请稍后再试。'], en: ['Under maintenance', 'Please try again later.'], good: false },
  error: { zh: ['系统错误', '请稍后再试。'], en: ['System error', 'Please try again later.'], good: false },
} as const;

export type ResultKind = keyof typeof RESULTS;

export function resultPage(kind: ResultKind, lang: Lang, order?: Order, colour?: string): string {
  const [title, detail] = RESULTS[kind][lang];
  const amount = order ? `<p class="amount">¥${yuan(BigInt(order.amount))}</p>` : '';
  const back =
    order && /^https?:/.test(order.returnUrl) ? `<a class="button" href="${escaped(order.returnUrl)}">${TEXT[lang].back}</a>` : '';
  return page({
    lang,
    title,
    ...(colour && { colour }),
    body:
      `<section class="card" role="status"><h1 class="${RESULTS[kind].good ? 'good' : 'bad'}">${title}</h1>` +
      `${amount}<p>${detail}</p>${back}` +
      `<p class="note">${TEXT[lang].note}</p></section>`,
  });
}

function payPage(bank: Bank, order: Order, lang: Lang): string {
  const sim = bank.sims[order.channel];
  const merchant = merchantOf(bank, order);
  const t = TEXT[lang];
  const button = (action: string, label: string, look = '') => `<button name="action" value="${action}"${look}>${label}</button>`;
  return page({
    lang,
    title: sim.name[lang],
    colour: sim.colour,
    body:
      `<section class="card"><p class="amount">¥${yuan(BigInt(order.amount))}</p><dl>` +
      `<dt>${t.merchant}</dt><dd>${escaped(merchant.merchantName)}</dd>` +
      `<dt>${t.subject}</dt><dd>${escaped(order.subject)}</dd><dt>${t.orderNo}</dt><dd>${escaped(order.orderNo)}</dd></dl>` +
      `<form method="post">` +
      button('pay', t.confirm, ' class="primary"') +
      button('cancel', t.cancel) +
      button('fail', t.fail) +
      `</form><p class="note">${t.note}</p></section>`,
  });
}

/** What an order that can no longer be paid shows instead of buttons; null while it can. */
function settledKind(bank: Bank, order: Order): ResultKind | null {
  const state = stateOf(bank, order);
  if (state === 'paid') return isUnclear(bank, order) ? 'unclear' : 'paid';
  if (state === 'failed') return 'failed';
  const late = bank.rules.applies('pay-after-close', {
    channel: order.channel,
    merchantNo: order.merchantNo,
    orderNo: order.orderNo,
    operation: 'pay',
  });
  return state === 'pending' || late ? null : 'closed';
}

/** GET shows the order; POST `action=pay|cancel|fail` does it and sends the browser where the channel sends it. */
export async function payerPageFor(bank: Bank, channel: Channel, request: Incoming, token: string): Promise<Reply> {
  const order = /^[0-9a-f]{20}$/.test(token) ? bank.orders.byToken(token) : undefined;
  if (order?.channel !== channel) return html(resultPage('not-found', request.lang), 404);
  const sim = bank.sims[channel];
  const show = (kind: ResultKind, of: Order = order) => html(resultPage(kind, request.lang, of, sim.colour));
  const occasion = { channel, merchantNo: order.merchantNo, orderNo: order.orderNo, operation: 'pay' as const };
  const slow = bank.rules.strike('slow', occasion);
  if (slow) await bank.clock.sleep(slow.ms ?? 0);
  if (bank.rules.strike('maintenance', occasion)) return show('maintenance');
  const settled = settledKind(bank, order);
  if (request.method !== 'POST') return settled ? show(settled) : html(payPage(bank, order, request.lang));
  const { action } = formOf(request);
  if (action === 'cancel') return settled ? show(settled) : show('cancelled');
  if (action !== 'pay' && action !== 'fail') return redirect(sim.payerPage(order));
  const outcome = action === 'pay' ? payOrder(bank, order) : failOrder(bank, order, 'insufficient-balance');
  if (!outcome.ok) return show(settledKind(bank, outcome.order) ?? 'closed', outcome.order);
  if (action === 'fail') return show('failed', outcome.order);
  return isUnclear(bank, outcome.order)
    ? show('unclear', outcome.order)
    : sim.afterPaying(bank, merchantOf(bank, outcome.order), outcome.order, request.lang);
}
