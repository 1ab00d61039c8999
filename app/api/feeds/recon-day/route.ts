import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { reconciliationDay } from '@/lib/reconciliation';

export const GET = consoleFeed(z.object({ channel: z.string().max(20), date: z.string().max(10) }), async (ctx, input) =>
  (await reconciliationDay(ctx, input.channel, input.date))!);
