/**
 * Gives committed entries their place in the institution's chain, off the way of payments. Transactions that still run may yet add entries; only
 * what can no longer be overtaken is linked, in the order of transactions, so that the order never has to be changed.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock } from '@/lib/kernel/ports';
import { toIso } from '@/lib/kernel/time';
import { sha256Hex } from '@/lib/platform/crypto';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { GENESIS, gapOf, isGenuine, lineOf, type EntryText } from './line';

const BATCH = 5_000;

interface Head {
  readonly seq: bigint;
  readonly hash: string;
  readonly made_in: string;
}

/** Links at most one batch; answers how many. Several processes may call it: one of them works. */
export async function linkEntries(institutionId: InstitutionId, ports: { readonly clock: Clock }): Promise<{ readonly linked: number; readonly more: boolean }> {
  return withSqlTx({ institutionId }, async (tx) => {
    const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(hashtextextended(${`audit-chain:${institutionId}`}, 0)) AS mine`;
    if (!lock?.mine) return { linked: 0, more: false };
    const head = await headOf(tx, institutionId);
    const entries = await unlinked(tx, institutionId, head.made_in);
    let { seq, hash } = head;
    const links = entries.map(({ entry, seal }) => {
      const genuine = isGenuine(institutionId, entry, seal);
      hash = sha256Hex(lineOf(hash, ++seq, institutionId, entry, genuine));
      return { seq: seq.toString(), entry: entry.id.toString(), hash, genuine };
    });
    if (links.length > 0) {
      await tx.$executeRaw`
        INSERT INTO audit_link (institution_id, seq, entry_id, hash, linked_at, genuine)
        SELECT ${institutionId}, l.seq, l.entry, decode(l.hash, 'hex'), ${toIso(ports.clock.now())}::timestamptz, l.genuine
        FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS l(seq bigint, entry bigint, hash text, genuine boolean)`;
    }
    return { linked: links.length, more: links.length === BATCH };
  });
}

/** `made_in`: transactions before it are done with; 0 when the database was restored elsewhere and its transactions count anew. */
async function headOf(tx: SqlTx, institutionId: string): Promise<Head> {
  const rows = await tx.$queryRaw<Head[]>`
    SELECT l.seq, encode(l.hash, 'hex') AS hash,
      coalesce((SELECT e.made_in FROM audit_entry e WHERE e.id = l.entry_id AND e.made_in < pg_snapshot_xmin(pg_current_snapshot())), '0'::xid8)::text AS made_in
    FROM audit_link l WHERE l.institution_id = ${institutionId} ORDER BY l.seq DESC LIMIT 1`;
  return rows[0] ?? { seq: 0n, hash: GENESIS, made_in: '0' };
}

interface Found {
  readonly entry: EntryText;
  readonly seal: Uint8Array | null;
}

/** Each entry is looked up among the links by itself (LATERAL, LIMIT): joining the two tables whole, every second, would cost more with every year. */
async function unlinked(tx: SqlTx, institutionId: string, since: string): Promise<Found[]> {
  const rows = await tx.$queryRaw<(EntryText & { readonly seal: Uint8Array | null })[]>`
    SELECT e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.outcome,
      e.before::text AS before, e.after::text AS after, e.request_id, e.ip, e.device, e.seal
    FROM audit_entry e LEFT JOIN LATERAL (SELECT TRUE AS there FROM audit_link l WHERE l.entry_id = e.id LIMIT 1) linked ON TRUE
    WHERE e.institution_id = ${institutionId} AND e.made_in >= ${since}::text::xid8
      AND (e.made_in < pg_snapshot_xmin(pg_current_snapshot()) OR e.made_in >= pg_snapshot_xmax(pg_current_snapshot()))
      AND linked.there IS NULL
    ORDER BY e.made_in, e.id LIMIT ${BATCH}`;
  return rows.map(({ seal, ...entry }) => ({ entry, seal }));
}

export interface LinkedLine {
  readonly seq: bigint;
  readonly line: string;
  /** Of the line as it is told now, in hex. */
  readonly hash: string;
  readonly at: string | null;
  readonly genuine: boolean;
}

type Linked = { readonly seq: bigint; readonly entry_id: bigint; readonly genuine: boolean } & { [K in keyof EntryText]: EntryText[K] | null };

/**
 * The lines of the chain as the database tells them now, `limit` of them behind `after`. `prev` is carried from line to line by the caller, because
 * what the database says a line's hash is must not be believed.
 */
export async function readLines(tx: SqlTx, institutionId: string, after: bigint, prev: string, limit: number): Promise<readonly LinkedLine[]> {
  const rows = await tx.$queryRaw<Linked[]>`
    SELECT l.seq, l.entry_id, l.genuine, e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, e.actor_kind,
      e.actor_id, e.action, e.subject_kind, e.subject_id, e.outcome, e.before::text AS before, e.after::text AS after, e.request_id, e.ip, e.device
    FROM audit_link l LEFT JOIN LATERAL (SELECT * FROM audit_entry x WHERE x.id = l.entry_id AND x.institution_id = l.institution_id LIMIT 1) e ON TRUE
    WHERE l.institution_id = ${institutionId} AND l.seq > ${after} ORDER BY l.seq LIMIT ${limit}`;
  let before = prev;
  return rows.map(({ seq, entry_id, genuine, ...entry }) => {
    const line = entry.id === null ? gapOf(before, seq, entry_id) : lineOf(before, seq, institutionId, entry as EntryText, genuine);
    before = sha256Hex(line);
    return { seq, line, hash: before, at: entry.at, genuine: genuine && entry.id !== null };
  });
}
