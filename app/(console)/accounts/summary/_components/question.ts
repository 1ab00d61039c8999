/** What a summary is asked, as its address says it. */
import { z } from 'zod';
import { DIMENSIONS } from '@/lib/account-centre/model';
import { CHANNELS } from '@/lib/channels/model';
import { addDays, businessDate, isBusinessDate, type BusinessDate } from '@/lib/kernel/time';

const day = z.string().refine(isBusinessDate).optional().catch(undefined);
const schema = z.object({
  from: day, to: day, rows: z.enum(DIMENSIONS).catch('day'), columns: z.enum([...DIMENSIONS, 'none']).catch('none'), channel: z.enum(CHANNELS).optional().catch(undefined),
  plan: z.string().regex(/^fpl_[0-9A-Z]{26}$/).optional().catch(undefined),
});

const DAYS_BACK = 29;
/** Ten years and a little: nobody's auditor asks for more at once. */
const DAYS_MAX = 3_700;

export type Question = ReturnType<typeof readQuestion>;

export function readQuestion(params: Readonly<Record<string, string | string[] | undefined>>, today: BusinessDate) {
  const { from, to, columns, plan, ...rest } = schema.parse(params);
  const until = to ? businessDate(to) : today;
  const since = from && from <= until ? businessDate(from) : addDays(until, -DAYS_BACK);
  const oldest = addDays(until, -DAYS_MAX);
  return { ...rest, from: since < oldest ? oldest : since, to: until, columns: columns === 'none' || columns === rest.rows ? null : columns, planId: plan };
}

export const addressOf = (q: Question, path: string, more: Readonly<Record<string, string>> = {}): string => `${path}?${new URLSearchParams({
  from: q.from, to: q.to, rows: q.rows, columns: q.columns ?? 'none', ...(q.channel && { channel: q.channel }), ...(q.planId && { plan: q.planId }), ...more,
})}`;

export const queryOf = (q: Question, locale: string) => ({
  from: q.from, to: q.to, rows: q.rows, columns: q.columns, locale, ...(q.channel && { channel: q.channel }), ...(q.planId && { planId: q.planId }),
});
