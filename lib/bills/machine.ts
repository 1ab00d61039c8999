/**
 * What can happen to a bill. `status` says where the debt stands; how much money was received or given back is the other axis
 * (`paid_minor`, `refunded_minor`) and comes from allocations alone. Giving money back never makes a debt again: a refund returns
 * what was collected too much or for a service not rendered, so the bill keeps its state and the amounts tell the rest.
 */
import { defineMachine, type EventOf, type StateOf } from '@/lib/kernel/machine';

export const billMachine = defineMachine({
  noun: 'bill',
  initial: 'draft',
  states: ['draft', 'issued', 'part-paid', 'paid', 'overdue', 'written-off', 'cancelled'],
  transitions: [
    { on: 'issue', from: ['draft'], to: 'issued' },
    { on: 'pay-part', from: ['issued', 'part-paid'], to: 'part-paid' },
    // A bill past its day stays overdue until nothing is left: part of the money does not move the day.
    { on: 'pay-part', from: ['overdue'], to: 'overdue' },
    { on: 'pay-full', from: ['issued', 'part-paid', 'overdue'], to: 'paid' },
    // Paid in parts: the part that was late is there, the next one is not due yet.
    { on: 'catch-up', from: ['overdue'], to: 'part-paid' },
    { on: 'fall-due', from: ['issued', 'part-paid'], to: 'overdue' },
    { on: 'refund', from: ['part-paid'], to: 'part-paid' },
    { on: 'refund', from: ['paid'], to: 'paid' },
    { on: 'refund', from: ['overdue'], to: 'overdue' },
    // Only a bill nobody has paid anything on may be cancelled; commands check the amounts, the machine the state.
    { on: 'cancel', from: ['draft', 'issued', 'overdue'], to: 'cancelled' },
    { on: 'write-off', from: ['issued', 'part-paid', 'overdue'], to: 'written-off' },
    { on: 'refund', from: ['written-off'], to: 'written-off' },
    // A credit note makes the bill smaller; when nothing is left of what somebody had begun to pay, it is paid.
    { on: 'credit', from: ['issued'], to: 'issued' },
    { on: 'credit', from: ['part-paid'], to: 'part-paid' },
    { on: 'credit', from: ['overdue'], to: 'overdue' },
    { on: 'credit-rest', from: ['part-paid', 'overdue'], to: 'paid' },
    // Parts with days of their own were agreed on, today or later: nothing is late any more.
    { on: 'agree', from: ['issued'], to: 'issued' },
    { on: 'agree', from: ['part-paid', 'overdue'], to: 'part-paid' },
    { on: 'put-off', from: ['overdue'], to: 'issued' },
  ],
});

export type BillState = StateOf<typeof billMachine>;
export type BillEvent = EventOf<typeof billMachine>;

/** States in which a payer can pay. */
export const PAYABLE_STATES = ['issued', 'part-paid', 'overdue'] as const satisfies readonly BillState[];
export const isPayable = (state: BillState): boolean => (PAYABLE_STATES as readonly BillState[]).includes(state);
