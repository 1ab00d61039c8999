/** Refunds of paid cells, as people and the worker would do them: asked for, consented to, told to the bank, followed by the sweeper. */
import { CAPABILITIES } from '@/lib/channels/model';
import type { PaymentId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { makeCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { executeRefund, requestRefund, settleApproval } from '@/lib/refunds';
import { later, misbehave, type Life, type World } from './lives';
import { inLanes } from './lanes';
import type { Town } from './town';

const LANES = 8;
const ONE_REFUND_PER_ORDER = 'refund-second-refused';

export async function refundAll(world: World, lives: readonly Life[]): Promise<void> {
  const first = lives.filter((l) => l.cell.fault === ONE_REFUND_PER_ORDER && CAPABILITIES[l.cell.channel].refund.partial);
  if (first.length > 0) await refundOnce(world, first, false);
  await refundOnce(world, lives.filter((l) => !first.includes(l)), true);
  if (first.length > 0) later(world, 5 * 60_000, () => refundOnce(world, first, true));
}

async function refundOnce(world: World, lives: readonly Life[], badly: boolean): Promise<void> {
  const wishes: RefundWish[] = [];
  await inLanes(lives, LANES, async (life) => {
    if (badly && life.cell.fault !== 'callback-out-of-order') await misbehave(world, life, 'refund');
    const { partial } = CAPABILITIES[life.cell.channel].refund;
    wishes.push({ paymentId: life.paymentId, amountMinor: partial ? life.bill.minor / 4n : life.bill.minor, key: `refund-${life.paymentId}-${++life.refunds}` });
  });
  await refundPayments(world, wishes);
}

export interface RefundWish {
  readonly paymentId: PaymentId;
  readonly amountMinor: bigint;
  readonly key: string;
}

/** Asked for by one person, signed by another, told to the bank. Answers the refunds' ids. */
export async function refundPayments({ place, town }: Pick<World, 'place' | 'town'>, wishes: readonly RefundWish[]): Promise<string[]> {
  const clerk = makeCtx({ kind: 'user', userId: town.clerk, roles: ['accountant'], sessionId: 'ses_faults', name: 'clerk' }, town.institutionId);
  const asked: string[] = [];
  await inLanes(wishes, LANES, async ({ paymentId, amountMinor, key }) => {
    asked.push(must(await requestRefund(clerk, { paymentId, amountMinor, reason: 'left', idempotencyKey: key }, place.refunds)).refundId);
  });
  await sign(town, asked);
  await inLanes(asked, LANES, async (refundId) => {
    await settleApproval(town.institutionId, refundId, 'approved');
    // What the job does that the consent enqueued.
    await executeRefund(place.refunds, town.institutionId, refundId);
  });
  return asked;
}

/** Everybody who must has signed: what the approvals module would have written. */
async function sign(town: Town, refundIds: readonly string[]): Promise<void> {
  const { institutionId, manager } = town;
  await withTx({ institutionId }, async (tx) => {
    const email = `${manager.toLowerCase()}@faults.test`;
    await tx.$executeRaw`INSERT INTO user_account (id, email, display_name, password_hash, status, created_at)
      VALUES (${manager}, ${email}, 'm', '', 'active', now()) ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`INSERT INTO membership (id, institution_id, user_id, roles, status, created_at)
      VALUES (${manager}, ${institutionId}, ${manager}, '{finance-manager}', 'active', now()) ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`INSERT INTO approval_opinion (id, institution_id, approval_id, step, user_id, decision, reason, at, ip, device, step_up)
      SELECT a.id, a.institution_id, a.id, 0, ${manager}, 'approve', 'ok', now(), '', '', 'totp' FROM approval a WHERE a.subject_id = ANY(${refundIds})`;
    await tx.$executeRaw`UPDATE approval SET status = 'approved', decided_at = now() WHERE subject_id = ANY(${refundIds})`;
  });
}
