/** The kept mappings of an institution, the newest first. */
import { namesOf, requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { mappingSchema } from './mapping-schema';
import type { MappingView } from './model';

const SHOWN_MAX = 200;

export async function listMappings(ctx: Ctx): Promise<readonly MappingView[]> {
  requirePermission(ctx, 'reconciliation.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.statement_mapping.findMany({ where: { retired_at: null }, orderBy: { made_at: 'desc' }, take: SHOWN_MAX });
    const names = await namesOf(tx, rows.map((r) => r.made_by.replace('user:', '')));
    return rows.map((r): MappingView => ({
      id: r.id, name: r.name, channel: r.channel, fields: Object.keys(mappingSchema.safeParse(r.mapping).data?.columns ?? {}), madeBy: names.get(r.made_by.replace('user:', '')) ?? r.made_by,
      madeAt: r.made_at.toISOString(), usedAt: r.used_at && r.used_at.toISOString(),
    }));
  });
}
