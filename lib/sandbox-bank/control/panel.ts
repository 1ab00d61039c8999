/** The control panel: channels, misbehaviours, orders, callbacks, statements, on one page that refreshes itself. Plain HTML. */
import { addDays } from '@/lib/kernel/time';
import type { Bank } from '../bank/bank';
import { bankDateTime } from '../bank/clock';
import { html, redirect, type Incoming, type Reply } from '../bank/http';
import { stateOf } from '../bank/ledger';
import { todayOf } from '../bank/statement-lines';
import { escaped, yuan } from '../bank/text';
import { CHANNELS, type Delivery } from '../bank/types';
import { FAULTS, misbehaviour } from '../faults';
import { page, type Lang } from '../pages/layout';
import { card, table, tr } from './parts';
import { quickCard, watchCard } from './watch';
import { resultPage } from '../pages/payer-page';

const TEXT = {
  zh: {
    title: '沙箱银行控制台',
    channels: '渠道',
    channel: '渠道',
    merchants: '商户',
    orders: '订单',
    pending: '待付',
    paid: '已付',
    waiting: '待送回调',
    rules: '异常规则',
    fault: '异常',
    does: '作用',
    scope: '范围',
    chance: '概率',
    off: '关闭',
    normal: '正常',
    on: '开启',
    remove: '删除',
    none: '暂无',
    add: '添加规则',
    all: '全部',
    orderNo: '订单号（可空）',
    callbacks: '回调',
    state: '状态',
    tries: '次数',
    answer: '最近答复',
    statements: '对账单',
    amount: '金额',
    pay: '付款',
    at: '时间',
    scan: '扫码模拟',
    now: '银行时间',
    subject: '商品',
    pick: '选择待付订单',
    paste: '粘贴二维码内容',
    open: '打开付款页',
  },
  en: {
    title: 'Sandbox bank control panel',
    channels: 'Channels',
    channel: 'Channel',
    merchants: 'Merchants',
    orders: 'Orders',
    pending: 'Pending',
    paid: 'Paid',
    waiting: 'Callbacks waiting',
    rules: 'Misbehaviour rules',
    fault: 'Misbehaviour',
    does: 'What it does',
    scope: 'Scope',
    chance: 'Probability',
    off: 'Switch off',
    normal: 'Normal',
    on: 'Switch on',
    remove: 'Remove',
    none: 'None yet',
    add: 'Add rule',
    all: 'All',
    orderNo: 'Order number (optional)',
    callbacks: 'Callbacks',
    state: 'State',
    tries: 'Tries',
    answer: 'Last answer',
    statements: 'Statements',
    amount: 'Amount',
    pay: 'Pay',
    at: 'Time',
    scan: 'Scan a code',
    now: 'Bank time',
    subject: 'For',
    pick: 'Choose a pending order',
    paste: 'Paste what the QR code says',
    open: 'Open payer page',
  },
} as const;
type Text = (typeof TEXT)[Lang];

const ROWS = 30;
const STATEMENT_DAYS = 3;

/** A button that calls the machine API and then refreshes the page. */
const act = (label: string, method: string, path: string): string =>
  `<button class="small" type="button" data-method="${method}" data-path="${escaped(path)}">${label}</button>`;

interface Count {
  readonly channel: string;
  readonly status: string;
  readonly n: number;
}

function channelsCard(bank: Bank, lang: Lang, t: Text): string {
  const orders = bank.db.all<Count>('SELECT channel, status, COUNT(*) AS n FROM orders GROUP BY channel, status');
  const waiting = bank.db.all<Count>(
    "SELECT channel, state AS status, COUNT(*) AS n FROM deliveries WHERE state = 'waiting' GROUP BY channel",
  );
  const rows = CHANNELS.map((channel) => {
    const count = (of: readonly Count[], status: string) => of.find((c) => c.channel === channel && c.status === status)?.n ?? 0;
    const faults = bank.rules.list().filter((rule) => rule.enabled && (rule.channel ?? channel) === channel);
    const state = [...new Set(faults.map((rule) => misbehaviour(rule.fault)[lang]))].join(' · ');
    return tr(
      bank.sims[channel].name[lang],
      [state === '' ? `<span class="good">${t.normal}</span>` : `<span class="bad">${state}</span>`],
      bank.merchants.all().filter((m) => m.channel === channel).length,
      count(orders, 'pending'),
      count(orders, 'paid'),
      count(waiting, 'waiting'),
    );
  });
  const head = [t.channel, t.state, t.merchants, t.pending, t.paid, t.waiting];
  const clock = `<p>${t.now} ${bankDateTime(bank.clock.now())} · <a href="/scan">${t.scan}</a></p>`;
  return card(t.channels, clock + table(head, rows, t.none));
}

function rulesCard(bank: Bank, lang: Lang, t: Text): string {
  const rows = bank.rules.list().map((rule) => {
    const about = misbehaviour(rule.fault);
    const scope = [rule.channel, rule.merchantNo, rule.orderNo, rule.operation].filter((part) => part !== null).join(' · ') || t.all;
    const toggle = act(rule.enabled ? t.off : t.on, 'POST', `/_sandbox/rules/${rule.id}/${rule.enabled ? 'off' : 'on'}`);
    const does = lang === 'zh' ? about.zhDoes : about.enDoes;
    const params = escaped(JSON.stringify(rule.params));
    return tr(
      about[lang],
      [does],
      escaped(scope),
      rule.probability,
      params,
      `${toggle} ${act(t.remove, 'DELETE', `/_sandbox/rules/${rule.id}`)}`,
    );
  });
  const options = FAULTS.map((name) => `<option value="${name}">${misbehaviour(name)[lang]} · ${name}</option>`).join('');
  const channels = CHANNELS.map((c) => `<option value="${c}">${bank.sims[c].name[lang]}</option>`).join('');
  const form = [
    `<form id="add" class="row"><label>${t.fault}<select name="fault">${options}</select></label>`,
    `<label>${t.channel}<select name="channel"><option value="">${t.all}</option>${channels}</select></label>`,
    `<label>${t.orderNo}<input name="orderNo" maxlength="64" pattern="[0-9A-Za-z_|*\\-]*"></label>`,
    `<label>${t.chance}<input name="probability" type="number" min="0" max="1" step="0.01" value="1"></label>`,
    `<button class="small primary">${t.add}</button></form>`,
  ].join('');
  return card(t.rules, form + table([t.fault, t.does, t.scope, t.chance, '', ''], rows, t.none));
}

function ordersCard(bank: Bank, t: Text): string {
  const rows = bank.orders.list({ limit: ROWS }).map((order) => {
    const state = stateOf(bank, order);
    const link = `<a href="${bank.sims[order.channel].payerPage(order)}">${escaped(order.orderNo)}</a>`;
    const pay = state === 'pending' ? act(t.pay, 'POST', `/_sandbox/orders/${order.channel}/${encodeURIComponent(order.orderNo)}/pay`) : '';
    return tr(bankDateTime(order.createdAt), order.channel, link, yuan(BigInt(order.amount)), state, [escaped(order.subject)], pay);
  });
  return card(t.orders, table([t.at, t.channel, t.orders, t.amount, t.state, t.subject, ''], rows, t.none));
}

function callbacksCard(bank: Bank, t: Text): string {
  const list = bank.db.all<Delivery & { lastStatus: number | null; lastAnswer: string | null }>(
    `SELECT d.*, (SELECT a.status FROM attempts a WHERE a.deliveryId = d.id ORDER BY a.tryNo DESC, a.copyNo DESC LIMIT 1) AS lastStatus,
     (SELECT a.answer FROM attempts a WHERE a.deliveryId = d.id ORDER BY a.tryNo DESC, a.copyNo DESC LIMIT 1) AS lastAnswer
     FROM deliveries d ORDER BY d.id DESC LIMIT ?`,
    ROWS,
  );
  const rows = list.map((d) => {
    const heard = `${d.lastStatus ?? '–'} ${escaped((d.lastAnswer ?? '').slice(0, 60))}`;
    const number = escaped(d.refundNo ?? d.orderNo);
    return tr(bankDateTime(d.createdAt), d.channel, number, `${d.kind} · ${d.variant}`, d.state, d.tries, [heard]);
  });
  return card(t.callbacks, table([t.at, t.channel, t.orders, '', t.state, t.tries, t.answer], rows, t.none));
}

function statementsCard(bank: Bank, lang: Lang, t: Text): string {
  const rows = bank.merchants.all().map((merchant) => {
    const today = todayOf(bank, merchant);
    const links = Array.from({ length: STATEMENT_DAYS }, (_, back) => addDays(today, -back))
      .map((date) => `<a href="/_sandbox/statements/${merchant.channel}/${merchant.merchantNo}/${date}">${date}</a>`)
      .join(' · ');
    return tr(bank.sims[merchant.channel].name[lang], [escaped(merchant.merchantName)], merchant.merchantNo, links);
  });
  return card(t.statements, table([t.channel, t.merchants, '', t.statements], rows, t.none));
}

/** Refreshes every two seconds unless somebody is typing; buttons call the machine API. */
const SCRIPT = `
document.addEventListener('click',function(e){var b=e.target.closest('button[data-path]');if(!b)return;b.disabled=true;
var o={method:b.dataset.method};if(b.dataset.body){o.body=b.dataset.body;o.headers={'content-type':'application/json'}}
fetch(b.dataset.path,o).then(refresh)});
document.addEventListener('submit',function(e){if(e.target.id!=='add')return;e.preventDefault();var f=new FormData(e.target);
fetch('/_sandbox/rules',{method:'POST',headers:{'content-type':'application/json'},
body:JSON.stringify({fault:f.get('fault'),channel:f.get('channel')||null,orderNo:f.get('orderNo')||null,
probability:Number(f.get('probability'))})}).then(function(){e.target.reset();document.activeElement.blur();refresh()})});
function refresh(){return fetch(location.href).then(function(r){return r.text()}).then(function(t){
var d=new DOMParser().parseFromString(t,'text/html');document.querySelector('main').innerHTML=d.querySelector('main').innerHTML})}
setInterval(function(){var a=document.activeElement;
if(document.hidden||(a&&/INPUT|SELECT/.test(a.tagName)))return;refresh().catch(function(){})},2000);`.replace(/\n/g, '');

export function panelPage(bank: Bank, request: Incoming): string {
  const { lang } = request;
  const t = TEXT[lang];
  return page({
    lang,
    title: t.title,
    wide: true,
    script: SCRIPT,
    body:
      channelsCard(bank, lang, t) + quickCard(bank, lang) + watchCard(bank, lang) + rulesCard(bank, lang, t) + ordersCard(bank, t) + callbacksCard(bank, t) + statementsCard(bank, lang, t),
  });
}

/** The phone held over a code of any channel: its text carries the order's token, whatever stands around it. Null without a code. */
export function scanned(bank: Bank, request: Incoming): Reply | null {
  const text = request.query.get('code_url');
  if (text === null) return null;
  const token = /(?:^|[^0-9a-f])([0-9a-f]{20})(?![0-9a-f])/.exec(text.replace(/^.*\/bax/, '/'))?.[1];
  const order = token === undefined ? undefined : bank.orders.byToken(token);
  return order ? redirect(bank.sims[order.channel].payerPage(order)) : html(resultPage('not-found', request.lang), 404);
}

/** The phone: choose a pending order or paste the text of a QR code. */
export function scanPage(bank: Bank, request: Incoming): string {
  const { lang } = request;
  const t = TEXT[lang];
  const orders = bank.orders.list({ status: 'pending', limit: ROWS }).filter((order) => stateOf(bank, order) === 'pending');
  const list = orders
    .map(
      (order) =>
        `<a class="button" href="${bank.sims[order.channel].payerPage(order)}">¥${yuan(BigInt(order.amount))} · ${
          bank.sims[order.channel].name[lang]
        } · ${escaped(order.subject.slice(0, 16))}</a>`,
    )
    .join('');
  const paste =
    `<form action="/scan" class="row"><label style="flex:1">${t.paste}` +
    `<input type="text" class="full" name="code_url" required maxlength="200" ` +
    `placeholder="weixin://wxpay/bizpayurl?pr=…"></label><button class="primary">${t.open}</button></form>`;
  return page({
    lang,
    title: t.scan,
    colour: bank.sims.wechat.colour,
    body: card(t.paste, paste) + card(t.pick, list || `<p>${t.none}</p>`),
  });
}
