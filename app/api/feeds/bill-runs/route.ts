import { z } from 'zod';
import { listRuns } from '@/lib/bills';
import { consoleFeed } from '@/lib/edge';

export const GET = consoleFeed(z.object({}), (ctx) => listRuns(ctx, 5));
