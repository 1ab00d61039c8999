import { createHash } from 'node:crypto';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import { readTable, type Table, type TableFailure } from '@/lib/payers';
import type { ImportReport } from '@/lib/payers/model';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { checkReadings, columnsOfReadings, keyOf, type CheckedReadings, type ImportedReading, type ReadingFacts } from '../check-readings';
import type { BillItemFailure, ReadingRowCause } from '../errors';
import { documentOf } from '../plan-store';

const BATCH = 5_000;

export interface ImportReadingsInput {
  readonly bytes: Uint8Array;
  /** False = dry run: says what would happen and writes nothing. */
  readonly apply: boolean;
}
export type ReadingsReport = ImportReport<ReadingRowCause>;

/** Takes every good row, names every bad one; the same file again changes nothing. One transaction: checked and written together. */
export async function importReadings(
  ctx: Ctx,
  input: ImportReadingsInput,
): Promise<Result<ReadingsReport, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  const table = readTable(input.bytes);
  if (!table.ok) return err(tableCode(table.error), table.error.details);
  const at = columnsOfReadings(table.value);
  if (!at.ok) return at;
  return withTx(
    ctx,
    async (tx) => {
      const column = (index: number) => [...new Set(table.value.rows.map((r) => (r.cells[index] ?? '').normalize('NFKC').trim()))];
      const facts = await loadFacts(tx, ctx, column(at.value.payer), column(at.value.period));
      const checked = checkReadings(table.value, at.value, facts);
      if (input.apply) await write(tx, ctx, input.bytes, checked);
      return ok(reportOf(table.value, checked, input.apply));
    },
    { timeoutMs: 120_000 },
  );
}

const tableCode = (failure: TableFailure): BillItemFailure['code'] =>
  (
    ({
      'table.too-large': 'bill-items.file-too-large',
      'table.unreadable': 'bill-items.file-unreadable',
      'table.too-many-rows': 'bill-items.too-many-rows',
      'table.empty': 'bill-items.file-unreadable',
    }) as const
  )[failure.code];

const reportOf = (table: Table, checked: CheckedReadings, applied: boolean): ReadingsReport => ({
  encoding: table.encoding,
  rows: table.rows.length,
  good: table.rows.length - checked.badCount,
  badCount: checked.badCount,
  bad: checked.bad,
  created: checked.created.length,
  changed: checked.changed.length,
  unchanged: checked.unchanged,
  applied,
});

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
  const where = { institution_id: ctx.institutionId, period: { in: periods.slice(0, 100) } };
  const kept = await tx.reading.findMany({ where });
  // Owned by the bills module above this one; only asked whether a bill exists, so that its basis stays what it was.
  const billed = await tx.$queryRaw<{ payer_id: string; cycle_key: string }[]>`
    SELECT payer_id, cycle_key FROM bill WHERE cycle_key IN (SELECT jsonb_array_elements_text(${JSON.stringify(periods.slice(0, 100))}::jsonb))
      AND status <> 'cancelled'`;
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

async function write(tx: Tx, ctx: Ctx, bytes: Uint8Array, checked: CheckedReadings): Promise<void> {
  const all = [...checked.created, ...checked.changed];
  for (let from = 0; from < all.length; from += BATCH) await upsert(tx, ctx, all.slice(from, from + BATCH));
  await audit(tx, ctx, {
    action: 'reading.import',
    subjectKind: 'file',
    subjectId: createHash('sha256').update(bytes).digest('hex'),
    outcome: 'done',
    after: { created: checked.created.length, changed: checked.changed.length, unchanged: checked.unchanged, bad: checked.badCount },
  });
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
