/** The last step of a version, whoever took it: from its day on it bills. One way for the administrator's own word and for the review's. */
import { audit } from '@/lib/audit';
import { toDate, type BusinessDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import type { Tx } from '@/lib/platform/tx';
import type { PlanWarning } from './model';
import { toColumn } from './plan-store';

interface Ready {
  readonly id: string;
  readonly planId: string;
  readonly version: number;
  readonly effectiveFrom: BusinessDate;
  readonly warnings: readonly PlanWarning[];
}

/** What it replaces at once is retired; a version it only replaces later stays in force until then. The plan must be locked. */
export async function putIntoEffect(tx: Tx, ctx: Ctx, ready: Ready, today: BusinessDate): Promise<void> {
  const { id, planId, version, effectiveFrom, warnings } = ready;
  const column = toColumn(effectiveFrom);
  await tx.fee_plan_version.update({
    where: { id }, data: { state: 'active', effective_from: column, activated_at: toDate(ctx.clock.now()), activated_by: actorName(ctx.actor) },
  });
  // Retired: what starts on or after the new day, and, when the new day is today, everything before.
  const superseded = effectiveFrom <= today ? {} : { effective_from: { gte: column } };
  await tx.fee_plan_version.updateMany({
    where: { institution_id: ctx.institutionId, plan_id: planId, state: 'active', id: { not: id }, ...superseded }, data: { state: 'retired' },
  });
  await audit(tx, ctx, {
    action: 'fee-plan.activate', subjectKind: 'fee-plan', subjectId: planId, outcome: 'done', after: { version, effectiveFrom, warnings: [...warnings] },
  });
  await emit(tx, ctx, [{ type: 'fee-plan.activated', subjectId: planId, payload: { version, effectiveFrom } }]);
}
