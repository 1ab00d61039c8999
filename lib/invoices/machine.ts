/** An invoice's way. Issuing has no clock that ends it: a provider that does not answer is asked again, under the same serial. */
import { defineMachine, type StateOf } from '@/lib/kernel/machine';

export const invoiceMachine = defineMachine({
  noun: 'invoice',
  initial: 'requested',
  states: ['requested', 'issuing', 'issued', 'declined'],
  transitions: [
    { on: 'submit', from: ['requested'], to: 'issuing' },
    { on: 'issue', from: ['issuing'], to: 'issued' },
    { on: 'decline', from: ['issuing'], to: 'declined' },
  ],
});
export type InvoiceState = StateOf<typeof invoiceMachine>;
