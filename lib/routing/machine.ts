/** Circuit breaker of one institution's contract with one channel. */
import { defineMachine, type EventOf, type StateOf } from '@/lib/kernel/machine';

export const breakerMachine = defineMachine({
  noun: 'breaker',
  initial: 'closed',
  states: ['closed', 'open', 'half-open'],
  transitions: [
    // Three timeouts in a row, or too many failures in the window.
    { on: 'trip', from: ['closed', 'half-open'], to: 'open' },
    // The pause is over and a probe was answered: one payment may try.
    { on: 'allow-trial', from: ['open'], to: 'half-open' },
    { on: 'trial-succeeded', from: ['half-open'], to: 'closed' },
  ],
});
export type BreakerState = StateOf<typeof breakerMachine>;
export type BreakerEvent = EventOf<typeof breakerMachine>;
