/**
 * The misbehaviours the sandbox bank knows, as data: what the control panel lists and what rules may name. A rule turns one on for
 * everything, one channel, one merchant or one order, always or with a probability decided by the seed.
 */
import type { Operation } from './bank/types';

export interface Misbehaviour {
  readonly zh: string;
  readonly en: string;
  /** What it does, one sentence in each language. */
  readonly zhDoes: string;
  readonly enDoes: string;
  /** Where in an order's life it strikes. */
  readonly strikes: readonly Operation[];
  /** Parameters with their defaults; `times` counts per order. */
  readonly params: Readonly<Record<string, number>>;
}

const ANYWHERE: readonly Operation[] = ['create', 'pay', 'query', 'close', 'refund', 'refund-query', 'statement'];

export const MISBEHAVIOURS = {
  'callback-lost': {
    zh: '回调丢失',
    en: 'Callback lost',
    zhDoes: '永远不发送回调。',
    enDoes: 'The callback is never sent.',
    strikes: ['callback'],
    params: {},
  },
  'callback-late': {
    zh: '回调迟到',
    en: 'Callback late',
    zhDoes: '首次回调推迟若干秒。',
    enDoes: 'The first try comes some seconds later.',
    strikes: ['callback'],
    params: { seconds: 60 },
  },
  'callback-duplicate': {
    zh: '回调重复',
    en: 'Callback duplicated',
    zhDoes: '同一回调并发发送多份。',
    enDoes: 'The same callback is sent several times at once.',
    strikes: ['callback'],
    params: { copies: 5 },
  },
  'callback-forged': {
    zh: '伪造回调',
    en: 'Callback forged',
    zhDoes: '先发一份用错误密钥签名、金额被改的回调。',
    enDoes: 'Before the genuine one comes one signed with a wrong key and an altered amount.',
    strikes: ['callback'],
    params: { deltaFen: 100 },
  },
  'callback-wrong-amount': {
    zh: '回调金额错误',
    en: 'Callback with wrong amount',
    zhDoes: '签名正确但金额不符；查询仍说真话。',
    enDoes: 'Correctly signed, yet the amount differs; a query still tells the truth.',
    strikes: ['callback'],
    params: { deltaFen: 1 },
  },
  'callback-before-response': {
    zh: '回调先于应答',
    en: 'Callback before the response',
    zhDoes: '下单即付款，回调先到，下单应答后到。',
    enDoes: 'The order is paid at once and its callback arrives before the create answer.',
    strikes: ['create'],
    params: {},
  },
  'create-timeout-order-exists': {
    zh: '下单超时（订单已建）',
    en: 'Create times out, order exists',
    zhDoes: '订单已建立，但应答永远不来。',
    enDoes: 'The order is made, its answer never comes.',
    strikes: ['create'],
    params: { ms: 60_000 },
  },
  'create-timeout-no-order': {
    zh: '下单超时（订单未建）',
    en: 'Create times out, no order',
    zhDoes: '没有订单，也没有应答。',
    enDoes: 'No order and no answer.',
    strikes: ['create'],
    params: { ms: 60_000 },
  },
  'create-error-500': {
    zh: '下单系统错误',
    en: 'Create answers 500',
    zhDoes: '下单返回系统错误，订单未建立。',
    enDoes: 'A system error instead of an order.',
    strikes: ['create'],
    params: {},
  },
  'query-unknown': {
    zh: '查询不明',
    en: 'Query unclear',
    zhDoes: '前几次查询答复状态不明。',
    enDoes: 'The first queries answer that the state is unclear.',
    strikes: ['query'],
    params: { times: 3 },
  },
  'query-not-found-first': {
    zh: '查询先查无此单',
    en: 'Query not found at first',
    zhDoes: '前几次查询答复订单不存在。',
    enDoes: 'The first queries say there is no such order.',
    strikes: ['query'],
    params: { times: 2 },
  },
  'paid-but-unknown': {
    zh: '已扣款但状态不明',
    en: 'Debited but unclear',
    zhDoes: '已扣款；若干秒内查询不明、回调不来。',
    enDoes: 'The debit is taken; for some seconds queries are unclear and no callback comes.',
    strikes: ['pay'],
    params: { seconds: 120 },
  },
  'pay-after-close': {
    zh: '关单后仍付款',
    en: 'Paid after close',
    zhDoes: '关单（或过期）成功后，付款仍然到账。',
    enDoes: 'The close (or expiry) succeeds and the payment still goes through.',
    strikes: ['close', 'pay'],
    params: { seconds: 1 },
  },
  'refund-accepted-then-failed': {
    zh: '退款受理后失败',
    en: 'Refund accepted, then failed',
    zhDoes: '退款先受理，之后失败。',
    enDoes: 'The refund is accepted and fails later.',
    strikes: ['refund'],
    params: {},
  },
  'refund-timeout-after-paying': {
    zh: '退款已付但超时',
    en: 'Refund paid, answer lost',
    zhDoes: '退款已执行，应答永远不来。',
    enDoes: 'The refund is done, its answer never comes.',
    strikes: ['refund'],
    params: { ms: 60_000 },
  },
  slow: {
    zh: '缓慢',
    en: 'Slow',
    zhDoes: '每次应答前先等待。',
    enDoes: 'Every answer waits first.',
    strikes: ANYWHERE,
    params: { ms: 3_000 },
  },
  down: { zh: '宕机', en: 'Down', zhDoes: '连接被重置。', enDoes: 'Connections are reset.', strikes: ANYWHERE, params: {} },
  maintenance: {
    zh: '维护',
    en: 'Maintenance',
    zhDoes: '答复系统维护中。',
    enDoes: 'Answers that the system is under maintenance.',
    strikes: ANYWHERE,
    params: {},
  },
  'statement-missing-row': {
    zh: '对账单缺行',
    en: 'Statement misses rows',
    zhDoes: '已付款却不在文件里。',
    enDoes: 'Paid, yet not in the file.',
    strikes: ['statement'],
    params: { rows: 1 },
  },
  'statement-extra-row': {
    zh: '对账单多行',
    en: 'Statement has extra rows',
    zhDoes: '文件里有平台不认识的交易。',
    enDoes: 'Rows of payments the platform does not know.',
    strikes: ['statement'],
    params: { rows: 1 },
  },
  'statement-amount-differs': {
    zh: '对账单金额不符',
    en: 'Statement amount differs',
    zhDoes: '文件金额与付款差几分。',
    enDoes: 'The amount in the file differs by fen.',
    strikes: ['statement'],
    params: { rows: 1, deltaFen: 1 },
  },
  'statement-duplicate-row': {
    zh: '对账单重复行',
    en: 'Statement repeats rows',
    zhDoes: '同一笔出现两次。',
    enDoes: 'The same row appears twice.',
    strikes: ['statement'],
    params: { rows: 1 },
  },
  'statement-next-day-row': {
    zh: '对账单跨日',
    en: 'Statement row on the next day',
    zhDoes: '当日的付款出现在次日文件里。',
    enDoes: "The day's payment appears in the next day's file.",
    strikes: ['statement'],
    params: { rows: 1 },
  },
  'statement-late': {
    zh: '对账单迟到',
    en: 'Statement late',
    zhDoes: '前几次下载答复尚未生成。',
    enDoes: 'The first downloads answer that the file is not ready.',
    strikes: ['statement'],
    params: { times: 3 },
  },
} as const satisfies Readonly<Record<string, Misbehaviour>>;

export type Fault = keyof typeof MISBEHAVIOURS;
export const FAULTS = Object.keys(MISBEHAVIOURS) as Fault[];
export const isFault = (text: string): text is Fault => Object.hasOwn(MISBEHAVIOURS, text);
export const misbehaviour = (fault: Fault): Misbehaviour => MISBEHAVIOURS[fault];
