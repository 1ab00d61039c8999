/** Refunds that are refused, fail later, come back, or whose answer is lost. */
import { named } from './misbehaviour';

export const REFUND_MISBEHAVIOURS = {
  'refund-accepted-then-failed': named(
    ['refund'],
    ['退款受理后失败', '退款先受理，之后失败。'],
    ['Refund accepted, then failed', 'The refund is accepted and fails later.'],
  ),
  'refund-succeeded-then-returned': named(
    ['refund'],
    ['退款成功后退回', '退款成功，之后收款行退回。'],
    ['Refund succeeded, then returned', "The refund succeeds, and later the payer's bank sends it back."],
    { params: { seconds: 60 } },
  ),
  'refund-timeout-after-paying': named(
    ['refund'],
    ['退款已付但超时', '退款已执行，应答永远不来。'],
    ['Refund paid, answer lost', 'The refund is done, its answer never comes.'],
    { params: { ms: 60_000 } },
  ),
  'refund-timeout-not-done': named(
    ['refund'],
    ['退款超时且未执行', '第一次退款没有执行，也没有应答。'],
    ['Refund times out, not done', 'The first call is not carried out and not answered.'],
    { params: { ms: 60_000, times: 1 } },
  ),
  'refund-no-balance': named(
    ['refund'],
    ['商户余额不足', '商户余额不足，退款被拒。'],
    ['Not enough merchant balance', 'The refund is refused for want of balance.'],
  ),
  'refund-second-refused': named(
    ['refund'],
    ['第二次部分退款被拒', '每单只许退一次的银行：第二笔被拒。'],
    ['Second partial refund refused', 'A bank of one refund per order: the second one is refused.'],
  ),
  'refund-window-over': named(
    ['refund'],
    ['超过退款期限', '银行认为已过退款期限，拒绝退款。'],
    ['Refund window over', 'The bank takes the refund window to be over and refuses.'],
  ),
  'refund-count-over': named(
    ['refund'],
    ['超过退款次数', '银行认为部分退款次数用完，拒绝退款。'],
    ['Too many refunds', 'The bank takes the number of partial refunds to be used up and refuses.'],
  ),
  'refund-over-total': named(
    ['refund'],
    ['退款合计超过原单', '银行认为合计超过原单金额，拒绝退款。'],
    ['Refunds over the total', 'The bank takes the sum to exceed the order and refuses.'],
  ),
  'refund-number-reused': named(
    ['refund'],
    ['退款号重复且金额不同', '银行一次误说该退款号已用于另一金额。'],
    ['Refund number reused', 'The bank says once, wrongly, that the number was used for another amount.'],
    { params: { times: 1 } },
  ),
  'refund-query-not-found-first': named(
    ['refund-query'],
    ['退款查询先查无', '前几次退款查询答复系统错误。'],
    ['Refund query unclear at first', 'The first questions about a refund are answered with a system error.'],
    { params: { times: 3 } },
  ),
};
