/** Lets a small difference go (10.00 at most, and 1,000.00 of a channel in a day): the bank's figure is taken, the rest goes to the account of differences. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, type Result } from '@/lib/kernel/result';
import { instantOf, toIso, zoned } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { decideCase, type CaseDecided } from '../decide-case';
import type { ReconciliationFailure } from '../errors';
import { WRITE_OFF_DAY_MAX_MINOR } from '../model';
import { decideWriteOff } from '../rules';

export const writeOffCaseInput = z.object({ caseId: z.string().max(40) });

/** Errors: `reconciliation.not-found`, `already-decided`, `already-matched`, `still-waiting`, `above-limit` {limitMinor}, `day-cap` {limitMinor}. */
export async function writeOffCase(
  ctx: Ctx, input: z.output<typeof writeOffCaseInput>,
): Promise<Result<CaseDecided, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<CaseDecided, ReconciliationFailure>> => {
    const done = await decideCase(tx, ctx, { caseId: input.caseId, note: null, kind: 'write-off' }, decideWriteOff);
    if (!done.ok) return done;
    return (await writtenOffToday(tx, ctx, input.caseId)) > WRITE_OFF_DAY_MAX_MINOR ? err('reconciliation.day-cap', { limitMinor: WRITE_OFF_DAY_MAX_MINOR.toString() }) : done;
  });
}

/** What people wrote off of the case's channel since this morning, this case included. One at a time, so that two cannot both be the last that fits. */
async function writtenOffToday(tx: Tx, ctx: Ctx, caseId: string): Promise<bigint> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`write-off ${ctx.institutionId}`}, 0))`;
  const from = toIso(instantOf(zoned(ctx.clock.now(), 'Asia/Shanghai').date, '00:00:00', 'Asia/Shanghai'));
  const [row] = await tx.$queryRaw<{ minor: bigint }[]>`
    SELECT coalesce(sum(abs(coalesce(bank_minor, 0) - coalesce(our_minor, 0))), 0)::bigint AS minor FROM recon_case
    WHERE status = 'written-off' AND decided_at >= ${from}::timestamptz AND decided_by NOT LIKE 'system:%' AND channel = (SELECT channel FROM recon_case WHERE id = ${caseId})`;
  return row!.minor;
}
