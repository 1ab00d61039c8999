/**
 * Mistakes that were made elsewhere with real money, planted one at a time. A simulation that does not find each of them within a few hundred seeds
 * proves nothing. They wrap the real commands from outside; the product has no switch for being wrong.
 */
import type { ChannelEvidence } from '@/lib/payments/evidence';
import type { Effects } from '@/lib/payments/effects';
import type { ChannelGateway } from '@/lib/payments/gateway';
import type { RefundFact, RefundOutcome } from '@/lib/channels/port';
import { money } from '@/lib/kernel/money';
import { instant } from '@/lib/kernel/time';

export const BUGS = {
  'timeout-is-failed': 'an unclear answer to create is taken for a refusal',
  'cascade-on-unknown': 'after an unclear answer the next channel is tried at once',
  'close-without-asking': 'an order is closed here without being closed at the bank',
  'query-failure-is-closed': 'an order whose query fails is taken for a dead one',
  'unpaid-is-closed': 'an order that waits for its payer is taken for a dead one',
  'no-dedupe-of-callbacks': 'every delivery of a callback counts as money of its own',
  'ignore-amount': 'the amount of a callback is not compared',
  'forget-inquiries': 'an order whose end is unknown is not asked about again',
  'holds-kept': 'bills of an ended payment stay held',
  'suspense-dropped': 'money that cannot be booked is forgotten',
  'credit-without-posting': 'bills are credited, the books are not told',
  'forget-what-was-shown': 'what the payer was shown is not written down, so an order that can be paid is left behind',
  'refund-timeout-is-failed': 'an unclear answer to a refund is taken for a refusal',
  'refund-repeats-blindly': 'an unclear refund is told again without asking first',
  'refund-new-number': 'an unclear refund is told again under a new number',
  'refund-processing-is-done': 'a refund that was accepted is taken for done',
  'refund-forgotten': 'a refund whose end is unknown is not asked about again',
} as const;
export type BugName = keyof typeof BUGS;
export const isBug = (text: string): text is BugName => Object.hasOwn(BUGS, text);

export function bugGateway(bug: BugName | undefined, real: ChannelGateway): ChannelGateway {
  switch (bug) {
    case 'timeout-is-failed':
    case 'cascade-on-unknown':
      return {
        ...real,
        create: async (contract, order) => {
          const answer = await real.create(contract, order);
          if (answer.certainty !== 'unknown') return answer;
          return bug === 'timeout-is-failed'
            ? { certainty: 'declined', code: answer.code, cause: 'network', message: '' }
            : { certainty: 'not-sent', code: answer.code, cause: 'network' };
        },
      };
    case 'close-without-asking':
      return { ...real, close: async () => ({ certainty: 'closed' }) };
    case 'query-failure-is-closed':
      return {
        ...real,
        query: async (contract, order) => {
          const fact = await real.query(contract, order);
          return fact.state === 'unknown' ? { state: 'closed' } : fact;
        },
      };
    case 'unpaid-is-closed':
      return {
        ...real,
        query: async (contract, order) => {
          const fact = await real.query(contract, order);
          return fact.state === 'unpaid' ? { state: 'closed' } : fact;
        },
      };
    default:
      return real;
  }
}

let deliveries = 0;
export function bugEvidence(bug: BugName | undefined, evidence: ChannelEvidence, orderedMinor: bigint | undefined): ChannelEvidence {
  if (evidence.fact.state !== 'paid') return evidence;
  if (bug === 'no-dedupe-of-callbacks' && evidence.source === 'callback') {
    return { ...evidence, fact: { ...evidence.fact, channelTradeNo: `${evidence.fact.channelTradeNo}#${++deliveries}` } };
  }
  if (bug === 'ignore-amount' && orderedMinor !== undefined) {
    return { ...evidence, fact: { ...evidence.fact, amount: money(orderedMinor, evidence.fact.amount.currency) } };
  }
  return evidence;
}

export function bugEffects(bug: BugName | undefined, effects: Effects): Effects {
  switch (bug) {
    case 'forget-inquiries':
      return {
        ...effects,
        inquiries: effects.inquiries.map((i) => ({ ...i, dueAt: i.tries > 0 || effects.newAttempts.length === 0 ? null : i.dueAt })),
      };
    case 'forget-what-was-shown':
      return { ...effects, attempts: effects.attempts.map((a) => ({ ...a, presentation: null })) };
    case 'holds-kept':
      return { ...effects, releases: [] };
    case 'suspense-dropped':
      return {
        ...effects,
        newSuspense: [],
        entries: effects.entries.filter((e) => e.kind !== 'suspense-received'),
      };
    case 'credit-without-posting':
      return { ...effects, entries: effects.entries.filter((e) => e.kind !== 'payment-succeeded') };
    default:
      return effects;
  }
}

export function bugRefundOutcome(bug: BugName | undefined, outcome: RefundOutcome): RefundOutcome {
  if (bug === 'refund-timeout-is-failed' && outcome.certainty === 'unknown') return { certainty: 'declined', code: outcome.code, cause: 'network', message: '' };
  if (bug === 'refund-processing-is-done' && outcome.certainty === 'accepted') return { certainty: 'succeeded', channelRefundNo: 'R', at: instant(0) };
  return outcome;
}

export function bugRefundFact(bug: BugName | undefined, fact: RefundFact): RefundFact {
  if (bug === 'refund-timeout-is-failed' && fact.state === 'unknown') return { state: 'failed', code: fact.code, cause: fact.cause };
  return fact;
}
