/**
 * What each state of each noun means to the person who sees it. The words are in `messages/<locale>/states.json` under
 * `<noun>.<state>`; a test keeps the two in step.
 */
import type { Meaning } from './state-shape';

export const STATES = {
  payment: {
    created: 'waiting', validated: 'waiting', submitted: 'waiting', unknown: 'attention',
    succeeded: 'good', failed: 'wrong', closed: 'rest', reversed: 'rest',
  },
  attempt: {
    created: 'waiting', submitting: 'waiting', accepted: 'waiting', unknown: 'attention',
    succeeded: 'good', declined: 'wrong', 'not-sent': 'rest', closed: 'rest',
  },
  bill: {
    draft: 'rest', issued: 'waiting', 'part-paid': 'waiting', paid: 'good',
    overdue: 'attention', 'written-off': 'rest', cancelled: 'rest',
  },
  refund: {
    requested: 'waiting', approved: 'waiting', rejected: 'wrong', executing: 'waiting',
    unknown: 'attention', succeeded: 'good', failed: 'wrong', returned: 'attention',
  },
  approval: { pending: 'waiting', approved: 'good', rejected: 'wrong', expired: 'rest' },
  breaker: { closed: 'good', open: 'wrong', 'half-open': 'attention' },
  channel: { good: 'good', degraded: 'attention', down: 'wrong', maintenance: 'waiting' },
  statementFile: { received: 'waiting', parsed: 'waiting', matched: 'good', failed: 'wrong' },
  reconCase: {
    open: 'attention', confirmed: 'good', matched: 'good', 'written-off': 'rest',
    disputed: 'attention', suspended: 'waiting', ignored: 'rest',
  },
  suspense: { held: 'attention', credited: 'good', returned: 'rest' },
  billRun: { queued: 'waiting', running: 'waiting', done: 'good', failed: 'wrong' },
  feePlan: { draft: 'rest', active: 'good', retired: 'rest' },
  user: { active: 'good', invited: 'waiting', locked: 'wrong', disabled: 'rest' },
  invoice: { requested: 'waiting', issuing: 'waiting', issued: 'good', declined: 'wrong' },
  integrity: { sound: 'good', broken: 'wrong', checking: 'waiting' },
} as const satisfies Record<string, Record<string, Meaning>>;

export type Noun = keyof typeof STATES;
export type StateOf<N extends Noun> = Extract<keyof (typeof STATES)[N], string>;

/** The meaning of a state; one that this table does not know yet asks for attention rather than looking fine. */
export function meaningOf(noun: Noun, state: string): Meaning {
  const table: Record<string, Meaning> = STATES[noun];
  return table[state] ?? 'attention';
}
