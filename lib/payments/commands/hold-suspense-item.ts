/** Held money stays held for now: somebody is named who looks after it, with a day on which it must be decided and a reason. It moves no money. */
import { audit } from '@/lib/audit';
import { authorize, listFinancePeople, type AccessFailure } from '@/lib/identity';
import type { Id } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { addDays, businessDateOf, toDate, type BusinessDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { PaymentFailure } from '../errors';

/** Nobody puts a decision off for longer at a time. */
const HOLD_DAYS_MAX = 90;

export interface HoldSuspenseInput {
  readonly suspenseId: Id<'suspense'>;
  /** Id of a colleague in finance, or one's own. */
  readonly owner: string;
  /** The last day on which it may be undecided. */
  readonly until: BusinessDate;
  readonly reason: string;
}

export async function holdSuspenseItem(ctx: Ctx, input: HoldSuspenseInput): Promise<Result<{ readonly suspenseId: string }, PaymentFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'suspense.decide');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ suspenseId: string }, PaymentFailure>> => {
    const [item] = await tx.$queryRaw<{ status: string; zone: string; cut_off: string }[]>`
      SELECT s.status, i.time_zone AS zone, i.day_cut_off AS cut_off FROM suspense_item s JOIN institution i ON i.id = s.institution_id WHERE s.id = ${input.suspenseId} FOR UPDATE OF s`;
    if (!item) return err('payments.suspense-not-found');
    if (item.status !== 'held') return err('payments.suspense-decided');
    const today = businessDateOf(ctx.clock.now(), item.zone, item.cut_off);
    if (input.until < today || input.until > addDays(today, HOLD_DAYS_MAX)) return err('payments.suspense-hold-over', { days: HOLD_DAYS_MAX }, { until: 'payments.suspense-hold-over' });
    if (!(await listFinancePeople(tx, ctx)).some((one) => one.userId === input.owner)) return err('payments.suspense-owner', {}, { owner: 'payments.suspense-owner' });
    const before = await tx.suspense_handling.findFirst({ where: { item_id: input.suspenseId }, orderBy: { id: 'desc' } });
    await tx.suspense_handling.create({
      data: {
        institution_id: ctx.institutionId, item_id: input.suspenseId, owner: input.owner, hold_until: new Date(`${input.until}T00:00:00Z`), reason: input.reason, actor: actorName(ctx.actor), at: toDate(ctx.clock.now()),
      },
    });
    await audit(tx, ctx, {
      action: 'suspense.hold', subjectKind: 'suspense', subjectId: input.suspenseId, outcome: 'done',
      ...(before && { before: { owner: before.owner, until: before.hold_until?.toISOString().slice(0, 10) ?? null } }), after: { owner: input.owner, until: input.until, reason: input.reason },
    });
    return ok({ suspenseId: input.suspenseId });
  });
}
