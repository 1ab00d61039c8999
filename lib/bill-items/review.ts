/**
 * Who must look at a change before it bills anybody. The first version of a plan changes nothing for anyone, so its administrator may let it begin alone;
 * every later one is read by a second person, under the institution's own approval flow, unless there is nobody else who could.
 */
import { SIGNING_ROLES } from '@/lib/approvals/model';
import type { Operation } from '@/lib/approvals';
import { listFinancePeople } from '@/lib/identity';
import { sha256Hex } from '@/lib/platform/crypto';
import { canonical } from '@/lib/platform/idempotency';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { FeePlanDocument } from './model';
import { comparePlans } from './rules';

/** Differences told to the reviewer one by one; the fingerprint covers all of them. */
const CHANGES_SHOWN = 60;

export async function needsReview(tx: Tx, ctx: Ctx, planId: string): Promise<boolean> {
  const before = await tx.fee_plan_version.count({ where: { institution_id: ctx.institutionId, plan_id: planId, state: { in: ['active', 'retired'] } } });
  if (before === 0) return false;
  const me = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  const people = await listFinancePeople(tx, ctx);
  return people.some((p) => p.userId !== me && p.roles.some((role) => (SIGNING_ROLES as readonly string[]).includes(role)));
}

interface Proposed {
  readonly planId: string;
  readonly code: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly plan: FeePlanDocument;
  /** What it is compared with; null = nothing was ever in force. */
  readonly active: FeePlanDocument | null;
}

/** What the reviewer sees and signs: every difference, and a fingerprint of the whole document. */
export const reviewOperation = (p: Proposed): Operation => ({
  kind: 'fee-plan-change', subjectKind: 'fee-plan', subjectId: p.planId, amount: { minor: '0', currency: 'CNY' },
  facts: {
    plan: p.code, version: String(p.version), effectiveFrom: p.effectiveFrom,
    changes: (p.active ? comparePlans(p.active, p.plan) : []).slice(0, CHANGES_SHOWN).map(({ area, subject, field, before, after }) => ({
      what: [area, subject, field].filter((part) => part !== '').join(' / '), before: before.slice(0, 200), after: after.slice(0, 200),
    })),
    document: sha256Hex(canonical(p.plan)),
  },
});
