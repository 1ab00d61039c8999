import { defineMachine } from '@/lib/kernel/machine';

/** Any rejection freezes the request; a signature that is not the last one leaves it pending; what nobody decides in time ends by itself. */
export const approvalMachine = defineMachine({
  noun: 'approval',
  initial: 'pending',
  states: ['pending', 'approved', 'rejected', 'expired'],
  transitions: [
    { on: 'sign', from: ['pending'], to: 'pending' },
    { on: 'complete', from: ['pending'], to: 'approved' },
    { on: 'reject', from: ['pending'], to: 'rejected' },
    { on: 'expire', from: ['pending'], to: 'expired' },
  ],
});

export type ApprovalStatus = (typeof approvalMachine.states)[number];
