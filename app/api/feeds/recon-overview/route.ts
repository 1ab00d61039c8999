import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { reconciliationOverview } from '@/lib/reconciliation';

export const GET = consoleFeed(z.object({}), (ctx) => reconciliationOverview(ctx));
