/**
 * A refund from the wish to the money back. `executing`: the bank was told, or has accepted it; `unknown`: it was told and we do not know what it
 * did. Unknown is asked about, never repeated blindly and never called failed by a clock. `returned`: it had succeeded and came back.
 */
import { defineMachine, type EventOf, type StateOf } from '@/lib/kernel/machine';

export const refundMachine = defineMachine({
  noun: 'refund',
  initial: 'requested',
  states: ['requested', 'approved', 'rejected', 'executing', 'unknown', 'succeeded', 'failed', 'returned'],
  transitions: [
    { on: 'approve', from: ['requested'], to: 'approved' },
    { on: 'reject', from: ['requested'], to: 'rejected' },
    { on: 'send', from: ['approved', 'unknown'], to: 'executing' },
    // Certainly nothing reached the bank: it may be sent again.
    { on: 'not-send', from: ['executing'], to: 'approved' },
    { on: 'lose-sight', from: ['executing'], to: 'unknown' },
    { on: 'accept', from: ['unknown'], to: 'executing' },
    { on: 'succeed', from: ['approved', 'executing', 'unknown'], to: 'succeeded' },
    { on: 'fail', from: ['approved', 'executing', 'unknown'], to: 'failed' },
    { on: 'return', from: ['succeeded'], to: 'returned' },
  ],
});
export type RefundState = StateOf<typeof refundMachine>;
export type RefundEvent = EventOf<typeof refundMachine>;
