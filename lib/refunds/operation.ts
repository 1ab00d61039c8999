/** What the approvers sign: built when the refund is requested and again, from its own rows, before it is executed. */
import type { Operation } from '@/lib/approvals';
import type { Currency, MoneyWire } from '@/lib/kernel/money';
import { sha256Hex } from '@/lib/platform/crypto';
import type { SignedItem } from './items';

export interface RefundFacts {
  readonly refundId: string;
  readonly paymentId: string;
  readonly channel: string;
  readonly orderNo: string;
  readonly refundNo: string;
  readonly amount: MoneyWire;
  /** Where it was asked for by item; in one order. */
  readonly items?: readonly SignedItem[];
}

export const refundOperation = (facts: RefundFacts): Operation => ({
  kind: 'refund', subjectKind: 'refund', subjectId: facts.refundId, amount: facts.amount,
  facts: { paymentId: facts.paymentId, channel: facts.channel, orderNo: facts.orderNo, refundNo: facts.refundNo, route: 'original', ...itemFacts(facts.items) },
});

const itemFacts = (items: readonly SignedItem[] = []): Operation['facts'] => (items.length === 0 ? {} : {
  items: items.map((i) => ({ bill: i.bill, item: i.item, amount: i.amount })),
});

/** `payeePrint`: keyed hash of holder, bank and number, so that not one digit can change between consent and transfer. */
export const transferOperation = (facts: Omit<RefundFacts, 'orderNo' | 'channel'> & { readonly payeeHint: string; readonly payeePrint: string }): Operation => ({
  kind: 'refund-transfer', subjectKind: 'refund', subjectId: facts.refundId, amount: facts.amount,
  facts: { paymentId: facts.paymentId, refundNo: facts.refundNo, route: 'transfer', payee: facts.payeeHint, payeePrint: facts.payeePrint },
});

export interface BatchPart {
  readonly refundId: string;
  readonly paymentId: string;
  readonly refundNo: string;
  readonly amountMinor: bigint;
}

/** Total, count and a hash over every part: no part can be put in, taken out or changed. */
export function batchOperation(batchId: string, title: string, currency: Currency, parts: readonly BatchPart[]): Operation {
  const sorted = [...parts].sort((a, b) => (a.refundId < b.refundId ? -1 : 1));
  const total = sorted.reduce((sum, part) => sum + part.amountMinor, 0n);
  return {
    kind: 'refund-batch', subjectKind: 'refund-batch', subjectId: batchId, amount: { minor: total.toString(), currency },
    facts: {
      title, count: sorted.length.toString(), route: 'original',
      parts: sha256Hex(sorted.map((p) => `${p.refundId} ${p.paymentId} ${p.refundNo} ${p.amountMinor}`).join('\n')),
    },
  };
}
