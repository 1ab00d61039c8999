/** A document that shows why money should go back: looked at, sealed, and kept under its hash. Added by who may ask, also while it waits. */
import { audit } from '@/lib/audit';
import { authorize, hasPermission, type AccessFailure } from '@/lib/identity';
import { DOCUMENT_BYTES_MAX, documentName, documentTypeOf } from '@/lib/kernel/document';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { keepFile, readKeptFile } from '@/lib/platform/files';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { RefundFailure } from '../errors';
import type { EvidenceView } from '../model';

const FILES_MAX = 10;

export async function addRefundEvidence(
  ctx: Ctx, input: { readonly refundId: string; readonly name: string; readonly bytes: Uint8Array },
): Promise<Result<EvidenceView, RefundFailure | AccessFailure>> {
  if (ctx.actor.kind !== 'payer') {
    const allowed = authorize(ctx, 'refund.request');
    if (!allowed.ok) return allowed;
  }
  const mediaType = documentTypeOf(input.bytes);
  if (!mediaType || input.bytes.length > DOCUMENT_BYTES_MAX) return err('refunds.evidence-kind', {}, { file: 'refunds.evidence-kind' });
  if (!(await withTx(ctx, (tx) => ownRefund(tx, ctx, input.refundId)))) return err('refunds.not-found');
  const hash = await keepFile(input.bytes);
  const name = documentName(input.name);
  return withTx(ctx, async (tx): Promise<Result<EvidenceView, RefundFailure>> => {
    await tx.$queryRaw`SELECT 1 AS locked FROM refund WHERE id = ${input.refundId} FOR UPDATE`;
    if ((await tx.refund_evidence.count({ where: { refund_id: input.refundId } })) >= FILES_MAX) return err('refunds.evidence-too-many', { max: FILES_MAX });
    const row = {
      id: newId('comment', ctx), institution_id: ctx.institutionId, refund_id: input.refundId, file_hash: hash, name, media_type: mediaType, bytes: input.bytes.length,
      added_by: actorName(ctx.actor), added_at: toDate(ctx.clock.now()),
    };
    await tx.refund_evidence.create({ data: row });
    await audit(tx, ctx, { action: 'refund.add-evidence', subjectKind: 'refund', subjectId: input.refundId, outcome: 'done', after: { file: hash, bytes: String(row.bytes), kind: mediaType } });
    return ok({ id: row.id, name, mediaType, bytes: row.bytes, addedAt: row.added_at.toISOString() });
  });
}

/** Null where there is none, or it is not the asking payer's. */
export async function readRefundEvidence(ctx: Ctx, evidenceId: string): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Buffer } | null> {
  if (ctx.actor.kind !== 'payer' && !hasPermission(ctx.actor, 'refund.read')) return null;
  const row = await withTx(ctx, async (tx) => {
    const found = await tx.refund_evidence.findFirst({ where: { id: evidenceId, institution_id: ctx.institutionId } });
    return found && (await ownRefund(tx, ctx, found.refund_id)) ? found : null;
  });
  return row && { name: row.name, mediaType: row.media_type, bytes: await readKeptFile(row.file_hash) };
}

async function ownRefund(tx: Tx, ctx: Ctx, refundId: string): Promise<boolean> {
  const payer = ctx.actor.kind === 'payer' ? ctx.actor.payerId : null;
  const [row] = await tx.$queryRaw<{ payer_id: string }[]>`SELECT p.payer_id FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.id = ${refundId}`;
  return row !== undefined && (payer === null || row.payer_id === payer);
}
