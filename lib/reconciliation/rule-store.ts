/** Which rules count: the version an institution made active, or the built-in ones. */
import type { Tx } from '@/lib/platform/tx';
import { BUILT_IN_RULES, ruleSetSchema, type VersionedRules } from './engine/rule-set';

export async function activeRules(tx: Tx): Promise<VersionedRules> {
  const row = await tx.recon_rule_set.findFirst({ where: { status: 'active' }, select: { version: true, rules: true } });
  return row ? { ...ruleSetSchema.parse(row.rules), version: row.version } : BUILT_IN_RULES;
}
