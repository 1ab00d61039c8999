/** What is known of the soundness of the books: one row that says how far it was looked and what was found, and a history that only grows. */
import { audit } from '@/lib/audit';
import type { Prisma } from '@/lib/platform/prisma/client';
import { HOUR_MS, toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import type { Tx } from '@/lib/platform/tx';
import type { IntegrityCheck, IntegrityFinding } from '../model';

export const FINDINGS_MAX = 100;

export interface Books {
  readonly checkedEntry: bigint;
  readonly horizon: { readonly entry: bigint; readonly xid: string };
  readonly sealedEntry: bigint;
  readonly entries: bigint;
  readonly sound: boolean;
  readonly unsoundSince: Date | null;
  readonly findings: readonly IntegrityFinding[];
  readonly checkedAt: Date | null;
  readonly tookMs: number;
  readonly whole: readonly IntegrityCheck[] | null;
  readonly wholeAt: Date | null;
  readonly wholeMs: number;
}

const NEW: Books = {
  checkedEntry: 0n, horizon: { entry: 0n, xid: '0' }, sealedEntry: 0n, entries: 0n, sound: true, unsoundSince: null, findings: [], checkedAt: null, tookMs: 0,
  whole: null, wholeAt: null, wholeMs: 0,
};

/** One process at a time works on the books of an institution; null: another one does. */
export async function takeBooks(tx: Tx, institutionId: string): Promise<Books | null> {
  const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(hashtextextended(${`books:${institutionId}`}, 0)) AS mine`;
  return lock?.mine ? readBooks(tx, institutionId) : null;
}

/** For work that is short: waits until whoever has the books is done. */
export async function awaitBooks(tx: Tx, institutionId: string): Promise<Books> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`books:${institutionId}`}, 0))`;
  return readBooks(tx, institutionId);
}

export async function readBooks(tx: Tx, institutionId: string): Promise<Books> {
  const row = await tx.integrity_state.findUnique({ where: { institution_id: institutionId } });
  if (!row) return NEW;
  return {
    checkedEntry: row.checked_entry, horizon: { entry: row.horizon_entry, xid: row.horizon_xid }, sealedEntry: row.sealed_entry, entries: row.entries, sound: row.sound,
    unsoundSince: row.unsound_since, findings: row.findings as unknown as IntegrityFinding[], checkedAt: row.checked_at, tookMs: row.took_ms,
    whole: row.whole as unknown as IntegrityCheck[] | null, wholeAt: row.whole_at, wholeMs: row.whole_ms,
  };
}

export interface Judged {
  readonly kind: 'round' | 'whole';
  readonly tookMs: number;
}

/**
 * Writes what is known now. A change of the verdict is kept for ever, in the history and in the record of who did what, and told to whoever listens
 * (`books.unsound`, `books.sound`); without a change, one line an hour says that it was looked.
 */
export async function keepBooks(tx: Tx, ctx: Ctx, before: Books, next: Books, judged: Judged): Promise<void> {
  const now = toDate(ctx.clock.now());
  const findings = next.findings.slice(0, FINDINGS_MAX);
  const sound = findings.length === 0 && (next.whole ?? []).every((check) => check.ok);
  const data = {
    checked_entry: next.checkedEntry, horizon_entry: next.horizon.entry, horizon_xid: next.horizon.xid, sealed_entry: next.sealedEntry, entries: next.entries, sound,
    unsound_since: sound ? null : before.unsoundSince ?? now, findings: json(findings), checked_at: now, took_ms: judged.tookMs,
    ...(judged.kind === 'whole' && next.whole && { whole: json(next.whole), whole_at: now, whole_ms: judged.tookMs }),
  };
  await tx.integrity_state.upsert({ where: { institution_id: ctx.institutionId }, create: { institution_id: ctx.institutionId, ...data }, update: data });
  const broken = brokenOf(findings, next.whole);
  const changed = sound !== before.sound || JSON.stringify(broken) !== JSON.stringify(brokenOf(before.findings, before.whole));
  if (sound !== before.sound) await tellChange(tx, ctx, sound, broken);
  if (judged.kind === 'whole' || changed || (await quietFor(tx, ctx)) >= HOUR_MS) {
    await tx.integrity_run.create({
      data: { institution_id: ctx.institutionId, at: now, kind: judged.kind, sound, up_to: next.checkedEntry, entries: next.entries, took_ms: judged.tookMs, findings: json(broken) },
    });
  }
}

const json = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;

/** Every broken check with its examples, in one order. */
export function brokenOf(findings: readonly IntegrityFinding[], whole: readonly IntegrityCheck[] | null): IntegrityFinding[] {
  const all = [...findings, ...(whole ?? []).filter((check) => !check.ok).flatMap(({ name, examples }) => (examples.length > 0 ? examples : ['']).map((id) => ({ check: name, id })))];
  const seen = new Map(all.map((finding) => [`${finding.check} ${finding.id}`, finding]));
  return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding).slice(0, FINDINGS_MAX);
}

async function quietFor(tx: Tx, ctx: Ctx): Promise<number> {
  const last = await tx.integrity_run.findFirst({ where: { institution_id: ctx.institutionId }, orderBy: { at: 'desc' }, select: { at: true } });
  return last ? ctx.clock.now() - last.at.getTime() : Number.POSITIVE_INFINITY;
}

async function tellChange(tx: Tx, ctx: Ctx, sound: boolean, broken: readonly IntegrityFinding[]): Promise<void> {
  const action = sound ? 'books.sound' : 'books.unsound';
  const checks = [...new Set(broken.map((finding) => finding.check))];
  await audit(tx, ctx, { action, subjectKind: 'books', subjectId: ctx.institutionId, outcome: 'done', after: { checks, examples: broken.slice(0, 10).map((finding) => finding.id) } });
  await emit(tx, ctx, [{ type: action, subjectId: ctx.institutionId, payload: { checks: checks.join(' '), count: broken.length } }]);
}
