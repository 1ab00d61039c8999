import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { reconciliationCase } from '@/lib/reconciliation';

export const GET = consoleFeed(z.object({ id: z.string().max(40) }), async (ctx, { id }) => (await reconciliationCase(ctx, id))!);
