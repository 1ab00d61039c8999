/** Payers of one batch into the table, one statement each: sealed columns travel as hex in one JSON parameter. */
import { newId } from '@/lib/kernel/ports';
import { toIso } from '@/lib/kernel/time';
import { nextNumbers } from '@/lib/platform/counter';
import type { Ctx } from '@/lib/platform/ctx';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { ImportedPayer } from './import-rows';
import { makePaymentCode } from './payment-code';
import { lookupIndex, nameIndex, sealEmail, sealName, sealPhone } from './person';

export interface ChangedPayer {
  readonly id: string;
  readonly row: ImportedPayer;
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`; what is no path is itself. */
function pathOf(group: string): string[] {
  const parts = group.split('/').map((part) => part.trim());
  return parts.includes('') ? [group] : parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

export async function groupIds(tx: SqlTx, ctx: Ctx): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; code: string }[]>`SELECT id, code FROM payer_group WHERE institution_id = ${ctx.institutionId}`;
  return new Map(rows.map((g) => [g.code, g.id]));
}

/** A group is named by its code; a new code makes a new group of that name, and `Building 1/Unit 2` one below `Building 1`. Groups that are there stay where they are. */
export async function ensureGroups(tx: SqlTx, ctx: Ctx, rows: readonly ImportedPayer[]): Promise<Map<string, string>> {
  const known = await groupIds(tx, ctx);
  const codes = [...new Set(rows.flatMap((r) => (r.group === null ? [] : pathOf(r.group))))].filter((code) => !known.has(code)).sort();
  if (codes.length === 0) return known;
  const groups = codes.map((code) => ({ id: newId('payerGroup', ctx), code, name: code.split('/').at(-1)!, parent: code.includes('/') ? code.slice(0, code.lastIndexOf('/')) : null }));
  const json = JSON.stringify(groups);
  await tx.$executeRaw`INSERT INTO payer_group (id, institution_id, code, name)
    SELECT t.id, ${ctx.institutionId}, t.code, t.name FROM jsonb_to_recordset(${json}::jsonb) AS t(id text, code text, name text)
    ON CONFLICT (institution_id, code) DO NOTHING`;
  await tx.$executeRaw`UPDATE payer_group g SET parent_id = above.id
    FROM jsonb_to_recordset(${json}::jsonb) AS t(id text, parent text) JOIN payer_group above ON above.code = t.parent WHERE g.id = t.id AND g.id <> above.id`;
  return groupIds(tx, ctx);
}

const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'));

const sealed = (ctx: Ctx, id: string, row: ImportedPayer) => ({
  id,
  name: hex(sealName(id, row.name)),
  name_index: hex(nameIndex(ctx.institutionId, row.name)),
  phone: hex(row.phone === null ? null : sealPhone(id, row.phone)),
  email: hex(row.email === null ? null : sealEmail(id, row.email)),
  lookup: hex(row.phone === null ? null : lookupIndex(ctx.institutionId, row.number, row.phone.slice(-4))),
  family: row.family,
  attributes: row.attributes,
});

export async function createPayers(tx: SqlTx, ctx: Ctx, rows: readonly ImportedPayer[], groups: ReadonlyMap<string, string>): Promise<number> {
  const first = await nextNumbers(tx, ctx, 'payment-code', rows.length);
  const json = rows.map((row, index) => ({
    ...sealed(ctx, newId('payer', ctx), row),
    number: row.number,
    group_id: row.group === null ? null : (groups.get(row.group) ?? null),
    payment_code: makePaymentCode(first + BigInt(index)),
  }));
  return tx.$executeRaw`
    INSERT INTO payer (id, institution_id, number, group_id, name_sealed, name_index, phone_sealed, email_sealed, lookup_index, family, attributes, payment_code,
      status, created_at)
    SELECT t.id, ${ctx.institutionId}, t.number, t.group_id, decode(t.name, 'hex'), decode(t.name_index, 'hex'), decode(t.phone, 'hex'),
      decode(t.email, 'hex'), decode(t.lookup, 'hex'), t.family, t.attributes, t.payment_code, 'active', ${toIso(ctx.clock.now())}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb) AS t(id text, number text, group_id text, name text, name_index text, phone text,
      email text, lookup text, family text, attributes jsonb, payment_code text)
    ON CONFLICT (institution_id, number) DO NOTHING`;
}

export async function changePayers(tx: SqlTx, ctx: Ctx, rows: readonly ChangedPayer[], groups: ReadonlyMap<string, string>): Promise<void> {
  const json = rows.map(({ id, row }) => ({
    ...sealed(ctx, id, row),
    group_id: row.group === null ? null : (groups.get(row.group) ?? null),
  }));
  await tx.$executeRaw`
    UPDATE payer p SET name_sealed = decode(t.name, 'hex'), name_index = decode(t.name_index, 'hex'), phone_sealed = decode(t.phone, 'hex'),
      email_sealed = decode(t.email, 'hex'), lookup_index = decode(t.lookup, 'hex'), family = coalesce(t.family, p.family), attributes = t.attributes, group_id = coalesce(t.group_id, p.group_id)
    FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb) AS t(id text, group_id text, name text, name_index text, phone text, email text, lookup text,
      family text, attributes jsonb)
    WHERE p.id = t.id AND p.institution_id = ${ctx.institutionId}`;
}
