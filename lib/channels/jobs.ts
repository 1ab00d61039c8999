/** What channels do with other modules' events: an agreed change of an account takes effect. */
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { settleAccount } from './commands/propose-account';

interface Decided { readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>> }

const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const event of events) if (event.payload.kind === 'channel-account-change') await settleAccount(institutionId, event.subjectId, decision);
};

export const channelConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
