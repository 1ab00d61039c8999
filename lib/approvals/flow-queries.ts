/** Flows as they count, and who signs for whom. */
import { listFinancePeople, namesOf, requirePermission, type Role } from '@/lib/identity';
import { instantOfDate, toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { activeFlow } from './flow-store';
import { flowSchema, type Flow } from './flows';
import { ALL_KINDS, APPROVAL_KINDS, type ApprovalKind } from './kinds';

const iso = (date: Date): string => toIso(instantOfDate(date));

export interface FlowView {
  readonly kind: ApprovalKind;
  readonly money: boolean;
  readonly flow: Flow;
  /** 0: the built-in one. */
  readonly version: number;
  readonly proposed: { readonly version: number; readonly flow: Flow; readonly approvalId: string | null; readonly by: string; readonly at: string } | null;
}

export async function listFlows(ctx: Ctx): Promise<readonly FlowView[]> {
  requirePermission(ctx, 'approval.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.approval_flow.findMany({ where: { institution_id: ctx.institutionId, status: { in: ['active', 'proposed'] } } });
    const names = await namesOf(tx, rows.map((row) => row.made_by.replace(/^user:/, '')));
    const views: FlowView[] = [];
    for (const kind of ALL_KINDS) {
      const active = rows.find((row) => row.kind === kind && row.status === 'active');
      const next = rows.find((row) => row.kind === kind && row.status === 'proposed');
      views.push({
        kind, money: APPROVAL_KINDS[kind].money, flow: await activeFlow(tx, ctx, kind), version: active?.version ?? 0,
        proposed: next ? {
          version: next.version, flow: flowSchema.parse(next.bands), approvalId: next.approval_id, at: iso(next.made_at), by: names.get(next.made_by.replace(/^user:/, '')) ?? next.made_by,
        } : null,
      });
    }
    return views;
  });
}

export interface DelegationView {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kinds: readonly ApprovalKind[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly reason: string;
  readonly state: 'coming' | 'running' | 'over' | 'taken-back';
  /** Whether the reader may take it back. */
  readonly mine: boolean;
}

/** Newest first, at most a hundred: of the reader, and of everybody for who may set flows or watches. */
export async function listDelegations(ctx: Ctx): Promise<readonly DelegationView[]> {
  requirePermission(ctx, 'approval.read');
  const me = ctx.actor.kind === 'user' ? ctx.actor.userId : '';
  const now = ctx.clock.now();
  return withTx(ctx, async (tx) => {
    const rows = await tx.approval_delegation.findMany({ where: { institution_id: ctx.institutionId }, orderBy: { id: 'desc' }, take: 100 });
    const names = await namesOf(tx, rows.flatMap((row) => [row.from_user, row.to_user]));
    return rows.map((row) => ({
      id: row.id, from: names.get(row.from_user) ?? row.from_user, to: names.get(row.to_user) ?? row.to_user, kinds: row.kinds as ApprovalKind[],
      startsAt: iso(row.starts_at), endsAt: iso(row.ends_at), reason: row.reason, mine: row.from_user === me && row.revoked_at === null && row.ends_at > toDate(now),
      state: row.revoked_at ? 'taken-back' : row.ends_at <= toDate(now) ? 'over' : row.starts_at > toDate(now) ? 'coming' : 'running',
    }));
  });
}

/** Colleagues who may be asked to sign in one's place. */
export async function delegationCandidates(ctx: Ctx): Promise<readonly { readonly userId: string; readonly name: string; readonly roles: readonly Role[] }[]> {
  requirePermission(ctx, 'approval.read');
  const me = ctx.actor.kind === 'user' ? ctx.actor.userId : '';
  const people = await withTx(ctx, (tx) => listFinancePeople(tx, ctx));
  return people.filter((p) => p.userId !== me).map(({ userId, name, roles }) => ({ userId, name, roles }));
}
