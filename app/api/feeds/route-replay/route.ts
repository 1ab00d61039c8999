import { consoleFeed } from '@/lib/edge';
import { replayWeek } from '@/lib/routing';
import { replayQuerySchema } from '@/lib/routing/model';

export const GET = consoleFeed(replayQuerySchema, (ctx, input) => replayWeek(ctx, input.document));
