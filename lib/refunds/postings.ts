/** Which entries a refund's steps make; the rules themselves are ledger data. */
import { entryOf, type EntryDraft } from '@/lib/ledger';
import type { Instant } from '@/lib/kernel/time';
import type { LockedRefund } from './row';

/** approved: income is taken back and owed to the payer. succeeded: paid out of the channel. failed: the debt to the payer is undone. returned: it came back. transferred: paid from our own account. */
export const entryFor = (refund: LockedRefund, what: 'approved' | 'succeeded' | 'transferred' | 'failed' | 'returned', at: Instant): EntryDraft => entryOf({
  key: `refund-${what}:${refund.id}`, kind: `refund-${what}`, at, subjectKind: 'refund', subjectId: refund.id, currency: refund.currency,
  amountMinor: refund.amountMinor, channel: what === 'transferred' ? 'transfer' : refund.channel,
});
