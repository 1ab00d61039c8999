/** What routing does with other modules' events. */
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { settleRouting } from './commands/propose-routing';

interface Decided { readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>> }

const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const event of events) if (event.payload.kind === 'routing-change') await settleRouting(institutionId, event.subjectId, decision);
};

export const routingConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
