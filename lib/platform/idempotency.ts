/** Every write has a key. The same key with the same body answers as before; with another body it is a named failure. */
import { createHash } from 'node:crypto';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from './ctx';
import type { Prisma } from './prisma/client';
import type { Tx } from './tx';

export type IdempotencyFailure = Failure<'idempotency.different-body'>;

/** `work` runs at most once per (institution, scope, key); its answer (JSON) is kept and given again. */
export async function once<T extends Prisma.InputJsonValue, F extends Failure>(
  tx: Tx, ctx: Ctx, request: { scope: string; key: string; body: unknown }, work: () => Promise<Result<T, F>>,
): Promise<Result<T, F | IdempotencyFailure>> {
  const body_hash = createHash('sha256').update(canonical(request.body)).digest('hex');
  const id = { institution_id: ctx.institutionId, scope: request.scope, key: request.key };
  const claimed = await tx.$executeRaw`INSERT INTO idempotency_key (institution_id, scope, key, body_hash, created_at)
    VALUES (${id.institution_id}, ${id.scope}, ${id.key}, ${body_hash}, ${toDate(ctx.clock.now())}) ON CONFLICT DO NOTHING`;
  if (claimed === 0) {
    const kept = await tx.idempotency_key.findUniqueOrThrow({ where: { institution_id_scope_key: id } });
    return kept.body_hash === body_hash ? ok(kept.response as T) : err('idempotency.different-body') as Result<T, F | IdempotencyFailure>;
  }
  const result = await work();
  if (result.ok) await tx.idempotency_key.update({ where: { institution_id_scope_key: id }, data: { response: result.value } });
  return result;
}

/** JSON with sorted keys and bigints as text, so that equal bodies have equal hashes. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => {
    if (typeof v === 'bigint') return v.toString();
    if (typeof v === 'object' && v !== null && !Array.isArray(v)) {
      return Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return v;
  });
}
