import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { reconColleagues } from '@/lib/reconciliation';

export const GET = consoleFeed(z.object({}), (ctx) => reconColleagues(ctx));
