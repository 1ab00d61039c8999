/** Reads the audit of the institution in scope. Who may read it is decided above (lib/identity/audit-trail.ts). */
import type { Ctx } from '@/lib/platform/ctx';
import type { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import type { SqlTx } from '@/lib/platform/sql-tx';
import { lastCheckpoint } from './checkpoint-files';
import { addDays, instantOf, instantOfDate, toDate, toIso, type BusinessDate, type Instant } from '@/lib/kernel/time';

export interface AuditFilter {
  readonly actorId?: string;
  /** Whole action (`refund.approve`) or its noun (`refund`). */
  readonly action?: string;
  readonly subjectId?: string;
  /** `refused`: everything that was not done. */
  readonly outcome?: 'done' | 'refused';
  readonly day?: { readonly date: BusinessDate; readonly zone: string };
  /** Id of the last entry of the page before. */
  readonly before?: string;
  readonly limit?: number;
}

export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly outcome: string;
  readonly requestId: string;
  readonly ip: string | null;
  readonly device: string | null;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Newest first, one more than `limit` so that the caller sees whether there are further ones. */
export async function listAuditEntries(tx: Tx, ctx: Ctx, filter: AuditFilter & { readonly limit: number }): Promise<AuditRow[]> {
  const where: Prisma.audit_entryWhereInput[] = [{ institution_id: ctx.institutionId }];
  if (filter.actorId) where.push({ actor_id: filter.actorId });
  if (filter.action) where.push({ OR: [{ action: filter.action }, { action: { startsWith: `${filter.action}.` } }] });
  if (filter.subjectId) where.push({ subject_id: filter.subjectId });
  if (filter.outcome) where.push({ outcome: filter.outcome === 'done' ? 'done' : { not: 'done' } });
  if (filter.day) {
    const { date, zone } = filter.day;
    where.push({ at: { gte: toDate(instantOf(date, '00:00', zone)), lt: toDate(instantOf(addDays(date, 1), '00:00', zone)) } });
  }
  if (filter.before) where.push({ id: { lt: BigInt(filter.before) } });
  const rows = await tx.audit_entry.findMany({ where: { AND: where }, orderBy: { id: 'desc' }, take: filter.limit + 1 });
  return rows.map((row) => ({
    id: row.id.toString(),
    at: toIso(instantOfDate(row.at)),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    outcome: row.outcome,
    requestId: row.request_id,
    ip: row.ip,
    device: row.device,
    changes: differences(row.before, row.after),
  }));
}

export interface AuditSummaryRow {
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly done: number;
  readonly refused: number;
}

/** Who did what how often in a period, most frequent first; everything of the period is counted. `from` inclusive, `to` exclusive. */
export async function summariseAudit(tx: SqlTx, ctx: Pick<Ctx, 'institutionId'>, period: { readonly from: Instant; readonly to: Instant }): Promise<AuditSummaryRow[]> {
  const rows = await tx.$queryRaw<{ actor_kind: string; actor_id: string; action: string; done: bigint; refused: bigint }[]>`
    SELECT actor_kind, actor_id, action, count(*) FILTER (WHERE outcome = 'done') AS done, count(*) FILTER (WHERE outcome <> 'done') AS refused
    FROM audit_entry WHERE institution_id = ${ctx.institutionId} AND at >= ${toIso(period.from)}::timestamptz AND at < ${toIso(period.to)}::timestamptz
    GROUP BY 1, 2, 3 ORDER BY count(*) DESC, 1, 2, 3`;
  return rows.map((r) => ({ actorKind: r.actor_kind, actorId: r.actor_id, action: r.action, done: Number(r.done), refused: Number(r.refused) }));
}

const CHANGES_MAX = 50;

/** What is different between two documents, field by field, as text. Pure. */
export function differences(before: Prisma.JsonValue | undefined, after: Prisma.JsonValue | undefined): Change[] {
  const was = flat(before);
  const is = flat(after);
  const paths = [...new Set([...was.keys(), ...is.keys()])].sort();
  return paths
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((change) => change.before !== change.after)
    .slice(0, CHANGES_MAX);
}

function flat(value: Prisma.JsonValue | undefined, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) into.set(path, value.join(', '));
  else if (typeof value !== 'object') into.set(path, String(value));
  else for (const [key, item] of Object.entries(value)) flat(item, path ? `${path}.${key}` : key, into);
  return into;
}

export interface ChainState {
  /** Entries that have their place in the chain. */
  readonly linked: string;
  /** Entries that wait for one: seconds, unless the worker stands still. */
  readonly waiting: string;
  readonly oldestWaitingAt: string | null;
  /** The last checkpoint outside the database: which entries it vouches for, when it was signed, by which key. */
  readonly checkpoint: { readonly to: string; readonly at: string; readonly key: string } | null;
}

const WAITING_MAX = 100_000;

/** How far the proof of the record is. */
export async function chainState(tx: SqlTx, institutionId: string): Promise<ChainState> {
  const [row] = await tx.$queryRaw<{ linked: bigint; waiting: bigint; oldest: Date | null }[]>`
    WITH head AS (SELECT seq, entry_id FROM audit_link WHERE institution_id = ${institutionId} ORDER BY seq DESC LIMIT 1),
    waiting AS (
      SELECT e.at FROM audit_entry e WHERE e.institution_id = ${institutionId} AND e.id > coalesce((SELECT entry_id FROM head), 0) - 10000
        AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id) LIMIT ${WAITING_MAX})
    SELECT coalesce((SELECT seq FROM head), 0) AS linked, (SELECT count(*) FROM waiting) AS waiting, (SELECT min(at) FROM waiting) AS oldest`;
  const last = await lastCheckpoint(institutionId);
  return {
    linked: row!.linked.toString(), waiting: row!.waiting.toString(), oldestWaitingAt: row!.oldest?.toISOString() ?? null,
    checkpoint: last && { to: last.checkpoint.to, at: last.checkpoint.at, key: last.checkpoint.key },
  };
}
