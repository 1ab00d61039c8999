/** The versions of the rules, the newest first, with what their tests found. */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { BUILT_IN_RULES, ruleSetSchema, type RuleSet } from './engine/rule-set';
import type { BackTestView, RuleVersionView } from './model';

const SHOWN_MAX = 100;

export async function listRuleVersions(ctx: Ctx): Promise<readonly RuleVersionView[]> {
  requirePermission(ctx, 'reconciliation.read');
  const rows = await withTx(ctx, (tx) => tx.recon_rule_set.findMany({ orderBy: { version: 'desc' }, take: SHOWN_MAX }));
  const made = rows.map((r): RuleVersionView => ({
    version: r.version, status: r.status as RuleVersionView['status'], rules: ruleSetSchema.parse(r.rules), note: r.note ?? '', madeBy: r.made_by, madeAt: r.made_at.toISOString(),
    tested: r.tested === null ? null : (r.tested as unknown as BackTestView), decidedAt: r.decided_at?.toISOString() ?? null,
  }));
  const { version, ...rules } = BUILT_IN_RULES;
  const builtIn: RuleVersionView = {
    version, rules: rules satisfies RuleSet, status: made.some((v) => v.status === 'active') ? 'retired' : 'active', note: '', madeBy: 'system:built-in', madeAt: null, tested: null,
    decidedAt: null,
  };
  return [...made, builtIn];
}
