import { consoleFeed } from '@/lib/edge';
import { previewShares } from '@/lib/routing';
import { sharesQuerySchema } from '@/lib/routing/model';

export const GET = consoleFeed(sharesQuerySchema, (ctx, input) => previewShares(ctx, input.document, input.amountMinor));
