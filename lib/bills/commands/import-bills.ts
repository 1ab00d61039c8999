import { audit } from '@/lib/audit';
import { issueOf, versionInForce, type PlanVersion } from '@/lib/bill-items';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, type Result } from '@/lib/kernel/result';
import type { BusinessDate } from '@/lib/kernel/time';
import { headOf, importTable, institutionTerms, type ImportOptions, type InstitutionTerms, type TableFailure, type TableSource, type TakenBatch, type Wrong } from '@/lib/payers';
import type { ImportReport } from '@/lib/payers/model';
import type { Ctx } from '@/lib/platform/ctx';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { billColumns, checkBillRow, isBillHead, type BillColumns, type BillFileRow } from '../check-bill-row';
import type { BillFailure } from '../errors';
import type { BillRowCause } from '../model';
import { writeBills, type BillDraft } from '../write-bills';

export interface ImportBillsInput extends ImportOptions {
  readonly source: TableSource;
}

/**
 * Bills worked out elsewhere: one row, one bill of one item, under a plan that says how it may be paid and into which account it goes. Every good row
 * is taken, every bad one named; a payer who has the plan's bill for the period keeps it, so the same file again changes nothing.
 */
export async function importBills(ctx: Ctx, input: ImportBillsInput): Promise<Result<ImportReport<BillRowCause>, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.issue');
  if (!allowed.ok) return allowed;
  const { source, apply } = input;
  const header = headOf(source, isBillHead);
  if (!header.ok) return err(tableCode(header.error), header.error.details);
  const at = billColumns(header.value);
  const seen = new Set<string>();
  const terms = await withTx(ctx, (tx) => institutionTerms(tx, ctx));
  const report = await importTable<BillFileRow, BillRowCause>(source, {
    header: header.value,
    check: (cells) => checkBillRow(cells, at, terms.currency, seen),
    take: (rows) => withTx(ctx, (tx) => takeBatch(tx, ctx, terms, at, rows, apply), { timeoutMs: 60_000 }),
  }, input);
  if (!report.ok) return err(tableCode(report.error), report.error.details);
  const { created, unchanged, badCount } = report.value;
  if (apply)
    await withSqlTx(ctx, (tx) => audit(tx, ctx, {
      action: 'bill.import', subjectKind: 'file', subjectId: source.sha256, outcome: 'done', after: { created, unchanged, bad: badCount },
    }));
  return report;
}

const tableCode = (failure: TableFailure): BillFailure['code'] =>
  ({ 'table.too-many-rows': 'bills.too-many-rows', 'table.empty': 'bills.file-empty', 'table.columns-missing': 'bills.columns-missing', 'table.busy': 'bills.imports-busy' } as const)[failure.code];

interface Placed {
  readonly row: BillFileRow;
  readonly payerId: string;
  readonly version: PlanVersion;
  readonly dueDate: BusinessDate;
}

async function takeBatch(
  tx: Tx, ctx: Ctx, terms: InstitutionTerms, at: BillColumns, rows: readonly BillFileRow[], apply: boolean,
): Promise<TakenBatch<BillRowCause>> {
  const payers = await payerIds(tx, rows);
  const plans = await plansOf(tx, ctx, terms.today, rows);
  const taken = await takenKeys(tx, rows, [...payers.values()]);
  const bad: { index: number; wrong: Wrong<BillRowCause> }[] = [];
  const fresh: Placed[] = [];
  let unchanged = 0;
  for (const [index, row] of rows.entries()) {
    const placed = place(row, at, terms.today, payers, plans);
    if ('cause' in placed) bad.push({ index, wrong: placed });
    else {
      const owed = taken.get(`${placed.payerId}|${placed.version.planId}|${row.period}`);
      if (owed === undefined) fresh.push(placed);
      else if (owed === row.amountMinor) unchanged++;
      else bad.push({ index, wrong: { at: at.amount, cause: 'already-billed' } });
    }
  }
  if (apply) await issue(tx, ctx, terms, fresh);
  return { created: fresh.length, changed: 0, unchanged, bad };
}

function place(
  row: BillFileRow, at: BillColumns, today: BusinessDate, payers: ReadonlyMap<string, string>, plans: ReadonlyMap<string, PlanVersion>,
): Placed | Wrong<BillRowCause> {
  const payerId = payers.get(row.payer);
  if (payerId === undefined) return { at: at.payer, cause: 'unknown-payer' };
  const version = plans.get(row.plan);
  if (!version) return { at: at.plan, cause: 'unknown-plan' };
  if (!version.plan.items.some((i) => [i.code, i.name.zh, i.name.en].some((name) => name.toLowerCase() === row.item)))
    return { at: at.item, cause: 'unknown-item' };
  const planned = issueOf(version.plan.cycle, row.period, today);
  if (!planned) return { at: at.period, cause: 'bad-period' };
  const dueDate = row.dueDate ?? planned.dueDate;
  return dueDate < today ? { at: at.due, cause: 'due-in-past' } : { row, payerId, version, dueDate };
}

async function issue(tx: Tx, ctx: Ctx, terms: InstitutionTerms, placed: readonly Placed[]): Promise<void> {
  const groups = Map.groupBy(placed, (p) => `${p.version.planId}|${p.row.period}|${p.dueDate}`);
  for (const all of groups.values()) {
    const { version, row: { period }, dueDate } = all[0]!;
    const drafts = all.map(({ row, payerId }): BillDraft => {
      const item = version.plan.items.find((i) => [i.code, i.name.zh, i.name.en].some((name) => name.toLowerCase() === row.item))!;
      const explanation = { steps: [{ kind: 'fixed' as const, amountMinor: row.amountMinor.toString() }] };
      return { payerId, totalMinor: row.amountMinor, lines: [{ itemCode: item.code, name: item.name, accountCode: item.accountCode, amountMinor: row.amountMinor, explanation }] };
    });
    const day = (date: BusinessDate) => new Date(`${date}T00:00:00Z`);
    await writeBills(tx, ctx, {
      runId: null, planId: version.planId, planVersion: version.version, cycleKey: period, issueDate: day(terms.today), dueDate: day(dueDate),
      titleZh: version.nameZh, titleEn: version.nameEn, methods: version.plan.methods, instalments: version.plan.instalments,
      currency: terms.currency,
    }, drafts);
  }
}

async function payerIds(tx: Tx, rows: readonly BillFileRow[]): Promise<Map<string, string>> {
  const found = await tx.$queryRaw<{ id: string; number: string }[]>`
    SELECT id, number FROM payer WHERE status = 'active' AND number IN (SELECT jsonb_array_elements_text(${JSON.stringify(rows.map((r) => r.payer))}::jsonb))`;
  return new Map(found.map((p) => [p.number, p.id]));
}

/** Plans by code and by both names, in the version of today. */
async function plansOf(tx: Tx, ctx: Ctx, today: BusinessDate, rows: readonly BillFileRow[]): Promise<Map<string, PlanVersion>> {
  const wanted = new Set(rows.map((r) => r.plan));
  const plans = await tx.fee_plan.findMany({ where: { institution_id: ctx.institutionId, status: 'live' }, take: 200 });
  const found = new Map<string, PlanVersion>();
  for (const plan of plans) {
    const names = [plan.code, plan.name_zh, plan.name_en].map((n) => n.toLowerCase()).filter((n) => wanted.has(n));
    const version = names.length > 0 ? await versionInForce(tx, ctx.institutionId, plan.id, today) : null;
    if (version) for (const name of names) found.set(name, version);
  }
  return found;
}

async function takenKeys(tx: Tx, rows: readonly BillFileRow[], payers: readonly string[]): Promise<Map<string, bigint>> {
  const found = await tx.$queryRaw<{ payer_id: string; plan_id: string; cycle_key: string; total_minor: bigint }[]>`
    SELECT payer_id, plan_id, cycle_key, total_minor + coalesce((SELECT sum(n.amount_minor) FROM bill_credit_note n WHERE n.bill_id = bill.id), 0)::bigint AS total_minor
    FROM bill WHERE payer_id IN (SELECT jsonb_array_elements_text(${JSON.stringify(payers)}::jsonb))
      AND cycle_key IN (SELECT jsonb_array_elements_text(${JSON.stringify([...new Set(rows.map((r) => r.period))])}::jsonb))`;
  return new Map(found.map((b) => [`${b.payer_id}|${b.plan_id}|${b.cycle_key}`, b.total_minor]));
}
