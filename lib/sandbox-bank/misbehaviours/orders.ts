/** Orders and payments: answers that never come, debits nobody admits, queries that say something else. */
import { named } from './misbehaviour';

export const ORDER_MISBEHAVIOURS = {
  'callback-before-response': named(
    ['create'],
    ['回调先于应答', '下单即付款，回调先到，下单应答后到。'],
    ['Callback before the response', 'The order is paid at once and its callback arrives before the create answer.'],
  ),
  'create-timeout-order-exists': named(
    ['create'],
    ['下单超时（订单已建）', '订单已建立，但应答永远不来。'],
    ['Create times out, order exists', 'The order is made, its answer never comes.'],
    { params: { ms: 60_000 } },
  ),
  'create-timeout-no-order': named(
    ['create'],
    ['下单超时（订单未建）', '没有订单，也没有应答。'],
    ['Create times out, no order', 'No order and no answer.'],
    { params: { ms: 60_000 } },
  ),
  'create-error-500': named(
    ['create'],
    ['下单系统错误', '下单返回系统错误，订单未建立。'],
    ['Create answers 500', 'A system error instead of an order.'],
  ),
  'paid-at-last-second': named(
    ['pay'],
    ['过期前一秒付款', '付款人在订单到期前的最后一秒付款，回调不来。'],
    ['Paid in the last second', 'The payer pays in the last second of the order, and no callback comes.'],
  ),
  'partial-payment': named(
    ['pay'],
    ['部分付款', '银行少收了几分，并且回调、查询都这样说。'],
    ['Partial payment', 'The bank takes some fen less, and says so in callback and query alike.'],
    { params: { deltaFen: 100 } },
  ),
  'paid-but-unknown': named(
    ['pay'],
    ['已扣款但状态不明', '已扣款；若干秒内查询不明、回调不来。'],
    ['Debited but unclear', 'The debit is taken; for some seconds queries are unclear and no callback comes.'],
    { params: { seconds: 120 } },
  ),
  'failed-but-unknown': named(
    ['pay'],
    ['不明后失败', '若干秒内查询不明，之后失败，没有扣款。'],
    ['Unclear, then failed', 'For some seconds queries are unclear; then the payment has failed and nothing was taken.'],
    { params: { seconds: 120 } },
  ),
  'unknown-past-day': named(
    ['pay'],
    ['不明超过一个营业日', '已扣款；一天多之后才说清楚。'],
    ['Unclear past the business day', 'The debit is taken; more than a day passes before the bank says so.'],
    { params: { seconds: 100_000 } },
  ),
  'pay-after-close': named(
    ['close', 'pay'],
    ['关单后仍付款', '关单（或过期）成功后，付款仍然到账。'],
    ['Paid after close', 'The close (or expiry) succeeds and the payment still goes through.'],
    { params: { seconds: 1 } },
  ),
  'paid-twice': named(
    ['close', 'pay'],
    ['两个渠道各付一次', '换渠道时第一单已关，付款人却两单都付了。'],
    ['Paid twice through two channels', 'The first order was closed for another channel, and the payer pays both.'],
    { params: { seconds: 1 } },
  ),
  'reversed-later': named(
    ['pay'],
    ['成功后被撤回', '成功之后银行自行把钱退回付款人。'],
    ['Success, then taken back', 'After success the bank gives the money back to the payer unasked.'],
    { params: { seconds: 60 } },
  ),
  'query-unknown': named(
    ['query'],
    ['查询不明', '前几次查询答复状态不明。'],
    ['Query unclear', 'The first queries answer that the state is unclear.'],
    { params: { times: 3 } },
  ),
  'query-not-found-first': named(
    ['query'],
    ['查询先查无此单', '前几次查询答复订单不存在。'],
    ['Query not found at first', 'The first queries say there is no such order.'],
    { params: { times: 2 } },
  ),
  'query-flips': named(
    ['query'],
    ['查询反复', '查询一次说没有、一次说真话，如此反复。'],
    ['Query flips', 'Queries say now that there is no such order, now the truth.'],
  ),
  'query-contradicts-callback': named(
    ['query'],
    ['查询与回调矛盾', '回调已说付款，之后的查询仍说没有此单。'],
    ['Query contradicts the callback', 'The callback said paid; the first queries after it say there is no such order.'],
    { params: { times: 3 } },
  ),
};
