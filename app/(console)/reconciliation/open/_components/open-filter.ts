/** The filter of the list of open differences as its address says it. */
import { z } from 'zod';
import { CHANNELS } from '@/lib/channels/model';
import { REASONS } from '@/lib/reconciliation/model';

const schema = z.object({
  reason: z.enum(REASONS).optional().catch(undefined), channel: z.enum(CHANNELS).optional().catch(undefined), owner: z.enum(['me', 'nobody']).optional().catch(undefined),
  age: z.enum(['1', '3', '7']).optional().catch(undefined), large: z.literal('1').optional().catch(undefined), due: z.literal('1').optional().catch(undefined), cursor: z.string().max(80).optional().catch(undefined),
});
export type OpenFilter = z.output<typeof schema>;

/** 5,000.00: from here on a second person must agree. */
const LARGE_MINOR = 500_000n;

export const readOpenFilter = (params: Readonly<Record<string, string | string[] | undefined>>): OpenFilter => schema.parse(params);

/** What the query is asked, page by page. */
export const queryOf = (filter: OpenFilter) => ({
  status: 'undecided' as const, ...(filter.reason && { reason: filter.reason }), ...(filter.channel && { channel: filter.channel }), ...(filter.owner && { owner: filter.owner }),
  ...(filter.age && { olderThanDays: Number.parseInt(filter.age, 10) }), ...(filter.large && { minMinor: LARGE_MINOR }), ...(filter.due && { due: true }), ...(filter.cursor && { cursor: filter.cursor }),
});

export function addressOf(filter: OpenFilter, change: Readonly<Record<string, string | null>>, path = '/reconciliation/open'): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...filter, ...change })) if (typeof value === 'string') search.set(key, value);
  return search.size === 0 ? path : `${path}?${search}`;
}
