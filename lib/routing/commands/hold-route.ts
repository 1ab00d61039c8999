import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { once, type IdempotencyFailure } from '@/lib/platform/idempotency';
import { withTx, type Tx } from '@/lib/platform/tx';
import { HOLDS_MAX, type HoldRouteInput } from '../model';
import { forgetHolds } from '../risk-holds';

type HoldRefusal = Failure<'routing.hold-subject-not-found' | 'routing.hold-is-over' | 'routing.too-many-holds'>;

/** Keeps a payer, a bill or amounts from some height on away from some channels, or from all. Payments under way are not touched. */
export async function holdRoute(ctx: Ctx, input: HoldRouteInput): Promise<Result<{ id: string }, AccessFailure | IdempotencyFailure | HoldRefusal>> {
  const allowed = authorize(ctx, 'routing.write');
  if (!allowed.ok) return allowed;
  const { key, ...body } = input;
  const now = ctx.clock.now();
  if (body.until !== null && body.until <= now) return err('routing.hold-is-over');
  const saved = await withTx(ctx, (tx) => once<{ id: string }, HoldRefusal>(tx, ctx, { scope: 'risk-hold', key, body: { ...body, fromMinor: body.fromMinor?.toString() ?? null } }, async () => {
    const subjectId = await subjectIdOf(tx, body);
    if (subjectId === undefined) return err('routing.hold-subject-not-found');
    if (await tx.risk_hold.count({ where: { lifted_at: null } }) >= HOLDS_MAX) return err('routing.too-many-holds');
    const id = newId('request', ctx);
    await tx.risk_hold.create({
      data: {
        id, institution_id: ctx.institutionId, subject: body.subject, subject_id: subjectId, from_minor: body.subject === 'amount' ? body.fromMinor : null,
        channels: [...new Set(body.channels)], reason: body.reason, created_by: actorName(ctx.actor), created_at: toDate(now),
        until: body.until === null ? null : toDate(body.until),
      },
    });
    const after = { about: body.subject, number: body.number, channels: body.channels, reason: body.reason };
    await audit(tx, ctx, { action: 'routing.hold', subjectKind: 'risk-hold', subjectId: id, outcome: 'done', after });
    return ok({ id });
  }));
  forgetHolds(ctx.institutionId);
  return saved;
}

/** Null for amounts; undefined where there is no such payer or bill. */
async function subjectIdOf(tx: Tx, { subject, number }: Pick<HoldRouteInput, 'subject' | 'number'>): Promise<string | null | undefined> {
  if (subject === 'amount') return null;
  const where = { where: { number }, select: { id: true } } as const;
  const found = subject === 'payer' ? await tx.payer.findFirst(where) : await tx.bill.findFirst(where);
  return found?.id;
}
