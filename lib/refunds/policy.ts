/** What may go back by a channel: its published rules, or what the institution's own contract says instead. */
import { CAPABILITIES, isChannelCode, type Capabilities } from '@/lib/channels';
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { PolicyRow } from './model';
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

/** Every channel's rules as they count here. */
export async function listRefundPolicies(ctx: Ctx): Promise<readonly PolicyRow[]> {
  requirePermission(ctx, 'channel.read');
  return withTx(ctx, async (tx) => {
    const own = await tx.refund_policy.findMany({ where: { institution_id: ctx.institutionId }, select: { channel: true } });
    const rows: PolicyRow[] = [];
    for (const channel of Object.keys(CAPABILITIES)) rows.push({ channel, policy: await policyOf(tx, ctx, channel), own: own.some((o) => o.channel === channel) });
    return rows;
  });
}
