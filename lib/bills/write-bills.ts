/** Bills of one chunk with everything that belongs to them: lines, history, books. Three statements and the ledger's two. */
import type { InstalmentRule, Methods, PricedLine } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { newId } from '@/lib/kernel/ports';
import { businessDate, toIso } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { nextNumbers } from '@/lib/platform/counter';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { SqlTx } from '@/lib/platform/sql-tx';
import { instalmentsOf, type Instalment } from './instalments';

export interface BillDraft {
  readonly payerId: string;
  readonly lines: readonly PricedLine[];
  readonly totalMinor: bigint;
}

export interface RunTerms {
  /** Null for bills that were imported. */
  readonly runId: string | null;
  readonly planId: string;
  readonly planVersion: number;
  readonly cycleKey: string;
  readonly issueDate: Date;
  readonly dueDate: Date;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly methods: Methods;
  readonly currency: Currency;
  /** Absent = due in one sum. */
  readonly instalments?: InstalmentRule | undefined;
}

/** Answers how many were new: a payer who already has this plan's bill for the cycle gets no second one. */
export async function writeBills(tx: SqlTx, ctx: Ctx, terms: RunTerms, drafts: readonly BillDraft[]): Promise<number> {
  if (drafts.length === 0) return 0;
  const first = await nextNumbers(tx, ctx, 'bill', drafts.length);
  const month = terms.issueDate.toISOString().slice(0, 7).replace('-', '');
  // Ids of one moment are in random order; sorted, they follow the numbers, and a list by id reads as people expect.
  const ids = drafts.map(() => newId('bill', ctx)).sort();
  const json = drafts.map((draft, index) => ({
    id: ids[index]!,
    number: `B${month}${(first + BigInt(index)).toString().padStart(6, '0')}`,
    payer: draft.payerId,
    total: draft.totalMinor.toString(),
    part: partsOf(terms, draft)[0]?.amountMinor.toString() ?? null,
  }));
  const now = toIso(ctx.clock.now());
  const written = await tx.$queryRaw<{ id: string; payer_id: string }[]>`
    INSERT INTO bill (id, institution_id, number, payer_id, plan_id, plan_version, run_id, cycle_key, title_zh, title_en, currency, total_minor,
      methods, partial_min_minor, next_part_minor, issue_date, due_date, status, created_at)
    SELECT t.id, ${ctx.institutionId}, t.number, t.payer, ${terms.planId}, ${terms.planVersion}, ${terms.runId}, ${terms.cycleKey},
      ${terms.titleZh}, ${terms.titleEn}, ${terms.currency}, t.total, ${JSON.stringify(terms.methods.allowed)}::jsonb, ${partialMin(terms.methods)?.toString() ?? null}::bigint, t.part, ${day(terms.issueDate)}::date,
      ${day(terms.dueDate)}::date, 'issued', ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb) AS t(id text, number text, payer text, total bigint, part bigint)
    ON CONFLICT (institution_id, plan_id, payer_id, cycle_key) DO NOTHING RETURNING id, payer_id`;
  const idOf = new Map(written.map((row) => [row.payer_id, row.id]));
  const fresh = drafts.flatMap((draft) => (idOf.has(draft.payerId) ? [{ ...draft, id: idOf.get(draft.payerId)! }] : []));
  await writeLines(tx, ctx, fresh);
  await writeInstalments(tx, ctx, fresh.map((bill) => ({ billId: bill.id, parts: partsOf(terms, bill) })));
  await tx.$executeRaw`
    INSERT INTO bill_transition (institution_id, bill_id, from_state, event, to_state, at, actor)
    SELECT ${ctx.institutionId}, id, 'draft', 'issue', 'issued', ${now}::timestamptz, ${actorName(ctx.actor)}
    FROM jsonb_array_elements_text(${JSON.stringify(fresh.map((b) => b.id))}::jsonb) AS t(id)`;
  await post(
    tx,
    ctx,
    fresh.map((bill) =>
      entryOf({
        key: `bill-issued:${bill.id}`,
        kind: 'bill-issued',
        at: ctx.clock.now(),
        subjectKind: 'bill',
        subjectId: bill.id,
        currency: terms.currency,
        amountMinor: bill.totalMinor,
        lines: bill.lines.map((l) => ({ account: l.accountCode, amountMinor: l.amountMinor, label: l.name })),
      }),
    ),
  );
  return fresh.length;
}

/** Empty when the bill is due in one sum, also where it is too small to be cut. */
function partsOf({ instalments, currency, dueDate }: RunTerms, { totalMinor }: BillDraft): Instalment[] {
  const parts = instalments ? instalmentsOf(instalments, totalMinor, businessDate(day(dueDate)), currency) : [];
  return parts.length > 1 ? parts : [];
}

/** The parts of bills that have none yet. */
export async function writeInstalments(tx: SqlTx, ctx: Ctx, bills: readonly { readonly billId: string; readonly parts: readonly Instalment[] }[]): Promise<void> {
  const json = bills.flatMap(({ billId, parts }) => parts.map((p, i) => ({ bill: billId, seq: i + 1, due: p.dueDate, amount: p.amountMinor.toString() })));
  if (json.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO bill_instalment (bill_id, seq, institution_id, due_date, amount_minor)
    SELECT t.bill, t.seq, ${ctx.institutionId}, t.due, t.amount FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb) AS t(bill text, seq int, due date, amount bigint)`;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const partialMin = ({ partial }: Methods): bigint | null => (partial.allowed ? BigInt(partial.minMinor) : null);

async function writeLines(tx: SqlTx, ctx: Ctx, bills: readonly (BillDraft & { readonly id: string })[]): Promise<void> {
  const json = bills.flatMap((bill) =>
    bill.lines.map((line, index) => ({
      bill: bill.id,
      no: index + 1,
      item: line.itemCode,
      zh: line.name.zh,
      en: line.name.en,
      amount: line.amountMinor.toString(),
      account: line.accountCode,
      explanation: line.explanation,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO bill_line (bill_id, line_no, institution_id, item_code, label_zh, label_en, amount_minor, account_code, explanation)
    SELECT t.bill, t.no, ${ctx.institutionId}, t.item, t.zh, t.en, t.amount, t.account, t.explanation
    FROM jsonb_to_recordset(${JSON.stringify(json)}::jsonb)
      AS t(bill text, no int, item text, zh text, en text, amount bigint, account text, explanation jsonb)`;
}
