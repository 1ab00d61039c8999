import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { NotificationFailure } from '../errors';
import { ruleCode, type Schedule } from '../model';

export async function saveSchedule(ctx: Ctx, schedule: Schedule): Promise<Result<Schedule, NotificationFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  const codes = schedule.rules.map(ruleCode);
  if (new Set(codes).size !== codes.length) return err('notifications.rule-twice');
  const row = {
    enabled: schedule.enabled, rules: schedule.rules, quiet_from: schedule.quietFrom, quiet_until: schedule.quietUntil, restrict_from: schedule.restrictFrom, updated_at: toDate(ctx.clock.now()),
    updated_by: actorName(ctx.actor),
  };
  return withTx(ctx, async (tx) => {
    await tx.reminder_schedule.upsert({ where: { institution_id: ctx.institutionId }, create: { institution_id: ctx.institutionId, ...row }, update: row });
    await audit(tx, ctx, {
      action: 'reminder.save-schedule', subjectKind: 'institution', subjectId: ctx.institutionId, outcome: 'done', after: { enabled: schedule.enabled, rules: codes },
    });
    return ok(schedule);
  });
}
