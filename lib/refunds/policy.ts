/** What may go back by a channel: its published rules, or what the institution's own contract says instead. */
import { CAPABILITIES, isChannelCode, type Capabilities } from '@/lib/channels';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { RefundPolicy } from './rules';

export async function policyOf(tx: Tx, ctx: Pick<Ctx, 'institutionId'>, channel: string, published?: Capabilities['refund']): Promise<RefundPolicy> {
  const base = published ?? CAPABILITIES[isChannelCode(channel) ? channel : 'wechat'].refund;
  const own = await tx.refund_policy.findFirst({ where: { institution_id: ctx.institutionId, channel } });
  const standard: RefundPolicy = { ...base, sameDayFullOnly: false, needsSettleDate: false };
  return own ? {
    ...standard, windowDays: own.window_days, maxCount: own.max_count, partial: own.partial, sameDayFullOnly: own.same_day_full_only,
    needsSettleDate: own.needs_settle_date, minIntervalMs: own.min_interval_seconds * 1_000,
  } : standard;
}
