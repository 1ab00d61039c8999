/** What consent sets going in the books. Each may meet an event again. */
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { reopenMonth } from './commands/reopen-month';
import { settleChart } from './own-chart/ask-for-chart';

interface Decided { readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>> }

const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const { subjectId, payload } of events) {
    const approvalId = String(payload.approvalId);
    if (payload.kind === 'period-reopen' && decision === 'approved') await reopenMonth(institutionId, subjectId, approvalId);
    if (payload.kind === 'chart-change') await settleChart(institutionId, Number.parseInt(subjectId.replace('chart-', ''), 10), approvalId, decision);
  }
};

export const ledgerConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
