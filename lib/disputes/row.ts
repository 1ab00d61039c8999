/** One dispute as commands see it: locked; and the steps of its history. */
import { toDate, toIso } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import type { Tx } from '@/lib/platform/tx';
import type { DisputeState } from './model';

export interface LockedDispute { readonly id: string; readonly paymentId: string; readonly payerId: string; readonly status: DisputeState; readonly dueAt: Date }

export async function lockDispute(tx: Tx, id: string): Promise<LockedDispute | null> {
  const [row] = await tx.$queryRaw<{ id: string; payment_id: string; payer_id: string; status: string; due_at: Date }[]>`
    SELECT id, payment_id, payer_id, status, due_at FROM payer_dispute WHERE id = ${id} FOR UPDATE`;
  return row ? { id: row.id, paymentId: row.payment_id, payerId: row.payer_id, status: row.status as DisputeState, dueAt: row.due_at } : null;
}

export const isOpen = (dispute: LockedDispute): boolean => dispute.status === 'open' || dispute.status === 'escalated';

export interface Document { readonly sha256: string; readonly name: string; readonly bytes: number }

const TOLD = { raise: 'raised', escalate: 'escalated', answer: 'answered', withdraw: 'withdrawn' } as const;

/** Appends a step, with audit, and an event where the state changed. Words of people stay in the history and out of audit and events. */
export async function tell(
  tx: Tx, ctx: Ctx, dispute: Pick<LockedDispute, 'id' | 'paymentId' | 'dueAt'>, kind: keyof typeof TOLD | 'take', note: string | null, document?: Document,
): Promise<void> {
  await tx.payer_dispute_event.create({
    data: {
      institution_id: ctx.institutionId, dispute_id: dispute.id, kind, note, at: toDate(ctx.clock.now()), actor: actorName(ctx.actor), ...(document && { document: { ...document } }),
    },
  });
  await audit(tx, ctx, { action: `payer-dispute.${kind}`, subjectKind: 'payer-dispute', subjectId: dispute.id, outcome: 'done', after: { paymentId: dispute.paymentId, at: toIso(ctx.clock.now()) } });
  if (kind !== 'take') await emit(tx, ctx, [{ type: `dispute.${TOLD[kind]}`, subjectId: dispute.id, payload: { paymentId: dispute.paymentId, dueAt: dispute.dueAt.toISOString() } }]);
}
