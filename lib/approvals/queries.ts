/** What waits for me, what was decided, and one request with everything said about it. */
import { namesOf, requirePermission, type Role } from '@/lib/identity';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { fromWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { instantOfDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { ApprovalCode } from './errors';
import type { ApprovalStatus } from './machine';
import type { Operation } from './operation';
import { mayDecide, stepsFor, type ApprovalKind, type Step } from './rules';

const iso = (date: Date): string => toIso(instantOfDate(date));

export interface ApprovalRowView {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly amount: MoneyWire;
  readonly status: ApprovalStatus;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly decidedAt: string | null;
  readonly signed: number;
  readonly needed: number;
}

export interface ApprovalsFilter {
  /** `mine`: pending, my role is next, not my own request and not signed by me. */
  readonly view: 'mine' | 'pending' | 'decided';
  readonly cursor?: string;
  readonly limit?: number;
}

interface Row {
  id: string;
  kind: ApprovalKind;
  subject_kind: string;
  subject_id: string;
  amount_minor: bigint;
  currency: Currency;
  status: ApprovalStatus;
  requested_by: string;
  requested_at: Date;
  decided_at: Date | null;
  signed: bigint;
  needed: bigint;
}

/** Oldest first while they wait, newest first once decided. Ids sort by time of birth, so the id is the cursor. */
export async function listApprovals(ctx: Ctx, filter: ApprovalsFilter): Promise<Page<ApprovalRowView>> {
  requirePermission(ctx, 'approval.read');
  const limit = pageSize(filter.limit);
  return withTx(ctx, async (tx) => {
    const decided = filter.view === 'decided';
    const after = filter.cursor
      ? decided
        ? Prisma.sql`AND a.id < ${filter.cursor}`
        : Prisma.sql`AND a.id > ${filter.cursor}`
      : Prisma.empty;
    const rows = await tx.$queryRaw<Row[]>`
      SELECT a.id, a.kind, a.subject_kind, a.subject_id, a.amount_minor, a.currency, a.status, a.requested_by, a.requested_at, a.decided_at,
        (SELECT count(*) FROM approval_opinion o WHERE o.approval_id = a.id AND o.decision = 'approve') AS signed,
        jsonb_array_length(a.steps)::bigint AS needed
      FROM approval a
      WHERE a.institution_id = ${ctx.institutionId} AND ${decided ? Prisma.sql`a.status <> 'pending'` : Prisma.sql`a.status = 'pending'`}
        ${filter.view === 'mine' ? mineOnly(ctx) : Prisma.empty} ${after}
      ORDER BY a.id ${decided ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${limit + 1}`;
    const names = await namesOf(
      tx,
      rows.map((row) => row.requested_by),
    );
    return toPage(
      rows.map((row) => rowView(row, names)),
      limit,
      (row) => row.id,
    );
  });
}

/** How many wait for this person, and since when the oldest does: for Today and the navigation. */
export async function countMyApprovals(ctx: Ctx): Promise<{ readonly count: number; readonly oldestAt: string | null }> {
  requirePermission(ctx, 'approval.read');
  const rows = await withTx(
    ctx,
    (tx) => tx.$queryRaw<{ count: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS count, min(a.requested_at) AS oldest FROM approval a
    WHERE a.institution_id = ${ctx.institutionId} AND a.status = 'pending' ${mineOnly(ctx)}`,
  );
  const { count = 0, oldest = null } = rows[0] ?? {};
  return { count, oldestAt: oldest && iso(oldest) };
}

function mineOnly(ctx: Ctx): Prisma.Sql {
  const { actor } = ctx;
  if (actor.kind !== 'user') return Prisma.sql`AND false`;
  return Prisma.sql`AND a.requested_by <> ${actor.userId}
    AND NOT EXISTS (SELECT FROM approval_opinion o WHERE o.approval_id = a.id AND o.user_id = ${actor.userId})
    AND EXISTS (SELECT FROM jsonb_array_elements_text(
      a.steps -> (SELECT count(*)::int FROM approval_opinion o WHERE o.approval_id = a.id) -> 'roles') AS r(role) WHERE r.role = ANY(${[...actor.roles]}))`;
}

const rowView = (row: Row, names: ReadonlyMap<string, string>): ApprovalRowView => ({
  id: row.id,
  kind: row.kind,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  status: row.status,
  amount: { minor: row.amount_minor.toString(), currency: row.currency },
  requestedBy: names.get(row.requested_by) ?? row.requested_by,
  requestedAt: iso(row.requested_at),
  decidedAt: row.decided_at && iso(row.decided_at),
  signed: Number(row.signed),
  needed: Number(row.needed),
});

export interface OpinionView {
  readonly step: number;
  readonly name: string;
  readonly decision: 'approve' | 'reject';
  readonly reason: string;
  readonly at: string;
  readonly ip: string;
  readonly device: string;
}

export interface ApprovalView extends Omit<ApprovalRowView, 'signed' | 'needed'> {
  readonly operation: Operation;
  readonly operationHash: string;
  readonly steps: readonly { readonly roles: readonly Role[]; readonly opinion: OpinionView | null }[];
  /** Whether the reader may decide now, or the code of the reason why not; null when it is no longer a question. */
  readonly decide: { readonly allowed: boolean; readonly why: ApprovalCode | 'access.denied' | null } | null;
}

export async function getApproval(ctx: Ctx, id: string): Promise<ApprovalView | null> {
  requirePermission(ctx, 'approval.read');
  return withTx(ctx, (tx) => readApproval(tx, ctx, id));
}

async function readApproval(tx: Tx, ctx: Ctx, id: string): Promise<ApprovalView | null> {
  const row = await tx.approval.findFirst({ where: { id, institution_id: ctx.institutionId } });
  if (!row) return null;
  const opinions = await tx.approval_opinion.findMany({ where: { approval_id: id }, orderBy: { step: 'asc' } });
  const names = await namesOf(tx, [row.requested_by, ...opinions.map((o) => o.user_id)]);
  const steps = row.steps as unknown as readonly Step[];
  return {
    id: row.id,
    kind: row.kind as ApprovalKind,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    status: row.status as ApprovalStatus,
    amount: { minor: row.amount_minor.toString(), currency: row.currency as Currency },
    requestedBy: names.get(row.requested_by) ?? row.requested_by,
    requestedAt: iso(row.requested_at),
    decidedAt: row.decided_at && iso(row.decided_at),
    operation: row.operation as unknown as Operation,
    operationHash: row.operation_hash,
    steps: steps.map((step, index) => {
      const o = opinions[index];
      const opinion = o && {
        step: o.step,
        name: names.get(o.user_id) ?? o.user_id,
        decision: o.decision as 'approve' | 'reject',
        reason: o.reason,
        at: iso(o.at),
        ip: o.ip,
        device: o.device,
      };
      return { roles: step.roles, opinion: opinion ?? null };
    }),
    decide:
      row.status === 'pending'
        ? maybe(
            ctx,
            row.requested_by,
            steps,
            opinions.map((o) => ({ userId: o.user_id })),
          )
        : null,
  };
}

function maybe(ctx: Ctx, requestedBy: string, steps: readonly Step[], signed: readonly { userId: string }[]): ApprovalView['decide'] {
  const { actor } = ctx;
  if (actor.kind !== 'user') return { allowed: false, why: 'access.denied' };
  const may = mayDecide({ requestedBy, steps }, signed, actor);
  return may.ok ? { allowed: true, why: null } : { allowed: false, why: may.error.code };
}

/** Who would have to sign an act of this size: shown before it is asked for. */
export const previewSteps = (kind: ApprovalKind, amount: MoneyWire): readonly Step[] => stepsFor(kind, fromWire(amount));
