/** What the worker runs for invoices. */
import { z } from 'zod';
import type { InstitutionId } from '@/lib/kernel/ids';
import { correctInvoice } from './commands/correct-invoice';
import { issueInvoice } from './commands/issue-invoice';
import { invoiceDeps } from './deps';
import { ISSUE_JOB } from './job-name';

const payloadSchema = z.object({ institutionId: z.string(), invoiceId: z.string() });

export const invoiceJobs = {
  [ISSUE_JOB]: async (payload: unknown): Promise<void> => {
    const { institutionId, invoiceId } = payloadSchema.parse(payload);
    await issueInvoice(invoiceDeps(), institutionId as InstitutionId, invoiceId);
  },
};

interface WentBack { readonly payload: Readonly<Record<string, unknown>> }

export const invoiceConsumers = {
  'refund.succeeded': [async (institutionId: InstitutionId, events: readonly WentBack[]): Promise<void> => {
    const payments = new Set(events.map(({ payload }) => payload.paymentId).filter((id) => typeof id === 'string'));
    for (const paymentId of payments) await correctInvoice(invoiceDeps(), institutionId, paymentId);
  }],
};
