/** Opens a statement for an institution: by the readers first; what they do not know as a channel's file, by what somebody here said about this kind of table. */
import { isChannelCode, type ChannelCode } from '@/lib/channels';
import { ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { openMapped, tellsMapping, type ByteFile, type StatementFailure } from '@/lib/statements';
import { mappingSchema } from './mapping-schema';
import { openStatement, type OpenStatement } from './read-statement';

const KEPT_MAX = 100;

/** `mapping`: the kept one that was used, for the page to say so. */
export type OpenedFor = OpenStatement & { readonly mapping: { readonly id: string; readonly name: string } | null };

/** Errors: as `openStatement`. */
export async function openFor(ctx: Pick<Ctx, 'institutionId' | 'clock'>, content: Uint8Array | ByteFile, fileName: string): Promise<Result<OpenedFor, StatementFailure>> {
  const known = await openStatement(content, fileName);
  if (known.ok && known.value.channel !== null) return ok({ ...known.value, mapping: null });
  if (!known.ok && known.error.code !== 'statements.unknown-format') return known;
  const mapped = await byKeptMapping(ctx, content, fileName);
  return mapped ? ok(mapped) : known.ok ? ok({ ...known.value, mapping: null }) : known;
}

async function byKeptMapping(ctx: Pick<Ctx, 'institutionId' | 'clock'>, content: Uint8Array | ByteFile, fileName: string): Promise<OpenedFor | null> {
  const kept = await withTx(ctx, (tx) => tx.statement_mapping.findMany({ where: { retired_at: null }, orderBy: { made_at: 'desc' }, take: KEPT_MAX }));
  for (const row of kept) {
    const mapping = mappingSchema.safeParse(row.mapping);
    if (!mapping.success || !isChannelCode(row.channel)) continue;
    const here = await tellsMapping(content, fileName, { fingerprint: row.fingerprint, mapping: mapping.data });
    const opened = here && (await openMapped(content, fileName, here));
    if (!opened?.ok) continue;
    await withTx(ctx, (tx) => tx.statement_mapping.update({ where: { id: row.id }, data: { used_at: toDate(ctx.clock.now()) } }));
    return asStatement(row.channel, opened.value, { id: row.id, name: row.name });
  }
  return null;
}

const asStatement = (channel: ChannelCode, opened: { readonly rows: OpenStatement['rows']; finish: OpenStatement['finish'] }, mapping: OpenedFor['mapping']): OpenedFor =>
  ({ format: 'mapped', channel, rows: opened.rows, finish: () => opened.finish(), mapping });
