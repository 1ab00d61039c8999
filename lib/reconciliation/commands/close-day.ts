/** Closes a day of a channel: its proof is kept for good. Closing again after an adjustment keeps a further proof; nothing is ever taken back. */
import { z } from 'zod';
import { CHANNELS } from '@/lib/channels';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { isBusinessDate, toDate, zoned, type BusinessDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { emit } from '@/lib/platform/outbox';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { proofOf } from '../day-proof';
import type { ReconciliationFailure } from '../errors';
import type { DayProof } from '../model';
import { activeRules } from '../rule-store';
import { isStillLate } from '../not-yet';

export const closeDayInput = z.object({ channel: z.enum(CHANNELS), date: z.string().refine(isBusinessDate) });

/** Errors: `reconciliation.no-file-yet`, `day-not-over` (before the bank has shown everything), `clearing-differs` {minor}. */
export async function closeDay(
  ctx: Ctx, input: z.output<typeof closeDayInput>,
): Promise<Result<{ readonly seq: number; readonly proof: DayProof }, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ seq: number; proof: DayProof }, ReconciliationFailure>> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`close ${ctx.institutionId} ${input.channel} ${input.date}`}, 0))`;
    const date = input.date as BusinessDate;
    if (date > zoned(ctx.clock.now(), 'Asia/Shanghai').date || isStillLate(ctx.clock.now(), date, input.channel, (await activeRules(tx)).notYet)) return err('reconciliation.day-not-over');
    const proof = await proofOf(tx, input.channel, date);
    if (proof.files === 0) return err('reconciliation.no-file-yet');
    if (!proof.ties) return err('reconciliation.clearing-differs', { minor: (BigInt(proof.clearing.minor) - BigInt(proof.openItems.minor)).toString() });
    const day = new Date(`${input.date}T00:00:00Z`);
    const seq = (await tx.recon_day_close.count({ where: { channel: input.channel, day } })) + 1;
    await tx.recon_day_close.create({
      data: { institution_id: ctx.institutionId, channel: input.channel, day, seq, proof: { ...proof, parts: { ...proof.parts } } as object, at: toDate(ctx.clock.now()), actor: actorName(ctx.actor) },
    });
    await audit(tx, ctx, { action: 'recon-day.close', subjectKind: 'recon-day', subjectId: `${input.channel} ${input.date}`, outcome: 'done', after: { seq: String(seq), open: String(proof.parts.open.count) } });
    await emit(tx, ctx, [{ type: 'recon-day.closed', subjectId: `${input.channel} ${input.date}`, payload: { channel: input.channel, date: input.date, seq, open: proof.parts.open.count } }]);
    return ok({ seq, proof });
  }, { timeoutMs: 60_000 });
}
