/** Writes the next version of the institution's chart and templates as a draft, or changes the draft there is. Nothing follows from it yet. */
import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { businessDate, isBusinessDate, toDate } from '@/lib/kernel/time';
import { sha256Hex } from '@/lib/platform/crypto';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { canonical } from '@/lib/platform/idempotency';
import { withTx } from '@/lib/platform/tx';
import type { LedgerFailure } from '../errors';
import { chartContent } from './content';
import { chartSubject } from './operation';

export const draftChartInput = z.object({
  content: chartContent, from: z.string().refine(isBusinessDate).transform((day) => businessDate(day)), note: z.string().trim().max(300).default(''),
});

/** Answers the version. */
export async function draftChart(ctx: Ctx, input: z.output<typeof draftChartInput>): Promise<Result<{ readonly version: number }, LedgerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'ledger.close');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ version: number }, LedgerFailure>> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`chart ${ctx.institutionId}`}, 0))`;
    const latest = await tx.chart_version.findFirst({ where: { institution_id: ctx.institutionId }, orderBy: { version: 'desc' }, select: { version: true, status: true } });
    if (latest?.status === 'asked') return err('ledger.chart-under-way');
    const version = latest?.status === 'draft' ? latest.version : (latest?.version ?? 0) + 1;
    const data = { content: input.content, effective_from: new Date(`${input.from}T00:00:00Z`), note: input.note, made_by: actorName(ctx.actor), made_at: toDate(ctx.clock.now()) };
    await tx.chart_version.upsert({
      where: { institution_id_version: { institution_id: ctx.institutionId, version } }, create: { institution_id: ctx.institutionId, version, status: 'draft', ...data }, update: data,
    });
    await audit(tx, ctx, {
      action: 'chart.draft', subjectKind: 'chart', subjectId: chartSubject(version), outcome: 'done', after: { version: String(version), from: input.from, fingerprint: sha256Hex(canonical(input.content)) },
    });
    return ok({ version });
  });
}
