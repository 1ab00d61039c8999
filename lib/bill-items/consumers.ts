/** What fee plans do when other people have decided. */
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { settleWaiver } from './commands/request-waiver';
import { settleReview } from './commands/submit-for-review';

interface Decided {
  readonly payload: Readonly<Record<string, unknown>>;
}

const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const { payload } of events) if (payload['kind'] === 'fee-plan-change') await settleReview(institutionId, String(payload['approvalId']), decision);
};

const waive = async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const { payload } of events) if (payload['kind'] === 'fee-waiver') await settleWaiver(institutionId, String(payload['approvalId']));
};

export const billItemConsumers = { [APPROVAL_APPROVED]: [settle('approved'), waive], [APPROVAL_REJECTED]: [settle('rejected')] };
