/** The audit as people read it: with names, newest first, by keyset. It lives here because names and the right to read are identity's. */
import { audit, auditPublicKey, chainState, listAuditEntries, verifyLive, type AuditFilter, type AuditRow, type ChainState, type FirstBad } from '@/lib/audit';
import { toPage, pageSize, type Page } from '@/lib/kernel/page';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { authorize, requirePermission, type AccessFailure } from './policy';
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

/** How far the proof of the record is: linked, signed outside the database. */
export async function auditChain(ctx: Ctx): Promise<ChainState & { readonly publicKey: string }> {
  requirePermission(ctx, 'audit.read');
  return { ...(await withTx(ctx, (tx) => chainState(tx, ctx.institutionId))), publicKey: auditPublicKey().pem };
}

/** More than this is seconds of a web process' time: then the command does it. */
const VERIFY_MAX = 500_000n;

/** Checks every entry of the institution against the checkpoints outside the database, now. That somebody looked is an act, too. */
export async function verifyAuditNow(ctx: Ctx): Promise<Result<{ readonly entries: number; readonly firstBad: FirstBad | null }, AccessFailure | Failure<'identity.record-too-long'>>> {
  const allowed = authorize(ctx, 'audit.read');
  if (!allowed.ok) return allowed;
  const { linked } = await withTx(ctx, (tx) => chainState(tx, ctx.institutionId));
  if (BigInt(linked) > VERIFY_MAX) return err('identity.record-too-long', { max: VERIFY_MAX.toString() });
  const verdict = await verifyLive(ctx.institutionId, auditPublicKey().pem);
  await withTx(ctx, (tx) => audit(tx, ctx, {
    action: 'evidence.verify', subjectKind: 'institution', subjectId: ctx.institutionId, outcome: 'done',
    after: { entries: String(verdict.entries), sound: verdict.firstBad === null, ...(verdict.firstBad && { first: verdict.firstBad.id ?? verdict.firstBad.seq, why: verdict.firstBad.why }) },
  }));
  return ok(verdict);
}
