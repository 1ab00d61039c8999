import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { whyNotThis } from '@/lib/reconciliation';

export const GET = consoleFeed(z.object({ caseId: z.string().max(40), number: z.string().max(64) }), async (ctx, input) => (await whyNotThis(ctx, input))!);
