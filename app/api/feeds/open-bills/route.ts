import { z } from 'zod';
import { consoleFeed } from '@/lib/edge';
import { openBillChoices } from '@/lib/reports';

export const GET = consoleFeed(z.object({ suspenseId: z.string().max(40), text: z.string().max(40).default('') }), openBillChoices);
