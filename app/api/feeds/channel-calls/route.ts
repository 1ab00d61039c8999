import { consoleFeed } from '@/lib/edge';
import { callsBehind } from '@/lib/routing';
import { callsQuerySchema } from '@/lib/routing/model';

export const GET = consoleFeed(callsQuerySchema, (ctx, input) => callsBehind(ctx, input.at, input.window));
