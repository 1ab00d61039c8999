/** The audit as people read it: with names, newest first, by keyset. It lives here because names and the right to read are identity's. */
import { listAuditEntries, type AuditFilter, type AuditRow } from '@/lib/audit';
import { toPage, pageSize, type Page } from '@/lib/kernel/page';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { requirePermission } from './policy';
import { namesOf } from './queries';

export interface AuditEntryView extends AuditRow {
  /** Name of the person, or the kind of actor where it is none. */
  readonly actorName: string;
  /** Name of the person acted upon; null where the subject is none. */
  readonly subjectName: string | null;
}

export async function listAudit(ctx: Ctx, filter: AuditFilter): Promise<Page<AuditEntryView>> {
  requirePermission(ctx, 'audit.read');
  const limit = pageSize(filter.limit);
  return withTx(ctx, async (tx) => {
    const rows = await listAuditEntries(tx, ctx, { ...filter, limit });
    const ids = rows.flatMap((row) => [row.actorId, row.subjectId, ...row.changes.flatMap((c) => [c.before ?? '', c.after ?? ''])]);
    const names = await namesOf(tx, [...new Set(ids.filter((id) => id.startsWith('usr_')))]);
    const named = (value: string | null) => (value === null ? null : names.get(value) ?? value);
    return toPage(rows.map((row) => ({
      ...row, actorName: names.get(row.actorId) ?? row.actorId, subjectName: names.get(row.subjectId) ?? null,
      changes: row.changes.map((c) => ({ ...c, before: named(c.before), after: named(c.after) })),
    })), limit, (row) => row.id);
  });
}
