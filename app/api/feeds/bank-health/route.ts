import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { healthDesk } from '@/lib/routing';
import { HEALTH_WINDOWS } from '@/lib/routing/model';

export const GET = consoleFeed(z.object({ window: z.enum(HEALTH_WINDOWS) }), (ctx, input) => healthDesk(ctx, input.window));
