/** Tries a draft on past days and keeps what came of it: only what was tested can be asked for. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { addDays, toDate, zoned } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { backTest } from '../back-test';
import { ruleSetSchema } from '../engine/rule-set';
import type { ReconciliationFailure } from '../errors';
import type { BackTestView } from '../model';
import { activeRules } from '../rule-store';

export const testRulesInput = z.object({ version: z.coerce.number().int().min(2), days: z.coerce.number().int().min(1).max(92).default(31) });

/** Errors: `reconciliation.not-found`, `rules-decided` (no draft any more). */
export async function testRules(ctx: Ctx, input: z.output<typeof testRulesInput>): Promise<Result<BackTestView, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  const found = await withTx(ctx, async (tx) => ({
    row: await tx.recon_rule_set.findFirst({ where: { version: input.version } }), active: await activeRules(tx),
  }));
  if (!found.row) return err('reconciliation.not-found');
  if (found.row.status !== 'draft' && found.row.status !== 'tested') return err('reconciliation.rules-decided');
  const from = addDays(zoned(ctx.clock.now(), 'Asia/Shanghai').date, -input.days);
  const result = await backTest(ctx, from, found.active, { ...ruleSetSchema.parse(found.row.rules), version: input.version });
  return withTx(ctx, async (tx): Promise<Result<BackTestView, ReconciliationFailure>> => {
    // Counted only if the draft is still the one that was tried.
    const kept = await tx.recon_rule_set.updateMany({
      where: { version: input.version, status: { in: ['draft', 'tested'] }, made_at: found.row!.made_at },
      data: { status: 'tested', tested: JSON.parse(JSON.stringify(result)) as object, tested_at: toDate(ctx.clock.now()) },
    });
    return kept.count === 1 ? ok(result) : err('reconciliation.rules-decided');
  });
}
