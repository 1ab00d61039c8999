import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import { headOf, importTable, type ImportOptions, type TableFailure, type TableSource, type TakenBatch } from '@/lib/payers';
import type { ImportReport } from '@/lib/payers/model';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { withTx, type Tx } from '@/lib/platform/tx';
import {
  checkReading, isReadingHead, judge, keyOf, readingColumns, type ImportedReading, type ReadingColumns, type ReadingFacts, type ReadingRow,
} from '../check-readings';
import type { BillItemFailure, ReadingRowCause } from '../errors';
import { documentOf } from '../plan-store';

export interface ImportReadingsInput extends ImportOptions {
  readonly source: TableSource;
}
export type ReadingsReport = ImportReport<ReadingRowCause>;

/** Takes every good row, names every bad one; the same file again changes nothing. A batch is checked and written together. */
export async function importReadings(
  ctx: Ctx,
  input: ImportReadingsInput,
): Promise<Result<ReadingsReport, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  const { source, apply } = input;
  const header = headOf(source, isReadingHead);
  if (!header.ok) return err(tableCode(header.error), header.error.details);
  const at = readingColumns(header.value);
  const seen = new Set<string>();
  const report = await importTable<ReadingRow, ReadingRowCause>(source, {
    header: header.value,
    check: (cells) => checkReading(cells, at, seen),
    take: (rows) => withTx(ctx, (tx) => takeBatch(tx, ctx, at, rows, apply), { timeoutMs: 60_000 }),
  }, input);
  if (!report.ok) return err(tableCode(report.error), report.error.details);
  const { created, changed, unchanged, badCount } = report.value;
  if (apply)
    await withSqlTx(ctx, (tx) => audit(tx, ctx, {
      action: 'reading.import', subjectKind: 'file', subjectId: source.sha256, outcome: 'done', after: { created, changed, unchanged, bad: badCount },
    }));
  return report;
}

const tableCode = (failure: TableFailure): BillItemFailure['code'] =>
  ({ 'table.too-many-rows': 'bill-items.too-many-rows', 'table.empty': 'bill-items.file-unreadable', 'table.columns-missing': 'bill-items.columns-missing', 'table.busy': 'bill-items.imports-busy' } as const)[
    failure.code
  ];

async function takeBatch(
  tx: Tx, ctx: Ctx, at: ReadingColumns, rows: readonly ReadingRow[], apply: boolean,
): Promise<TakenBatch<ReadingRowCause>> {
  const facts = await loadFacts(tx, ctx, [...new Set(rows.map((r) => r.payer))], [...new Set(rows.map((r) => r.period))]);
  const judged = rows.map((row) => judge(row, at, facts));
  const write = judged.flatMap((j) => ('reading' in j ? [j.reading] : []));
  if (apply && write.length > 0) await upsert(tx, ctx, write);
  const count = (kind: string) => judged.filter((j) => j.kind === kind).length;
  return {
    created: count('created'), changed: count('changed'), unchanged: count('unchanged'),
    bad: judged.flatMap((j, index) => (j.kind === 'bad' ? [{ index, wrong: j.wrong }] : [])),
  };
}

async function loadFacts(tx: Tx, ctx: Ctx, numbers: readonly string[], periods: readonly string[]): Promise<ReadingFacts> {
  const payers = await tx.$queryRaw<{ id: string; number: string }[]>`
    SELECT p.id, p.number FROM payer p JOIN jsonb_array_elements_text(${JSON.stringify(numbers)}::jsonb) AS n(number) ON n.number = p.number`;
  const plans = await tx.fee_plan_version.findMany({
    where: { institution_id: ctx.institutionId, state: { in: ['draft', 'active'] } },
    orderBy: { created_at: 'desc' },
    take: 200,
  });
  const items = new Map<string, string>();
  for (const { items: list } of plans.map(documentOf)) {
    const metered = list.filter(
      (i) => (i.pricing.kind === 'per-unit' || i.pricing.kind === 'tiered') && i.pricing.quantity.from === 'reading',
    );
    for (const i of metered) for (const name of [i.code, i.name.zh, i.name.en]) items.set(name.toLowerCase(), i.code);
  }
  const [ids, when] = [JSON.stringify(payers.map((p) => p.id)), JSON.stringify(periods)];
  const kept = await tx.$queryRaw<{ payer_id: string; item_code: string; period: string; previous_milli: bigint; current_milli: bigint }[]>`
    SELECT payer_id, item_code, period, previous_milli, current_milli FROM reading
    WHERE institution_id = ${ctx.institutionId} AND payer_id IN (SELECT jsonb_array_elements_text(${ids}::jsonb))
      AND period IN (SELECT jsonb_array_elements_text(${when}::jsonb))`;
  // Owned by the bills module above this one; only asked whether a bill exists, so that its basis stays what it was.
  const billed = await tx.$queryRaw<{ payer_id: string; cycle_key: string }[]>`
    SELECT payer_id, cycle_key FROM bill WHERE cycle_key IN (SELECT jsonb_array_elements_text(${when}::jsonb))
      AND payer_id IN (SELECT jsonb_array_elements_text(${ids}::jsonb)) AND status <> 'cancelled'`;
  return {
    payers: new Map(payers.map((p) => [p.number, p.id])),
    items,
    billed: new Set(billed.map((b) => `${b.payer_id}|${b.cycle_key}`)),
    kept: new Map(
      kept.map((k) => [
        keyOf({ payerId: k.payer_id, itemCode: k.item_code, period: k.period }),
        { previousMilli: k.previous_milli, currentMilli: k.current_milli },
      ]),
    ),
  };
}

async function upsert(tx: Tx, ctx: Ctx, rows: readonly ImportedReading[]): Promise<void> {
  const json = rows.map((r) => ({
    id: newId('reading', ctx),
    payer: r.payerId,
    item: r.itemCode,
    period: r.period,
    previous: r.previousMilli.toString(),
    current: r.currentMilli.toString(),
  }));
  await tx.$executeRaw`
    INSERT INTO reading (id, institution_id, payer_id, item_code, period, previous_milli, current_milli, imported_at, imported_by)
    SELECT t.id, ${ctx.institutionId}, t.payer, t.item, t.period, t.previous, t.current, ${toIso(ctx.clock.now())}::timestamptz, ${actorName(ctx.actor)}
    FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb) AS t(id text, payer text, item text, period text, previous bigint, current bigint)
    ON CONFLICT (institution_id, payer_id, item_code, period) DO UPDATE
      SET previous_milli = excluded.previous_milli, current_milli = excluded.current_milli, imported_at = excluded.imported_at,
        imported_by = excluded.imported_by`;
}
