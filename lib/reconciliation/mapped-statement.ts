/** Opens a statement for an institution: by the readers first; what they do not know as a channel's file, by what somebody here said about this kind of table. */
import { isChannelCode } from '@/lib/channels';
import { ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { StatementFailure } from '@/lib/statements';
import { mappingSchema } from './mapping-schema';
import type { OpenedAs, Reading } from './reading/port';

const KEPT_MAX = 100;

/** `mapping`: the kept one that was used, for the page to say so. */
export type OpenedFor = OpenedAs & { readonly mapping: { readonly id: string; readonly name: string } | null };

/** Errors: as `Reading.open`. */
export async function openFor(ctx: Pick<Ctx, 'institutionId' | 'clock'>, reading: Reading): Promise<Result<OpenedFor, StatementFailure>> {
  const known = await reading.open();
  if (known.ok && known.value.channel !== null) return ok({ ...known.value, mapping: null });
  if (!known.ok && known.error.code !== 'statements.unknown-format') return known;
  const mapped = await byKeptMapping(ctx, reading);
  return mapped ? ok(mapped) : known.ok ? ok({ ...known.value, mapping: null }) : known;
}

async function byKeptMapping(ctx: Pick<Ctx, 'institutionId' | 'clock'>, reading: Reading): Promise<OpenedFor | null> {
  const kept = await withTx(ctx, (tx) => tx.statement_mapping.findMany({ where: { retired_at: null }, orderBy: { made_at: 'desc' }, take: KEPT_MAX }));
  for (const row of kept) {
    const mapping = mappingSchema.safeParse(row.mapping);
    if (!mapping.success || !isChannelCode(row.channel)) continue;
    if (!(await reading.openKept({ fingerprint: row.fingerprint, mapping: mapping.data }))) continue;
    await withTx(ctx, (tx) => tx.statement_mapping.update({ where: { id: row.id }, data: { used_at: toDate(ctx.clock.now()) } }));
    return { format: 'mapped', channel: row.channel, mapping: { id: row.id, name: row.name } };
  }
  return null;
}
