/** A document that somebody put to a case: kept sealed, opened for those who may see the case, by the step of its history. */
import { z } from 'zod';
import { hasPermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { readKeptFile } from '@/lib/platform/files';
import { withTx } from '@/lib/platform/tx';

const documentSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), name: z.string(), bytes: z.number() });

/** Null where there is none, or it is another institution's. */
export async function readCaseEvidence(ctx: Ctx, eventId: string): Promise<{ readonly name: string; readonly bytes: Buffer } | null> {
  if (!hasPermission(ctx.actor, 'reconciliation.read') || !/^\d{1,18}$/.test(eventId)) return null;
  const event = await withTx(ctx, (tx) => tx.recon_case_event.findFirst({ where: { id: BigInt(eventId), institution_id: ctx.institutionId }, select: { document: true } }));
  const found = documentSchema.safeParse(event?.document);
  return found.success ? { name: found.data.name, bytes: await readKeptFile(found.data.sha256) } : null;
}
