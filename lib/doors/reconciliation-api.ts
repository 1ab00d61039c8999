/** Statements over HTTP: fetched from the bank, or handed in as a file (base64 in JSON). */
import { z } from 'zod';
import { channelSchema } from '@/lib/checkout/model';
import { businessDate, isBusinessDate } from '@/lib/kernel/time';
import { fetchStatement, importStatement, precheckStatement } from '@/lib/reconciliation';
import { operation, type Operation } from './operation';

const fetchInput = z.object({ channel: channelSchema, date: z.string().refine(isBusinessDate).transform(businessDate) });
const uploadInput = z.object({ fileName: z.string().min(1).max(200), content: z.base64() })
  .transform(({ fileName, content }) => ({ fileName, bytes: new Uint8Array(Buffer.from(content, 'base64')) }));

export const reconciliationOperations: Readonly<Record<string, Operation>> = {
  'statements.fetch': operation(fetchInput, fetchStatement),
  'statements.precheck': operation(uploadInput, precheckStatement),
  'statements.import': operation(uploadInput, importStatement),
};
