/** Writes the next version of the rules as a draft, or changes the draft there is. Nothing follows from it until it was tested and agreed to. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { BUILT_IN_RULES, ruleSetSchema } from '../engine/rule-set';
import { CASE_COMMENT_MAX } from '../model';

export const draftRulesInput = z.object({ rules: ruleSetSchema, note: z.string().trim().max(CASE_COMMENT_MAX).default('') });

/** Errors: `access.denied`. Answers the version. */
export async function draftRules(ctx: Ctx, input: z.output<typeof draftRulesInput>): Promise<Result<{ readonly version: number }, AccessFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`recon-rules ${ctx.institutionId}`}, 0))`;
    const [latest] = await tx.recon_rule_set.findMany({ orderBy: { version: 'desc' }, take: 1, select: { version: true, status: true } });
    const editable = latest && (latest.status === 'draft' || latest.status === 'tested');
    const version = editable ? latest.version : (latest?.version ?? BUILT_IN_RULES.version) + 1;
    const at = toDate(ctx.clock.now());
    await tx.$executeRaw`
      INSERT INTO recon_rule_set (institution_id, version, status, rules, note, made_by, made_at)
      VALUES (${ctx.institutionId}, ${version}::int, 'draft', ${JSON.stringify(input.rules)}::jsonb, ${input.note}, ${actorName(ctx.actor)}, ${at})
      ON CONFLICT (institution_id, version) DO UPDATE SET status = 'draft', rules = EXCLUDED.rules, note = EXCLUDED.note, made_by = EXCLUDED.made_by,
        made_at = EXCLUDED.made_at, tested = NULL, tested_at = NULL`;
    await audit(tx, ctx, { action: 'recon-rules.draft', subjectKind: 'recon-rules', subjectId: `rules-${version}`, outcome: 'done', after: { version: String(version) } });
    return ok({ version });
  });
}
