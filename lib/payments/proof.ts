/** The papers that confirmations by hand rest on: looked at, sealed, kept under their hash, and shown to whoever may read payments. */
import { hasPermission, requirePermission } from '@/lib/identity';
import { DOCUMENT_BYTES_MAX, documentName, documentTypeOf } from '@/lib/kernel/document';
import { newId } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { sha256Hex } from '@/lib/platform/crypto';
import { readKeptFile } from '@/lib/platform/files';
import type { payment_evidence as ProofRow } from '@/lib/platform/prisma/client';
import type { SqlTx } from '@/lib/platform/sql-tx';
import { withTx } from '@/lib/platform/tx';
import type { ProofView } from './model';

/** Null when it is no PDF, PNG or JPEG, or too large. */
export function proofOf(ctx: Ctx, input: { readonly paymentId: string; readonly proof: { readonly name: string } }, bytes: Uint8Array): ProofRow | null {
  const mediaType = documentTypeOf(bytes);
  if (!mediaType || bytes.length > DOCUMENT_BYTES_MAX) return null;
  return {
    id: newId('comment', ctx), institution_id: ctx.institutionId, payment_id: input.paymentId, file_hash: sha256Hex(bytes), name: documentName(input.proof.name),
    media_type: mediaType, bytes: bytes.length, added_by: actorName(ctx.actor), added_at: toDate(ctx.clock.now()),
  };
}

export async function addProof(tx: SqlTx, p: ProofRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO payment_evidence (id, institution_id, payment_id, file_hash, name, media_type, bytes, added_by, added_at)
    VALUES (${p.id}, ${p.institution_id}, ${p.payment_id}, ${p.file_hash}, ${p.name}, ${p.media_type}, ${p.bytes}::int, ${p.added_by}, ${p.added_at})`;
}

/** Oldest first. */
export async function paymentProofs(ctx: Ctx, paymentId: string): Promise<ProofView[]> {
  requirePermission(ctx, 'payment.read');
  const rows = await withTx(ctx, (tx) => tx.payment_evidence.findMany({ where: { payment_id: paymentId }, orderBy: { id: 'asc' }, take: 20 }));
  return rows.map((r) => ({ id: r.id, name: r.name, bytes: r.bytes, addedAt: r.added_at.toISOString() }));
}

/** Null where there is none, or it is not this institution's. */
export async function readProof(ctx: Ctx, proofId: string): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Buffer } | null> {
  if (!hasPermission(ctx.actor, 'payment.read')) return null;
  const row = await withTx(ctx, (tx) => tx.payment_evidence.findFirst({ where: { id: proofId, institution_id: ctx.institutionId } }));
  return row && { name: row.name, mediaType: row.media_type, bytes: await readKeptFile(row.file_hash) };
}
