/** What waits for somebody at each desk, and since when the oldest does: Today, the tabs and the navigation show the same figures. */
import { countMyApprovals } from '@/lib/approvals';
import { hasPermission, type Permission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { WAITING_KINDS, type Waiting, type WaitingKind } from './model';

const NEEDS: Readonly<Record<WaitingKind, Permission>> = {
  approvals: 'approval.read', refunds: 'refund.read', unknown: 'payment.read', suspense: 'suspense.read', reconciliation: 'reconciliation.read', disputes: 'reconciliation.read',
};

/** Every page of the console counts what waits: beyond this many nobody needs the exact figure. */
const COUNT_MAX = 10_000;

/** In the order of `WAITING_KINDS`, only the desks this person may enter; approvals are those that wait for this very person. */
export async function waitingFor(ctx: Ctx): Promise<Waiting[]> {
  const mine = WAITING_KINDS.filter((kind) => hasPermission(ctx.actor, NEEDS[kind]));
  if (mine.length === 0) return [];
  const [approvals, rows] = await Promise.all([
    mine.includes('approvals') ? countMyApprovals(ctx) : { count: 0, oldestAt: null },
    withTx(ctx, (tx) => tx.$queryRaw<{ kind: WaitingKind; count: number; oldest: Date | null }[]>`
      SELECT 'refunds' AS kind, count(*)::int AS count, min(requested_at) AS oldest FROM refund
        WHERE institution_id = ${ctx.institutionId} AND status IN ('requested', 'approved', 'executing', 'unknown', 'returned')
      UNION ALL SELECT 'unknown', count(*)::int, min(updated_at) FROM payment WHERE institution_id = ${ctx.institutionId} AND status = 'unknown'
      UNION ALL SELECT 'suspense', count(*)::int, min(created_at) FROM suspense_item WHERE institution_id = ${ctx.institutionId} AND status = 'held'
      UNION ALL SELECT 'reconciliation', count(*)::int, min(created_at) FROM
        (SELECT created_at FROM recon_case WHERE institution_id = ${ctx.institutionId} AND status = 'open' ORDER BY created_at LIMIT ${COUNT_MAX + 1}) c
      UNION ALL SELECT 'disputes', count(*)::int, min(raised_at) FROM payer_dispute WHERE institution_id = ${ctx.institutionId} AND status IN ('open', 'escalated')`),
  ]);
  return mine.map((kind) => {
    if (kind === 'approvals') return { kind, ...approvals, more: false };
    const row = rows.find((r) => r.kind === kind);
    const count = row?.count ?? 0;
    return { kind, count: Math.min(count, COUNT_MAX), more: count > COUNT_MAX, oldestAt: row?.oldest?.toISOString() ?? null };
  });
}
