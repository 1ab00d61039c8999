/**
 * An order that nobody can pay, because the only way to pay it was in an answer that nobody was shown. It is left behind for another way without its
 * bank's word: from the commit that says so no answer to it is shown any more (decide-submitted.ts), so it stays unpayable. It is closed at its bank
 * all the same, as soon as its call is over, and money for it would be what late money is. docs/decisions/051.
 */
import type { Capabilities } from '@/lib/channels/port';
import { isLive } from '../machine';
import type { Attempt } from '../rows';
import { AMOUNT_IN_DOUBT, LEFT_TO_PERSON } from './decide-paid';
import { SUBMITTING_PATIENCE_MS } from './decision';

/** Marks an order whose way to pay was kept back. */
export const WITHHELD = 'withheld';
/** Closing it sooner could come before the create that is still under way. */
export const WITHHELD_CLOSE_MS = SUBMITTING_PATIENCE_MS;

export const canWithhold = (attempt: Attempt, capabilities: Capabilities): boolean =>
  capabilities.payableOnlyByAnswer === true && capabilities.createCallsBank && isLive(attempt.status) && attempt.status !== 'created' &&
  attempt.presentation === null &&
  // Somebody seems to know this order: a message about money named it, or the bank had its number before.
  attempt.lastCode !== AMOUNT_IN_DOUBT && attempt.lastCode !== LEFT_TO_PERSON && attempt.cause !== 'duplicate-order';

export const isWithheld = (attempt: Attempt): boolean => attempt.status === 'closed' && attempt.lastCode === WITHHELD;
