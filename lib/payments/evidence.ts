/** What we learnt about an order and from whom: callback, query, statement, close and a person's confirmation speak the same words. */
import type { ChannelCode, OrderFact } from '@/lib/channels/port';
import type { PaymentId } from '@/lib/kernel/ids';
import type { PaymentState } from './machine';
import type { SuspenseKind } from './rows';

export type EvidenceSource = 'callback' | 'query' | 'close' | 'statement' | 'manual';

export interface ChannelEvidence {
  readonly source: EvidenceSource;
  /** What it can be found by: inbound message id, statement line id, approval, … Kept in the transition. */
  readonly reference: string;
  readonly channel: ChannelCode;
  readonly orderNo: string;
  readonly fact: OrderFact;
  /** Who says so, where it is not the source itself: `user:usr_…` for a confirmation by hand. */
  readonly actor?: string;
  /** `closed` ends the order but not the payment: the payer goes on by another way. */
  readonly keepPayment?: boolean;
  /** Inquiries made so far, by the sweeper: the next one is put further away. */
  readonly tries?: number;
}

/** What one piece of evidence did. */
export type OutcomeKind =
  /** The payment succeeded: ledger posted, bills credited. */
  | 'credited'
  /** Nothing new: a duplicate, or something we knew better. */
  | 'already'
  /** The money is held for a person to decide. */
  | 'suspense'
  | 'declined'
  | 'closed'
  | 'not-sent'
  /** The order stands at the bank and waits for the payer. */
  | 'open'
  /** No final word yet; the next inquiry is planned. */
  | 'waiting'
  /** No order of this institution has that number and no money came with it. */
  | 'unknown-order';

export interface OutcomeResult {
  readonly orderNo: string;
  readonly outcome: OutcomeKind;
  readonly paymentId: PaymentId | null;
  readonly status: PaymentState | null;
  readonly suspense?: { readonly id: string; readonly kind: SuspenseKind };
}

export const actorOf = (evidence: ChannelEvidence): string => {
  if (evidence.actor) return evidence.actor;
  return evidence.source === 'callback' ? `channel:${evidence.channel}` : `system:${evidence.source}`;
};
