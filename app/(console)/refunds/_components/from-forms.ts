import type { z } from 'zod';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { addRefundEvidence, requestBatchByNumbers, type RequestedBatch } from '@/lib/refunds';
import type { batchByNumbersSchema, EvidenceView, evidenceSchema } from '@/lib/refunds/model';

/** The bytes of a form's file, for the command that keeps them. */
export async function addEvidenceFile(ctx: Ctx, input: z.output<typeof evidenceSchema>): Promise<Result<EvidenceView>> {
  return addRefundEvidence(ctx, { refundId: input.refundId, name: input.file.name, bytes: new Uint8Array(await input.file.arrayBuffer()) });
}

export const askBatch = (ctx: Ctx, input: z.output<typeof batchByNumbersSchema>): Promise<Result<RequestedBatch>> => requestBatchByNumbers(ctx, input);
