/** The stored decision of routing, read as strictly as anything that comes out of a JSON column. */
import { z } from 'zod';
import { REFUSAL_REASONS } from '@/lib/routing/model';

const part = z.number().min(0);
const decision = z.object({
  chosen: z.string().nullable(),
  plan: z.array(z.string()),
  candidates: z.array(z.object({
    channel: z.string(),
    eligible: z.boolean(),
    reason: z.enum(REFUSAL_REASONS).nullable(),
    until: z.string().nullable(),
    parts: z.object({ success: part, latency: part, fee: part, weight: part }).nullable(),
    share: part,
    rank: z.number().nullable(),
  })),
  configVersion: z.number(),
  micros: z.number(),
});
export type RouteDecision = z.infer<typeof decision>;

export function readDecision(stored: unknown): RouteDecision | null {
  const parsed = decision.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
