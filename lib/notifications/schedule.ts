/** The stored schedule; an institution that has saved none has the usual one, switched off. */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { DEFAULT_SCHEDULE, scheduleSchema, type Schedule } from './model';

export async function scheduleOf(tx: Tx, ctx: Ctx): Promise<Schedule> {
  const row = await tx.reminder_schedule.findUnique({ where: { institution_id: ctx.institutionId } });
  return row ? scheduleSchema.parse({ enabled: row.enabled, rules: row.rules, quietFrom: row.quiet_from, quietUntil: row.quiet_until, restrictFrom: row.restrict_from }) : DEFAULT_SCHEDULE;
}

export async function getSchedule(ctx: Ctx): Promise<Schedule> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, (tx) => scheduleOf(tx, ctx));
}
