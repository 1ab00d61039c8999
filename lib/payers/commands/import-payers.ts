import { createHash } from 'node:crypto';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import { nextNumbers } from '@/lib/platform/counter';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { PayerFailure } from '../errors';
import { checkPayers, type ImportedPayer } from '../import-rows';
import type { PayerImportReport } from '../model';
import { makePaymentCode } from '../payment-code';
import { lookupIndex, nameIndex, openPerson, sealName, sealPhone } from '../person';
import { readTable, type TableFailure } from '../read-table';

/** Rows written by one transaction: a file that is stopped half-way is simply sent again, what is there already stays as it is. */
const BATCH = 2_000;

export interface ImportPayersInput {
  readonly bytes: Uint8Array;
  /** False = dry run: says what would happen and writes nothing. */
  readonly apply: boolean;
}

/** Takes every good row, names every bad one. Idempotent: a row equal to what is known changes nothing. */
export async function importPayers(ctx: Ctx, input: ImportPayersInput): Promise<Result<PayerImportReport, PayerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'payer.write');
  if (!allowed.ok) return allowed;
  const table = readTable(input.bytes);
  if (!table.ok) return err(tableCode(table.error), table.error.details);
  const checked = checkPayers(table.value);
  if (!checked.ok) return checked;
  const { good, bad, badCount, attributes } = checked.value;
  const counts = { created: 0, changed: 0, unchanged: 0 };
  for (let from = 0; from < good.length; from += BATCH) {
    const part = await withTx(ctx, (tx) => takeBatch(tx, ctx, good.slice(from, from + BATCH), input.apply), { timeoutMs: 60_000 });
    counts.created += part.created;
    counts.changed += part.changed;
    counts.unchanged += part.unchanged;
  }
  const report = {
    encoding: table.value.encoding,
    rows: table.value.rows.length,
    good: good.length,
    badCount,
    bad,
    ...counts,
    attributes,
    applied: input.apply,
  };
  if (input.apply) {
    const fileHash = createHash('sha256').update(input.bytes).digest('hex');
    await withTx(ctx, (tx) =>
      audit(tx, ctx, {
        action: 'payer.import',
        subjectKind: 'file',
        subjectId: fileHash,
        outcome: 'done',
        after: { rows: report.rows, bad: badCount, ...counts },
      }),
    );
  }
  return ok(report);
}

const tableCode = (failure: TableFailure): PayerFailure['code'] =>
  (
    ({
      'table.too-large': 'payers.file-too-large',
      'table.unreadable': 'payers.file-unreadable',
      'table.too-many-rows': 'payers.too-many-rows',
      'table.empty': 'payers.file-empty',
    }) as const
  )[failure.code];

interface Counts {
  created: number;
  changed: number;
  unchanged: number;
}

async function takeBatch(tx: Tx, ctx: Ctx, rows: readonly ImportedPayer[], apply: boolean): Promise<Counts> {
  const known = await tx.payer.findMany({
    where: { institution_id: ctx.institutionId, number: { in: rows.map((r) => r.number) } },
  });
  const groups = apply ? await ensureGroups(tx, ctx, rows) : await groupIds(tx, ctx);
  const byNumber = new Map(known.map((k) => [k.number, k]));
  const fresh: ImportedPayer[] = [];
  const changed: { id: string; row: ImportedPayer }[] = [];
  for (const row of rows) {
    const old = byNumber.get(row.number);
    if (!old) {
      fresh.push(row);
      continue;
    }
    const person = openPerson(old, true);
    const kept = { ...(old.attributes as Record<string, string>), ...row.attributes };
    // Absent cells keep what is known: a file with fewer columns does not erase the rest.
    const same =
      person.name === row.name &&
      (row.phone === null || person.phone === row.phone) &&
      sameRecord(kept, old.attributes as Record<string, string>) &&
      (row.group === null || (groups.get(row.group) ?? '') === old.group_id);
    if (!same) changed.push({ id: old.id, row: { ...row, phone: row.phone ?? person.phone, attributes: kept } });
  }
  const counts = { created: fresh.length, changed: changed.length, unchanged: rows.length - fresh.length - changed.length };
  if (!apply) return counts;
  if (changed.length > 0) await change(tx, ctx, changed, groups);
  if (fresh.length > 0) counts.created = await create(tx, ctx, fresh, groups);
  return counts;
}

const sameRecord = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);

async function groupIds(tx: Tx, ctx: Ctx): Promise<Map<string, string>> {
  const rows = await tx.payer_group.findMany({ where: { institution_id: ctx.institutionId }, select: { id: true, code: true } });
  return new Map(rows.map((g) => [g.code, g.id]));
}

/** A group is named by its code; a new code makes a new group of that name. */
async function ensureGroups(tx: Tx, ctx: Ctx, rows: readonly ImportedPayer[]): Promise<Map<string, string>> {
  const codes = [...new Set(rows.flatMap((r) => (r.group === null ? [] : [r.group])))];
  const groups = codes.map((code) => ({ id: newId('payerGroup', ctx), code }));
  await tx.$executeRaw`INSERT INTO payer_group (id, institution_id, code, name)
    SELECT t.id, ${ctx.institutionId}, t.code, t.code FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) AS t(id text, code text)
    ON CONFLICT (institution_id, code) DO NOTHING`;
  return groupIds(tx, ctx);
}

const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'));

/** Sealed columns of one row, as text for one JSON parameter. */
const sealed = (ctx: Ctx, id: string, row: ImportedPayer) => ({
  id,
  name: hex(sealName(id, row.name)),
  name_index: hex(nameIndex(ctx.institutionId, row.name)),
  phone: hex(row.phone === null ? null : sealPhone(id, row.phone)),
  lookup: hex(row.phone === null ? null : lookupIndex(ctx.institutionId, row.number, row.phone.slice(-4))),
  attributes: row.attributes,
});

async function create(tx: Tx, ctx: Ctx, rows: readonly ImportedPayer[], groups: ReadonlyMap<string, string>): Promise<number> {
  const first = await nextNumbers(tx, ctx, 'payment-code', rows.length);
  const json = rows.map((row, index) => ({
    ...sealed(ctx, newId('payer', ctx), row),
    number: row.number,
    group_id: row.group === null ? null : (groups.get(row.group) ?? null),
    payment_code: makePaymentCode(first + BigInt(index)),
  }));
  return tx.$executeRaw`
    INSERT INTO payer (id, institution_id, number, group_id, name_sealed, name_index, phone_sealed, lookup_index, attributes, payment_code,
      status, created_at)
    SELECT t.id, ${ctx.institutionId}, t.number, t.group_id, decode(t.name, 'hex'), decode(t.name_index, 'hex'), decode(t.phone, 'hex'),
      decode(t.lookup, 'hex'), t.attributes, t.payment_code, 'active', ${toIso(ctx.clock.now())}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb) AS t(id text, number text, group_id text, name text, name_index text, phone text,
      lookup text, attributes jsonb, payment_code text)
    ON CONFLICT (institution_id, number) DO NOTHING`;
}

async function change(
  tx: Tx,
  ctx: Ctx,
  rows: readonly { id: string; row: ImportedPayer }[],
  groups: ReadonlyMap<string, string>,
): Promise<void> {
  const json = rows.map(({ id, row }) => ({
    ...sealed(ctx, id, row),
    group_id: row.group === null ? null : (groups.get(row.group) ?? null),
  }));
  await tx.$executeRaw`
    UPDATE payer p SET name_sealed = decode(t.name, 'hex'), name_index = decode(t.name_index, 'hex'), phone_sealed = decode(t.phone, 'hex'),
      lookup_index = decode(t.lookup, 'hex'), attributes = t.attributes, group_id = coalesce(t.group_id, p.group_id)
    FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb) AS t(id text, group_id text, name text, name_index text, phone text, lookup text,
      attributes jsonb)
    WHERE p.id = t.id AND p.institution_id = ${ctx.institutionId}`;
}
