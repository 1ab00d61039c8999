/** Entries to prove things about, and a superuser who forges them. */
import pg from 'pg';
import type { InstitutionId } from '@/lib/kernel/ids';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { instant, type Instant } from '@/lib/kernel/time';
import { sha256Hex } from '@/lib/platform/crypto';
import { systemRandom } from '@/lib/platform/clock';
import { makeCtx } from '@/lib/platform/ctx';
import { createLog } from '@/lib/platform/log';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { audit } from './index';
import { GENESIS, lineOf, type EntryText } from './line';
import { linkEntries } from './link-entries';
import { verifyThrough } from './verify-live';
import { writeCheckpoints } from './write-checkpoint';

export interface Trail {
  readonly institutionId: InstitutionId;
  readonly clock: { now(): Instant; advance(ms: number): void };
}

// Checkpoints lie in files that outlive a test's database: every trail is of an institution that never was before.
const random = systemRandom;

/** An institution with `count` entries of several people, linked and signed in runs of `each`. */
export async function makeTrail(count: number, each = count): Promise<Trail> {
  let now = Date.UTC(2026, 10, 22, 2);
  const clock = { now: () => instant(now), advance: (ms: number) => { now += ms; } };
  const institutionId = newId('institution', { clock, random });
  const people = Array.from({ length: 5 }, () => newId('user', { clock, random }));
  const log = createLog({}, () => undefined);
  for (let from = 0; from < count; from += each) {
    for (let at = from; at < Math.min(count, from + each); at += 250) {
      const actor = { kind: 'user', userId: people[at % people.length]!, roles: ['accountant'], sessionId: 'ses_x', name: 'n' } as const;
      const ctx = makeCtx(actor, institutionId, { clock, random, log, requestId: newId('request', { clock, random }), origin: { ip: '192.0.2.7', device: 'Firefox' } });
      const facts = Array.from({ length: Math.min(250, Math.min(count, from + each) - at) }, (_, i) => ({
        action: 'refund.request', subjectKind: 'refund', subjectId: newId('refund', { clock, random }), outcome: i % 7 === 6 ? 'refunds.too-much' : 'done',
        before: { status: 'requested' }, after: { status: 'approved', amountMinor: String(100 + at + i), note: '已核对 \u2028 "ok"', parts: ['a', 'b'] },
      }));
      await withSqlTx({ institutionId }, (tx) => audit(tx, ctx, ...facts));
      clock.advance(50);
    }
    await linkUntil(institutionId, clock, Math.min(each, count - from));
    await writeCheckpoints(institutionId, { clock });
    clock.advance(10_000);
  }
  return { institutionId, clock };
}

/** Links until `count` more are linked: transactions of other databases on the same server hold linking up for as long as they run. */
export async function linkUntil(institutionId: InstitutionId, clock: { now(): Instant }, count: number): Promise<void> {
  for (let linked = 0; linked < count;) {
    const round = await linkEntries(institutionId, { clock });
    linked += round.linked;
    if (round.linked === 0) await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}

export const FORGERIES = ['edit', 'edit-and-rehash', 'delete', 'delete-with-link', 'insert', 'swap', 'cut-tail', 'recompute-all'] as const;
export type Forgery = (typeof FORGERIES)[number];

interface Picked { readonly seq: bigint; readonly entry_id: bigint }

/**
 * Does to the record what a superuser of the database could, triggers and row security switched off, in the open transaction of `client`. Answers
 * the place in the chain that a verifier has to name.
 */
export async function forge(client: pg.Client, institution: string, kind: Forgery, pick: (below: number) => number): Promise<bigint> {
  await client.query(`SET LOCAL session_replication_role = 'replica'`);
  const { rows } = await client.query<Picked>('SELECT seq, entry_id FROM audit_link WHERE institution_id = $1 ORDER BY seq', [institution]);
  const links = rows.map((r) => ({ seq: BigInt(r.seq), entry_id: BigInt(r.entry_id) }));
  const at = pick(links.length - 1);
  const target = links[at]!;
  const edits = [`after = jsonb_set(after, '{amountMinor}', '"9"')`, `actor_id = 'usr_somebody'`, `at = at + interval '1 ms'`, `outcome = 'done '`, `ip = NULL`, `device = device || '.'`, `request_id = 'req_x'`, `subject_id = subject_id || 'x'`];
  const edit = () => client.query(`UPDATE audit_entry SET ${edits[pick(edits.length)]!} WHERE id = $1`, [target.entry_id.toString()]);
  switch (kind) {
    case 'edit':
      await edit();
      return target.seq;
    case 'edit-and-rehash': case 'recompute-all':
      await edit();
      await rehash(client, institution, kind === 'recompute-all' ? 1n : target.seq);
      return target.seq;
    case 'delete':
      await client.query('DELETE FROM audit_entry WHERE id = $1', [target.entry_id.toString()]);
      return target.seq;
    case 'delete-with-link':
      await client.query('DELETE FROM audit_entry WHERE id = $1', [target.entry_id.toString()]);
      await closeGap(client, institution, target.seq);
      return target.seq;
    case 'insert': {
      const made = await client.query<{ id: string }>(`INSERT INTO audit_entry (institution_id, at, actor_kind, actor_id, action, subject_kind, subject_id, outcome, request_id, seal)
        SELECT institution_id, at, actor_kind, actor_id, 'refund.approve', subject_kind, subject_id, 'done', request_id, seal FROM audit_entry WHERE id = $1 RETURNING id`, [target.entry_id.toString()]);
      await client.query('UPDATE audit_link SET seq = -seq - 1 WHERE institution_id = $1 AND seq >= $2', [institution, target.seq.toString()]);
      await client.query('UPDATE audit_link SET seq = -seq WHERE institution_id = $1 AND seq < 0', [institution]);
      await client.query(`INSERT INTO audit_link (institution_id, seq, entry_id, hash, linked_at, genuine) VALUES ($1, $2, $3, decode(repeat('00', 32), 'hex'), now(), true)`, [institution, target.seq.toString(), made.rows[0]!.id]);
      await rehash(client, institution, target.seq);
      return target.seq;
    }
    case 'swap': {
      const other = links[at + 1]!;
      await client.query('UPDATE audit_link SET entry_id = -entry_id WHERE institution_id = $1 AND seq IN ($2, $3)', [institution, target.seq.toString(), other.seq.toString()]);
      await client.query('UPDATE audit_link SET entry_id = CASE WHEN seq = $2 THEN $5::bigint ELSE $4::bigint END WHERE institution_id = $1 AND seq IN ($2, $3)',
        [institution, target.seq.toString(), other.seq.toString(), target.entry_id.toString(), other.entry_id.toString()]);
      await rehash(client, institution, target.seq);
      return target.seq;
    }
    case 'cut-tail':
      await client.query('DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE institution_id = $1 AND seq >= $2)', [institution, target.seq.toString()]);
      await client.query('DELETE FROM audit_link WHERE institution_id = $1 AND seq >= $2', [institution, target.seq.toString()]);
      return target.seq;
  }
}

async function closeGap(client: pg.Client, institution: string, seq: bigint): Promise<void> {
  await client.query('DELETE FROM audit_link WHERE institution_id = $1 AND seq = $2', [institution, seq.toString()]);
  await client.query('UPDATE audit_link SET seq = -seq + 1 WHERE institution_id = $1 AND seq > $2', [institution, seq.toString()]);
  await client.query('UPDATE audit_link SET seq = -seq WHERE institution_id = $1 AND seq < 0', [institution]);
  await rehash(client, institution, seq);
}

/** The forger knows the algorithm: every hash from `from` on is made to fit again. */
async function rehash(client: pg.Client, institution: string, from: bigint): Promise<void> {
  const before = await client.query<{ hash: string }>(`SELECT encode(hash, 'hex') AS hash FROM audit_link WHERE institution_id = $1 AND seq = $2`, [institution, (from - 1n).toString()]);
  const { rows } = await client.query<{ seq: string; entry: EntryText & { id: string } }>(`SELECT l.seq, jsonb_build_object('id', e.id::text, 'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'actor_kind', e.actor_kind, 'actor_id', e.actor_id, 'action', e.action, 'subject_kind', e.subject_kind, 'subject_id', e.subject_id, 'outcome', e.outcome,
      'before', e.before::text, 'after', e.after::text, 'request_id', e.request_id, 'ip', e.ip, 'device', e.device) AS entry
    FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id WHERE l.institution_id = $1 AND l.seq >= $2 ORDER BY l.seq`, [institution, from.toString()]);
  let hash = before.rows[0]?.hash ?? GENESIS;
  const made = rows.map(({ seq, entry }) => {
    hash = sha256Hex(lineOf(hash, BigInt(seq), institution, { ...entry, id: BigInt(entry.id) }));
    return { seq, hash };
  });
  await client.query(`UPDATE audit_link l SET hash = decode(m.hash, 'hex') FROM jsonb_to_recordset($2::jsonb) AS m(seq bigint, hash text)
    WHERE l.institution_id = $1 AND l.seq = m.seq`, [institution, JSON.stringify(made)]);
}

/** The forger's own open transaction, as the reader of the chain sees it. */
const readingOn = (client: pg.Client): SqlTx => {
  const send = async (query: TemplateStringsArray, values: readonly unknown[]) => client.query({
    text: query.reduce((sql, part, i) => `${sql}$${i}${part}`), values: [...values],
    types: { getTypeParser: (oid: number, format) => (oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format ?? 'text')) } as pg.CustomTypesConfig,
  });
  return {
    $queryRaw: async <T>(query: TemplateStringsArray, ...values: readonly unknown[]) => (await send(query, values)).rows as T,
    $executeRaw: async (query, ...values) => (await send(query, values)).rowCount ?? 0,
  };
};

export interface Forged {
  /** Named at the very place, by kind. */
  readonly named: Readonly<Record<Forgery, number>>;
  readonly missed: readonly string[];
}

/** Forges `times` times on one trail, verifies after each, and undoes it again. */
export async function forgeAndVerify(adminUrl: string, trail: Trail, times: number, pem: string, seed = 5): Promise<Forged> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const chance = seededRandom(seed);
  const missed: string[] = [];
  const named = Object.fromEntries(FORGERIES.map((kind) => [kind, 0])) as Record<Forgery, number>;
  for (let n = 0; n < times; n++) {
    const kind = FORGERIES[n % FORGERIES.length]!;
    await client.query('BEGIN');
    const expected = await forge(client, trail.institutionId, kind, (below) => chance.below(below));
    const { firstBad } = await verifyThrough(trail.institutionId, pem, (read) => read(readingOn(client)));
    await client.query('ROLLBACK');
    if (firstBad?.seq === expected.toString()) named[kind]++;
    else missed.push(`${kind} at ${expected}: ${firstBad ? `${firstBad.why} at ${firstBad.seq}` : 'not found'}`);
  }
  await client.end();
  return { named, missed };
}
