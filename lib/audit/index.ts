/** What everybody did, refused acts included. Written in the transaction of the act itself; a refusal in one of its own. */
import type { Ctx } from '@/lib/platform/ctx';
import { toDate } from '@/lib/kernel/time';
import type { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';

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

export async function audit(tx: Tx, ctx: Ctx, ...facts: readonly AuditFact[]): Promise<void> {
  if (facts.length === 0) return;
  const { actor } = ctx;
  const actorId = actor.kind === 'user' ? actor.userId : actor.kind === 'payer' ? actor.payerId
    : actor.kind === 'channel' ? actor.channel : actor.kind === 'system' ? actor.name : '';
  await tx.audit_entry.createMany({
    data: facts.map((f) => ({
      institution_id: ctx.institutionId, at: toDate(ctx.clock.now()), actor_kind: actor.kind, actor_id: actorId, action: f.action,
      subject_kind: f.subjectKind, subject_id: f.subjectId, outcome: f.outcome, request_id: ctx.requestId,
      ip: ctx.origin.ip || null, device: ctx.origin.device || null,
      ...(f.before !== undefined && { before: f.before }), ...(f.after !== undefined && { after: f.after }),
    })),
  });
}

export { differences, listAuditEntries, type AuditFilter, type AuditRow, type Change } from './queries';
