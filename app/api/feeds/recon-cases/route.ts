import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { listCases } from '@/lib/reconciliation';
import { CASE_STATES, REASONS } from '@/lib/reconciliation/model';

const schema = z.object({
  channel: z.string().max(20), date: z.iso.date(), reason: z.enum(REASONS).optional(), status: z.enum([...CASE_STATES, 'undecided']).optional(),
  cursor: z.string().max(80).optional(), limit: z.coerce.number().int().min(1).max(500).default(500),
});

export const GET = consoleFeed(schema, (ctx, { reason, status, cursor, ...filter }) =>
  listCases(ctx, { ...filter, ...(reason && { reason }), ...(status && { status }), ...(cursor && { cursor }) }));
