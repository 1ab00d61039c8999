import { defineMachine } from '@/lib/kernel/machine';

/** Any rejection freezes the request; a signature that is not the last one leaves it pending. */
export const approvalMachine = defineMachine({
  noun: 'approval',
  initial: 'pending',
  states: ['pending', 'approved', 'rejected'],
  transitions: [
    { on: 'sign', from: ['pending'], to: 'pending' },
    { on: 'complete', from: ['pending'], to: 'approved' },
    { on: 'reject', from: ['pending'], to: 'rejected' },
  ],
});

export type ApprovalStatus = (typeof approvalMachine.states)[number];
