/** An administrator writes down what the contract with a channel allows; the next request is held against it. */
import { audit } from '@/lib/audit';
import { isChannelCode } from '@/lib/channels';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { RefundFailure } from '../errors';
import type { SetPolicyInput } from '../model';
import { policyOf } from '../policy';

export async function setRefundPolicy(ctx: Ctx, input: SetPolicyInput): Promise<Result<{ readonly channel: string }, RefundFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  const { channel } = input;
  if (!isChannelCode(channel)) return err('refunds.not-found');
  return withTx(ctx, async (tx) => {
    const before = await policyOf(tx, ctx, channel);
    const data = {
      window_days: input.windowDays, max_count: input.maxCount, partial: input.partial, same_day_full_only: input.sameDayFullOnly, needs_settle_date: input.needsSettleDate,
      min_interval_seconds: input.minIntervalSeconds, made_by: actorName(ctx.actor), made_at: toDate(ctx.clock.now()),
    };
    const id = { institution_id: ctx.institutionId, channel };
    await tx.refund_policy.upsert({ where: { institution_id_channel: id }, create: { ...id, ...data }, update: data });
    const after = await policyOf(tx, ctx, channel);
    await audit(tx, ctx, { action: 'refund-policy.set', subjectKind: 'channel', subjectId: channel, outcome: 'done', before: { ...before }, after: { ...after } });
    return ok({ channel });
  });
}
