/** Browser-safe door of disputes: states, kinds, limits, forms and views. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';

export const DISPUTE_STATES = ['open', 'escalated', 'answered', 'withdrawn'] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];
export const DISPUTE_KINDS = ['paid-not-shown', 'amount-wrong', 'paid-twice', 'not-mine', 'other'] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];

export const ANSWER_WITHIN_HOURS = 24;
export const DISPUTE_TEXT_MAX = 500;
/** Of one payment in all, so that nobody floods the queue with one. */
export const DISPUTES_PER_PAYMENT_MAX = 5;

const id = z.string().max(40);
export const raiseDisputeInput = z.object({
  paymentId: id, kind: z.enum(DISPUTE_KINDS), text: z.string().trim().min(1).max(DISPUTE_TEXT_MAX), idempotencyKey: z.string().min(8).max(60),
});
export const withdrawDisputeInput = z.object({ disputeId: id });
export const takeDisputeInput = z.object({ disputeId: id });
export const EVIDENCE_BYTES_MAX = 10 * 1024 * 1024;
export const answerDisputeInput = z.object({
  disputeId: id, answer: z.string().trim().min(1).max(DISPUTE_TEXT_MAX), evidence: z.instanceof(File).refine((file) => file.size <= EVIDENCE_BYTES_MAX).optional(),
});

export interface DisputeRowView {
  readonly id: string;
  readonly number: string;
  readonly kind: DisputeKind;
  readonly status: DisputeState;
  readonly text: string;
  readonly raisedAt: string;
  readonly dueAt: string;
  readonly answeredAt: string | null;
  readonly answer: string | null;
  readonly paymentId: string;
  readonly paymentNumber: string;
  readonly amount: MoneyWire;
  readonly ownerName: string | null;
}

export interface DisputeEventView {
  readonly id: string;
  readonly kind: string;
  readonly note: string | null;
  readonly document: { readonly name: string; readonly bytes: number } | null;
  readonly at: string;
  readonly actor: string;
}

/** What a clerk needs in order to answer: the payment's own state, and what the banks say about it. */
export interface DisputeDetailView extends DisputeRowView {
  readonly payer: { readonly number: string; readonly name: string } | null;
  readonly paymentStatus: string;
  readonly channel: string | null;
  readonly paidAt: string | null;
  /** `reconciled`: a line of the bank agrees. `difference`: a case is open. `waiting`: the bank has not shown it yet. `unpaid`: no money came. */
  readonly bankSays: 'reconciled' | 'difference' | 'waiting' | 'unpaid';
  readonly caseDay: string | null;
  readonly mayAnswer: boolean;
  readonly events: readonly DisputeEventView[];
}
