/**
 * What was checked and can no longer change is sealed: a hash per entry, a digest over the run, both named in the record of who did what, whose
 * checkpoints lie outside the database. Somebody who rewrites an old entry so that everything still adds up is found by its hash (`books verify`).
 */
import { createHash } from 'node:crypto';
import { audit, verifyLive } from '@/lib/audit';
import { MINUTE_MS, toDate } from '@/lib/kernel/time';
import type { InstitutionId } from '@/lib/kernel/ids';
import { sha256Hex } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { takeBooks } from './state';

const RUN = 20_000;
/** A quiet day is sealed every so often, a busy one as soon as a whole run is there. */
const FULL = 5_000;
const EVERY_MS = 10 * MINUTE_MS;
const PRINT_BYTES = 8;

interface Hashed { readonly id: bigint; readonly hash: string }

/** The hashes of the entries in (after, upTo], in their order. Everything an entry says is in it, its lines in their order. */
const hashesOf = (tx: Tx, institutionId: string, after: bigint, upTo: bigint, limit: number): Promise<Hashed[]> => tx.$queryRaw<Hashed[]>`
  SELECT e.id, encode(sha256(convert_to(concat_ws('|', e.id, quote_literal(e.key), quote_literal(e.kind), (extract(epoch FROM e.at) * 1000)::bigint, to_char(e.business_date, 'YYYY-MM-DD'),
    quote_literal(e.subject_kind), quote_literal(e.subject_id), quote_nullable(e.memo), l.lines), 'UTF8')), 'hex') AS hash
  FROM (SELECT * FROM journal_entry WHERE institution_id = ${institutionId} AND id > ${after} AND id <= ${upTo} ORDER BY id LIMIT ${limit}) e
  LEFT JOIN LATERAL (SELECT string_agg(concat_ws(':', line_no, account_code, amount_minor, currency), ',' ORDER BY line_no) AS lines FROM ledger_posting p WHERE p.entry_id = e.id) l ON TRUE
  ORDER BY e.id`;

const digestOf = (hashes: readonly Hashed[]): Buffer => createHash('sha256').update(Buffer.from(hashes.map((h) => h.hash).join(''), 'hex')).digest();
const printsOf = (hashes: readonly Hashed[]): Buffer => Buffer.from(hashes.map((h) => h.hash.slice(0, PRINT_BYTES * 2)).join(''), 'hex');

/** Seals at most one run; answers how many entries. `ctx`: the system's. */
export async function sealBooks(ctx: Ctx, options: { readonly atOnce?: boolean } = {}): Promise<number> {
  return withTx(ctx, async (tx) => {
    const books = await takeBooks(tx, ctx.institutionId);
    if (!books || books.sealedEntry >= books.checkedEntry) return 0;
    const last = await tx.books_seal.findFirst({ where: { institution_id: ctx.institutionId }, orderBy: { seq: 'desc' }, select: { seq: true, sealed_at: true } });
    const hashes = await hashesOf(tx, ctx.institutionId, books.sealedEntry, books.checkedEntry, RUN);
    const quiet = last !== null && ctx.clock.now() - last.sealed_at.getTime() < EVERY_MS && hashes.length < FULL;
    if (hashes.length === 0 || (quiet && !options.atOnce)) return 0;
    const [seq, first_id, last_id] = [(last?.seq ?? 0n) + 1n, hashes[0]!.id, hashes.at(-1)!.id];
    const [digest, prints] = [digestOf(hashes), printsOf(hashes)];
    await tx.books_seal.create({ data: {
      institution_id: ctx.institutionId, seq, first_id, last_id, entries: hashes.length, digest: new Uint8Array(digest), prints: new Uint8Array(prints), sealed_at: toDate(ctx.clock.now()),
    } });
    await tx.integrity_state.update({ where: { institution_id: ctx.institutionId }, data: { sealed_entry: hashes.length < RUN ? books.checkedEntry : last_id } });
    await audit(tx, ctx, {
      action: 'books.seal', subjectKind: 'books', subjectId: seq.toString(), outcome: 'done', after: factsOf(first_id, last_id, hashes.length, digest, prints),
    });
    return hashes.length;
  }, { timeoutMs: 60_000 });
}

const factsOf = (first: bigint, last: bigint, count: number, digest: Uint8Array, prints: Uint8Array) => ({
  first: first.toString(), last: last.toString(), entries: String(count), digest: Buffer.from(digest).toString('hex'), prints: sha256Hex(Buffer.from(prints).toString('hex')),
});

export interface BadEntry {
  readonly institution: string;
  /** Number of the voucher, or of the last one before the place where some are missing. */
  readonly entry: string;
  readonly why: 'changed' | 'missing' | 'added' | 'seal-forged' | 'seal-missing' | 'record-forged';
}
export interface BooksVerdict {
  readonly entries: number;
  readonly seals: number;
  readonly firstBad: BadEntry | null;
}

/** Every sealed entry against its hash, every seal against the record, the record against its checkpoints. `pem`: the public key that is trusted. */
export async function verifyBooks(institutionId: InstitutionId, pem: string): Promise<BooksVerdict> {
  const bad = (entry: bigint | string, why: BadEntry['why'], entries: number, seals: number): BooksVerdict => ({ entries, seals, firstBad: { institution: institutionId, entry: entry.toString(), why } });
  const record = await verifyLive(institutionId, pem);
  if (record.firstBad) return bad(record.firstBad.id ?? record.firstBad.seq, 'record-forged', 0, 0);
  const told = await withTx({ institutionId }, (tx) => tx.audit_entry.findMany({ where: { institution_id: institutionId, action: 'books.seal' }, orderBy: { id: 'asc' }, select: { subject_id: true, after: true } }));
  let [entries, after] = [0, 0n];
  for (const [index, { subject_id, after: facts }] of told.entries()) {
    const seal = await withTx({ institutionId }, (tx) => tx.books_seal.findUnique({ where: { institution_id_seq: { institution_id: institutionId, seq: BigInt(subject_id) } } }));
    const { last } = facts as { last: string };
    if (!seal) return bad(after, 'seal-missing', entries, index);
    if (JSON.stringify(factsOf(seal.first_id, seal.last_id, seal.entries, seal.digest, seal.prints)) !== inOrder(facts)) return bad(seal.first_id, 'seal-forged', entries, index);
    const upTo = BigInt(last);
    const found = await withTx({ institutionId }, (tx) => hashesOf(tx, institutionId, after, upTo, RUN + 1), { timeoutMs: 60_000 });
    const wrong = firstWrong(found, Buffer.from(seal.prints));
    if (wrong) return bad(wrong.entry, wrong.why, entries + wrong.at, index);
    if (!digestOf(found).equals(Buffer.from(seal.digest))) return bad(seal.first_id, 'changed', entries, index);
    entries += found.length;
    after = upTo;
  }
  return { entries, seals: told.length, firstBad: null };
}

const FACTS = ['first', 'last', 'entries', 'digest', 'prints'] as const;
const inOrder = (facts: unknown): string => JSON.stringify(Object.fromEntries(FACTS.map((name) => [name, (facts as Record<string, unknown>)[name]])));

function firstWrong(found: readonly Hashed[], prints: Buffer): { readonly entry: bigint; readonly why: BadEntry['why']; readonly at: number } | null {
  const expected = prints.length / PRINT_BYTES;
  const print = (at: number): string => prints.toString('hex', at * PRINT_BYTES, (at + 1) * PRINT_BYTES);
  for (const [at, { id, hash }] of found.entries()) {
    if (at < expected && hash.startsWith(print(at))) continue;
    // One fewer than there were, and the next in line is what should have come one later: the one before it is gone.
    const gone = at + 1 < expected && hash.startsWith(print(at + 1));
    return { entry: gone ? found[at - 1]?.id ?? 0n : id, why: gone ? 'missing' : at >= expected ? 'added' : found.length > expected && found[at + 1]?.hash.startsWith(print(at)) ? 'added' : 'changed', at };
  }
  return found.length < expected ? { entry: found.at(-1)?.id ?? 0n, why: 'missing', at: found.length } : null;
}

/** What was sealed so far. */
export async function sealsOf(tx: Tx, institutionId: string): Promise<{ readonly count: bigint; readonly upTo: bigint; readonly at: Date } | null> {
  const last = await tx.books_seal.findFirst({ where: { institution_id: institutionId }, orderBy: { seq: 'desc' }, select: { seq: true, last_id: true, sealed_at: true } });
  return last && { count: last.seq, upTo: last.last_id, at: last.sealed_at };
}
