/** Keeps how a kind of table is read, for a channel's account: from now on files like it are read so by themselves. A newer one takes the older one's place. */
import { z } from 'zod';
import { CHANNELS, listAccounts } from '@/lib/channels';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { StatementFailure } from '@/lib/statements';
import type { ReconciliationFailure } from '../errors';
import { mappingSchema } from '../mapping-schema';
import { withReading } from '../reading/start-reading';
import { jsonOf } from './preview-mapping';
import type { StatementBytes } from './precheck-statement';

export const saveMappingInput = z.object({ file: z.instanceof(File), mapping: jsonOf(mappingSchema), channel: z.enum(CHANNELS), name: z.string().trim().min(1).max(80) });

type Wish = StatementBytes & { readonly mapping: z.output<typeof mappingSchema>; readonly channel: (typeof CHANNELS)[number]; readonly name: string };

/** Errors: `reconciliation.no-account` (no contract with that channel), `mapping-reads-nothing`; refusals of `statements`. */
export async function saveMapping(ctx: Ctx, input: Wish): Promise<Result<{ readonly id: string }, AccessFailure | ReconciliationFailure | StatementFailure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  if (!(await listAccounts(ctx)).some((account) => account.channel === input.channel)) return err('reconciliation.no-account');
  const read = await withReading(input, async (reading) => {
    const opened = await reading.openAs(input.mapping);
    if (!opened.ok) return opened;
    // Warnings and sums come only with the last row.
    const told = await reading.tell('24:00');
    return told.ok ? ok({ fingerprint: opened.value.fingerprint, rows: told.value.summary.rows }) : told;
  });
  if (!read.ok) return read;
  const { fingerprint, rows } = read.value;
  if (rows === 0) return err('reconciliation.mapping-reads-nothing');
  const id = newId('mapping', ctx);
  const at = toDate(ctx.clock.now());
  await withTx(ctx, async (tx) => {
    await tx.statement_mapping.updateMany({ where: { fingerprint, retired_at: null }, data: { retired_at: at } });
    await tx.statement_mapping.create({
      data: { id, institution_id: ctx.institutionId, channel: input.channel, fingerprint, name: input.name, mapping: { ...input.mapping }, made_by: actorName(ctx.actor), made_at: at },
    });
    await audit(tx, ctx, { action: 'statement-mapping.save', subjectKind: 'statement-mapping', subjectId: id, outcome: 'done', after: { channel: input.channel, name: input.name } });
  });
  return ok({ id });
}
