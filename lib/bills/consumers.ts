/** What bills do when other people have decided. */
import { APPROVAL_APPROVED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { settleWriteOff } from './commands/request-write-off';

interface Decided {
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A no needs nothing: the bill was never touched. */
export const billConsumers = {
  [APPROVAL_APPROVED]: [
    async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
      for (const { payload } of events) if (payload['kind'] === 'bill-write-off') await settleWriteOff(institutionId, String(payload['approvalId']));
    },
  ],
};
