/**
 * What a decision wants written, as data. Stores write many at once; the view is kept up to date with the same data, so that the next item of a
 * batch is decided on what the one before it did.
 */
import { creditedState, type BillCredit, type BillHold } from '@/lib/bills';
import { assert } from '@/lib/kernel/assert';
import type { AttemptId, BillId, PaymentId } from '@/lib/kernel/ids';
import { step } from '@/lib/kernel/machine';
import { must } from '@/lib/kernel/result';
import type { Instant } from '@/lib/kernel/time';
import type { EntryDraft } from '@/lib/ledger';
import type { OutboxEvent } from '@/lib/platform/outbox';
import { attemptMachine, paymentMachine, type AttemptEvent, type PaymentEvent } from './machine';
import {
  orderKey,
  type Attempt,
  type Inquiry,
  type MoneyView,
  type Payment,
  type PaymentFile,
  type PaymentPart,
  type Suspense,
} from './rows';

export interface TransitionRow {
  readonly subjectId: string;
  readonly from: string;
  readonly event: string;
  readonly to: string;
  readonly at: Instant;
  readonly actor: string;
  readonly evidence: string | null;
}
export interface RouteRecord {
  readonly attemptId: AttemptId;
  readonly paymentId: PaymentId;
  readonly at: Instant;
  readonly chosen: string;
  readonly configVersion: number;
  /** JSON text of routing's DecisionDocument. */
  readonly document: string;
}

export interface Effects {
  readonly newPayments: Payment[];
  readonly newParts: PaymentPart[];
  readonly newAttempts: Attempt[];
  /** Whole rows after the change; the last one per id counts. */
  readonly payments: Payment[];
  readonly attempts: Attempt[];
  readonly paymentTransitions: TransitionRow[];
  readonly attemptTransitions: TransitionRow[];
  readonly holds: BillHold[];
  readonly releases: PaymentId[];
  readonly credits: BillCredit[];
  readonly entries: EntryDraft[];
  readonly inquiries: Inquiry[];
  readonly newSuspense: Suspense[];
  readonly suspenseDecided: Suspense[];
  readonly routes: RouteRecord[];
  readonly events: OutboxEvent[];
}

export const noEffects = (): Effects => ({
  newPayments: [],
  newParts: [],
  newAttempts: [],
  payments: [],
  attempts: [],
  paymentTransitions: [],
  attemptTransitions: [],
  holds: [],
  releases: [],
  credits: [],
  entries: [],
  inquiries: [],
  newSuspense: [],
  suspenseDecided: [],
  routes: [],
  events: [],
});

export const EFFECT_KEYS = Object.keys(noEffects()) as (keyof Effects)[];

/** Adds `more` behind `into`, in order. */
export function addEffects(into: Effects, more: Effects): void {
  for (const key of EFFECT_KEYS) (into[key] as unknown[]).push(...(more[key] as readonly unknown[]));
}

export interface StepInfo {
  readonly at: Instant;
  readonly actor: string;
  readonly evidence: string | null;
}

/** Moves a payment and notes it; an illegal step is a bug of the rules, never of the outside. */
export function movePayment(
  effects: Effects,
  payment: Payment,
  event: PaymentEvent,
  info: StepInfo,
  change: Partial<Payment> = {},
): Payment {
  const to = must(step(paymentMachine, payment.status, event));
  const moved: Payment = { ...payment, ...change, status: to, updatedAt: info.at };
  effects.payments.push(moved);
  effects.paymentTransitions.push({ subjectId: payment.id, from: payment.status, event, to, ...info });
  return moved;
}

export function moveAttempt(
  effects: Effects,
  attempt: Attempt,
  event: AttemptEvent,
  info: StepInfo,
  change: Partial<Attempt> = {},
): Attempt {
  const to = must(step(attemptMachine, attempt.status, event));
  const moved: Attempt = { ...attempt, ...change, status: to, updatedAt: info.at };
  effects.attempts.push(moved);
  effects.attemptTransitions.push({ subjectId: attempt.id, from: attempt.status, event, to, ...info });
  return moved;
}

/** Brings a view up to date with what was decided. Changes `view` only. */
export function applyToView(view: MoneyView, effects: Effects): void {
  for (const payment of effects.newPayments)
    view.files.set(payment.id, { payment, parts: effects.newParts.filter((p) => p.paymentId === payment.id), attempts: [] });
  for (const attempt of effects.newAttempts) {
    changeFile(view, attempt.paymentId, (file) => ({ ...file, attempts: [...file.attempts, attempt] }));
    view.orders.set(orderKey(attempt.channel, attempt.orderNo), { paymentId: attempt.paymentId, attemptId: attempt.id });
  }
  for (const payment of effects.payments) changeFile(view, payment.id, (file) => ({ ...file, payment }));
  for (const attempt of effects.attempts) {
    changeFile(view, attempt.paymentId, (file) => ({ ...file, attempts: file.attempts.map((a) => (a.id === attempt.id ? attempt : a)) }));
  }
  for (const hold of effects.holds) changeBill(view, hold.billId, { heldBy: hold.paymentId });
  for (const paymentId of effects.releases) {
    for (const part of view.files.get(paymentId)?.parts ?? []) {
      if (view.bills.get(part.billId)?.heldBy === paymentId) changeBill(view, part.billId, { heldBy: null });
    }
  }
  for (const credit of effects.credits) {
    const bill = view.bills.get(credit.billId);
    assert(bill, 'a credited bill must have been read');
    changeBill(view, credit.billId, { paidMinor: bill.paidMinor + credit.amountMinor, status: creditedState(bill, credit.amountMinor).to });
  }
  for (const item of effects.newSuspense) {
    const key = orderKey(item.channel, item.orderNo);
    view.suspense.set(key, [...(view.suspense.get(key) ?? []), item]);
  }
}

function changeFile(view: MoneyView, id: PaymentId, change: (file: PaymentFile) => PaymentFile): void {
  const file = view.files.get(id);
  assert(file, 'a changed payment must have been read');
  view.files.set(id, change(file));
}

function changeBill(
  view: MoneyView,
  id: BillId,
  change: { heldBy?: PaymentId | null; paidMinor?: bigint; status?: 'part-paid' | 'paid' | 'overdue' },
): void {
  const bill = view.bills.get(id);
  assert(bill, 'a changed bill must have been read');
  view.bills.set(id, { ...bill, ...change });
}
