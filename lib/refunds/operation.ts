/** What the approvers sign: built when the refund is requested and again, from its own rows, before it is executed. */
import type { Operation } from '@/lib/approvals';
import type { MoneyWire } from '@/lib/kernel/money';

export interface RefundFacts {
  readonly refundId: string;
  readonly paymentId: string;
  readonly channel: string;
  readonly orderNo: string;
  readonly refundNo: string;
  readonly amount: MoneyWire;
}

export const refundOperation = (facts: RefundFacts): Operation => ({
  kind: 'refund', subjectKind: 'refund', subjectId: facts.refundId, amount: facts.amount,
  facts: { paymentId: facts.paymentId, channel: facts.channel, orderNo: facts.orderNo, refundNo: facts.refundNo, route: 'original' },
});
