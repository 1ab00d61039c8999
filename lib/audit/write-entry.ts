/** Writes what somebody did, in the transaction of the act itself. */
import type { Ctx } from '@/lib/platform/ctx';
import { toIso } from '@/lib/kernel/time';
import type { Prisma } from '@/lib/platform/prisma/client';
import type { SqlTx } from '@/lib/platform/sql-tx';
import { sealOf } from './line';

export interface AuditFact {
  /** `refund.approve`, `fee-plan.activate`, …: noun, then verb. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
  /** Ids, codes, amounts as text. Never personal data in the clear. */
  readonly before?: Prisma.InputJsonValue;
  readonly after?: Prisma.InputJsonValue;
}

export async function audit(tx: SqlTx, ctx: Ctx, ...facts: readonly AuditFact[]): Promise<void> {
  if (facts.length === 0) return;
  const { actor } = ctx;
  const actorId = actor.kind === 'user' ? actor.userId : actor.kind === 'payer' ? actor.payerId
    : actor.kind === 'channel' ? actor.channel : actor.kind === 'system' ? actor.name : '';
  const at = toIso(ctx.clock.now());
  const [ip, device] = [ctx.origin.ip || null, ctx.origin.device || null];
  const rows = JSON.stringify(facts.map((f) => {
    const [before, after] = [f.before ?? null, f.after ?? null];
    const seal = sealOf({
      institutionId: ctx.institutionId, at, actorKind: actor.kind, actorId, action: f.action, subjectKind: f.subjectKind, subjectId: f.subjectId,
      outcome: f.outcome, before, after, requestId: ctx.requestId, ip, device,
    });
    return { action: f.action, kind: f.subjectKind, subject: f.subjectId, outcome: f.outcome, before, after, seal: seal.toString('hex') };
  }));
  await tx.$executeRaw`
    INSERT INTO audit_entry (institution_id, at, actor_kind, actor_id, action, subject_kind, subject_id, outcome, before, after, request_id, ip, device,
      seal)
    SELECT ${ctx.institutionId}, ${at}::timestamptz, ${actor.kind}, ${actorId}, f.action, f.kind, f.subject, f.outcome,
      nullif(f.before, 'null'::jsonb), nullif(f.after, 'null'::jsonb), ${ctx.requestId}, ${ip}, ${device},
      decode(f.seal, 'hex')
    FROM ROWS FROM (jsonb_to_recordset(${rows}::jsonb) AS (action text, kind text, subject text, outcome text, before jsonb, after jsonb, seal text))
      WITH ORDINALITY AS f(action, kind, subject, outcome, before, after, seal, n) ORDER BY f.n`;
}
