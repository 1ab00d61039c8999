/**
 * Two machines. A *payment* is the payer's intention to settle some bills; an *attempt* is one order at one bank.
 *
 * Unknown is never failed: from `unknown` a payment can only be cleared by the bank's word, succeed, or close; `give-up`, the one event a
 * clock may cause, leaves only states in which every attempt is certainly dead. Money that comes after all is its own event, `late-success`.
 */
import { defineMachine, type EventOf, type StateOf } from '@/lib/kernel/machine';

export const paymentMachine = defineMachine({
  noun: 'payment',
  initial: 'created',
  states: ['created', 'submitted', 'unknown', 'succeeded', 'failed', 'closed', 'reversed'],
  transitions: [
    { on: 'submit', from: ['created'], to: 'submitted' },
    // An order at a bank whose state we do not know.
    { on: 'lose-sight', from: ['submitted'], to: 'unknown' },
    // The bank told us: the order waits there, or is certainly dead.
    { on: 'clear', from: ['unknown'], to: 'submitted' },
    { on: 'succeed', from: ['created', 'submitted', 'unknown'], to: 'succeeded' },
    // No order is alive anywhere and nobody chose another way in time.
    { on: 'give-up', from: ['created', 'submitted'], to: 'failed' },
    { on: 'close', from: ['created', 'submitted'], to: 'closed' },
    // The bank holds money we cannot book to this payment (it went to suspense): the intention ends, the money does not.
    { on: 'set-aside', from: ['created', 'submitted', 'unknown'], to: 'closed' },
    { on: 'late-success', from: ['failed', 'closed'], to: 'succeeded' },
    { on: 'reverse', from: ['succeeded'], to: 'reversed' },
  ],
});

export const attemptMachine = defineMachine({
  noun: 'attempt',
  initial: 'created',
  states: ['created', 'submitting', 'accepted', 'unknown', 'succeeded', 'declined', 'not-sent', 'closed'],
  transitions: [
    { on: 'submit', from: ['created'], to: 'submitting' },
    { on: 'accept', from: ['submitting', 'unknown'], to: 'accepted' },
    { on: 'lose-sight', from: ['submitting', 'accepted'], to: 'unknown' },
    { on: 'decline', from: ['submitting', 'accepted', 'unknown'], to: 'declined' },
    // Certainly never reached the bank: nothing was sent, or the bank does not know the number once its grace is over.
    { on: 'not-send', from: ['submitting', 'unknown'], to: 'not-sent' },
    { on: 'close', from: ['created', 'submitting', 'accepted', 'unknown'], to: 'closed' },
    { on: 'set-aside', from: ['created', 'submitting', 'accepted', 'unknown'], to: 'closed' },
    { on: 'succeed', from: ['created', 'submitting', 'accepted', 'unknown'], to: 'succeeded' },
    { on: 'late-success', from: ['declined', 'not-sent', 'closed'], to: 'succeeded' },
  ],
});

export type PaymentState = StateOf<typeof paymentMachine>;
export type PaymentEvent = EventOf<typeof paymentMachine>;
export type AttemptState = StateOf<typeof attemptMachine>;
export type AttemptEvent = EventOf<typeof attemptMachine>;

/** States in which an order may still take money at a bank; a payment has at most one such attempt (partial unique index). */
export const LIVE_ATTEMPT_STATES = ['created', 'submitting', 'accepted', 'unknown'] as const satisfies readonly AttemptState[];
/** States in which a payment keeps its bills held. */
export const OPEN_PAYMENT_STATES = ['created', 'submitted', 'unknown'] as const satisfies readonly PaymentState[];
export const isLive = (state: AttemptState): boolean => (LIVE_ATTEMPT_STATES as readonly AttemptState[]).includes(state);
export const isOpen = (state: PaymentState): boolean => (OPEN_PAYMENT_STATES as readonly PaymentState[]).includes(state);
