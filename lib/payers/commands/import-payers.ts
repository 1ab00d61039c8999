import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { attributeTypes } from '../attribute-queries';
import type { PayerFailure } from '../errors';
import { checkPayer, isPayerHead, payerColumns, type ImportedPayer } from '../import-rows';
import type { PayerImportReport, PayerRowCause } from '../model';
import { openPerson } from '../person';
import { headOf, importTable, type ImportOptions, type TableFailure, type TableSource, type TakenBatch } from '../table';
import { changePayers, createPayers, ensureGroups, groupIds, type ChangedPayer } from '../write-payers';

export interface ImportPayersInput extends ImportOptions {
  readonly source: TableSource;
}

/** Takes every good row, names every bad one. Idempotent: a row equal to what is known changes nothing. */
export async function importPayers(ctx: Ctx, input: ImportPayersInput): Promise<Result<PayerImportReport, PayerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'payer.write');
  if (!allowed.ok) return allowed;
  const { source, apply } = input;
  const header = headOf(source, isPayerHead);
  if (!header.ok) return err(tableCode(header.error), header.error.details);
  const columns = payerColumns(header.value, await withSqlTx(ctx, (tx) => attributeTypes(tx, ctx)));
  const seen = new Set<string>();
  const report = await importTable<ImportedPayer, PayerRowCause>(source, {
    header: header.value,
    check: (cells) => checkPayer(cells, columns, seen),
    take: (rows) => withSqlTx(ctx, (tx) => takeBatch(tx, ctx, rows, apply)),
  }, input);
  if (!report.ok) return err(tableCode(report.error), report.error.details);
  const { rows, badCount, created, changed, unchanged } = report.value;
  if (apply)
    await withSqlTx(ctx, (tx) => audit(tx, ctx, {
      action: 'payer.import', subjectKind: 'file', subjectId: source.sha256, outcome: 'done', after: { rows, bad: badCount, created, changed, unchanged },
    }));
  return ok({ ...report.value, attributes: columns.attributes.map((a) => a.name) });
}

const tableCode = (failure: TableFailure): PayerFailure['code'] =>
  ({ 'table.too-many-rows': 'payers.too-many-rows', 'table.empty': 'payers.file-empty', 'table.columns-missing': 'payers.columns-missing', 'table.busy': 'payers.imports-busy' } as const)[failure.code];

interface Known {
  readonly id: string;
  readonly number: string;
  readonly group_id: string | null;
  readonly family: string | null;
  readonly name_sealed: Uint8Array;
  readonly phone_sealed: Uint8Array | null;
  readonly email_sealed: Uint8Array | null;
  readonly attributes: Readonly<Record<string, string>>;
}

async function takeBatch(tx: SqlTx, ctx: Ctx, rows: readonly ImportedPayer[], apply: boolean): Promise<TakenBatch<PayerRowCause>> {
  const known = await tx.$queryRaw<Known[]>`
    SELECT id, number, group_id, family, name_sealed, phone_sealed, email_sealed, attributes FROM payer
    WHERE institution_id = ${ctx.institutionId} AND number = ANY(${rows.map((r) => r.number)})`;
  const groups = apply ? await ensureGroups(tx, ctx, rows) : await groupIds(tx, ctx);
  const byNumber = new Map(known.map((k) => [k.number, k]));
  const fresh: ImportedPayer[] = [];
  const changed: ChangedPayer[] = [];
  for (const row of rows) {
    const old = byNumber.get(row.number);
    if (!old) fresh.push(row);
    else {
      const next = changeOf(old, row, groups);
      if (next) changed.push({ id: old.id, row: next });
    }
  }
  const counts = { created: fresh.length, changed: changed.length, unchanged: rows.length - fresh.length - changed.length, bad: [] };
  if (!apply) return counts;
  if (changed.length > 0) await changePayers(tx, ctx, changed, groups);
  return fresh.length > 0 ? { ...counts, created: await createPayers(tx, ctx, fresh, groups) } : counts;
}

/** What the row makes of a known payer, or null when it says nothing new. Absent cells keep what is known: a shorter file does not erase the rest. */
function changeOf(old: Known, row: ImportedPayer, groups: ReadonlyMap<string, string>): ImportedPayer | null {
  const person = openPerson(old, true);
  const kept = { ...old.attributes, ...row.attributes };
  const same =
    person.name === row.name && (row.phone === null || person.phone === row.phone) && (row.email === null || person.email === row.email) &&
    sameRecord(kept, old.attributes) && (row.family === null || row.family === old.family) && (row.group === null || (groups.get(row.group) ?? '') === old.group_id);
  return same ? null : { ...row, phone: row.phone ?? person.phone, email: row.email ?? person.email, attributes: kept };
}

const sameRecord = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);
