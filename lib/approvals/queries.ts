/** What waits for me, what was decided, and one request with everything said about it. */
import { hasPermission, namesOf, readProof, requirePermission, type ReadProof, type Role } from '@/lib/identity';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { exponentOf, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { instantOfDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { ApprovalCode } from './errors';
import type { ApprovalStatus } from './machine';
import type { Operation } from './operation';
import { hatsOf, readSteps } from './approval-row';
import { activeFlow } from './flow-store';
import type { Step } from './flows';
import type { ApprovalKind } from './kinds';
import { coversOpinion } from './covers';
import { mayDecide, type Question } from './rules';

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
  return Prisma.sql`AND approval_waits_for(a, ${actor.userId}, ${toIso(ctx.clock.now())}::timestamptz)`;
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
  /** Whose right was used, when it was not the person's own. */
  readonly onBehalfOf: string | null;
  /** By which second factor, and, for a passkey, whether the kept signature really covers this decision on this operation. */
  readonly proof: ReadProof;
}

export interface ApprovalView extends Omit<ApprovalRowView, 'signed' | 'needed'> {
  readonly operation: Operation;
  readonly operationHash: string;
  readonly steps: readonly { readonly roles: readonly Role[]; readonly stage: number; readonly department: string | null; readonly opinion: OpinionView | null }[];
  readonly expiresAt: string | null;
  readonly escalatedAt: string | null;
  readonly escalateTo: readonly Role[];
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
  const names = await namesOf(tx, [row.requested_by, ...opinions.flatMap((o) => [o.user_id, o.on_behalf_of ?? ''])].filter(Boolean));
  const steps = readSteps(row.steps as unknown as readonly Step[]);
  const question = { steps, escalatedTo: row.escalated_at ? row.escalate_to : [] };
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
    expiresAt: row.expires_at && iso(row.expires_at),
    escalatedAt: row.escalated_at && iso(row.escalated_at),
    escalateTo: row.escalate_to as Role[],
    operation: row.operation as unknown as Operation,
    operationHash: row.operation_hash,
    steps: await Promise.all(steps.map(async (step, index) => {
      const o = opinions.find((opinion) => opinion.step === index);
      return { roles: step.roles, stage: step.stage, department: step.department ?? null, opinion: o ? await opinionView(o, names, row.operation_hash) : null };
    })),
    decide: row.status === 'pending' ? await maybe(tx, ctx, id, question, opinions) : null,
  };
}

interface OpinionRow {
  readonly step: number;
  readonly user_id: string;
  readonly decision: string;
  readonly reason: string;
  readonly at: Date;
  readonly ip: string;
  readonly device: string;
  readonly on_behalf_of: string | null;
  readonly approval_id: string;
  readonly step_up: string;
}

const opinionView = async (o: OpinionRow, names: ReadonlyMap<string, string>, hash: string): Promise<OpinionView> => ({
  step: o.step,
  name: names.get(o.user_id) ?? o.user_id,
  decision: o.decision as 'approve' | 'reject',
  reason: o.reason,
  at: iso(o.at),
  ip: o.ip,
  device: o.device,
  onBehalfOf: o.on_behalf_of && (names.get(o.on_behalf_of) ?? o.on_behalf_of),
  proof: await readProof(o.step_up, o.user_id, coversOpinion(o, hash)),
});

async function maybe(tx: Tx, ctx: Ctx, id: string, question: Question, opinions: readonly OpinionRow[]): Promise<ApprovalView['decide']> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return { allowed: false, why: 'access.denied' };
  const hats = await hatsOf(tx, ctx, actor.userId, id);
  // Who asked is told so first, whatever their role.
  if (!hats[0].asked && !hasPermission(actor, 'approval.decide') && hats.length === 1) return { allowed: false, why: 'access.denied' };
  const may = mayDecide(question, opinions, hats);
  return may.ok ? { allowed: true, why: null } : { allowed: false, why: may.error.code };
}

/** From which amount on an act of this kind needs more than one signature, by the flow that counts now; null where it never does. For queries that authorised already. */
export async function secondSignatureFrom(tx: Tx, ctx: Ctx, kind: ApprovalKind, currency: Currency): Promise<MoneyWire | null> {
  const flow = await activeFlow(tx, ctx, kind);
  const at = flow.bands.findIndex((band) => band.stages.flatMap((stage) => stage.slots).length > 1);
  if (at < 0) return null;
  const major = at === 0 ? 0n : BigInt(flow.bands[at - 1]!.below ?? '0');
  return { minor: (major * 10n ** BigInt(exponentOf(currency))).toString(), currency };
}
