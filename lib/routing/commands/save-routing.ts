import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { forgetRouting } from '../config';
import type { RoutingDocument } from '../model';

/** A new version of weights, masks and breaker rules, in force at once; the one before is kept. Answers the new version's number. */
export async function saveRouting(ctx: Ctx, document: RoutingDocument): Promise<Result<{ version: number }, AccessFailure>> {
  const allowed = authorize(ctx, 'routing.write');
  if (!allowed.ok) return allowed;
  const saved = await withTx(ctx, async (tx) => {
    // The institution's row is the lock: versions are numbered one after another.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`routing:${ctx.institutionId}`}, 0))`;
    const before = await tx.routing_config.findFirst({ where: { state: 'active' }, orderBy: { version: 'desc' } });
    const last = await tx.routing_config.aggregate({ _max: { version: true } });
    const version = (last._max.version ?? 0) + 1;
    await tx.routing_config.updateMany({ where: { state: 'active' }, data: { state: 'superseded' } });
    const now = toDate(ctx.clock.now());
    const id = newId('routingConfig', ctx);
    await tx.routing_config.create({
      data: { id, institution_id: ctx.institutionId, version, state: 'active', document, created_by: actorName(ctx.actor), created_at: now, activated_at: now },
    });
    await audit(tx, ctx, {
      action: 'routing.save', subjectKind: 'routing-config', subjectId: id, outcome: 'done', after: document,
      ...(before?.document && { before: before.document }),
    });
    return ok({ version });
  });
  forgetRouting(ctx.institutionId);
  return saved;
}
