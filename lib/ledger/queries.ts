/** What the books say, always added up from postings: no balance is kept anywhere, so no balance can be wrong. */
import { requirePermission } from '@/lib/identity';
import { toWire, money, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { toIso, type Instant } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { AccountKind } from './chart';
import type { AccountLineView, TrialBalanceView, VoucherView } from './model';

const wire = (minor: bigint, currency: string) => toWire(money(minor, currency as Currency));
const day = (date: Date): string => date.toISOString().slice(0, 10);

interface BalanceRow {
  code: string;
  name_zh: string;
  name_en: string;
  kind: string;
  currency: string;
  debit: bigint;
  credit: bigint;
}

/** Balances of every account as of any moment (entries booked at or before it). */
export async function trialBalance(ctx: Ctx, asOf: Instant = ctx.clock.now()): Promise<TrialBalanceView> {
  requirePermission(ctx, 'ledger.read');
  const rows = await withTx(
    ctx,
    (tx) => tx.$queryRaw<BalanceRow[]>`
    SELECT a.code, a.name_zh, a.name_en, a.kind, p.currency,
      coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0)::bigint AS debit,
      coalesce(-sum(p.amount_minor) FILTER (WHERE p.amount_minor < 0), 0)::bigint AS credit
    FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id
    JOIN ledger_account a ON a.institution_id = p.institution_id AND a.code = p.account_code
    WHERE e.at <= ${toIso(asOf)}::timestamptz
    GROUP BY a.code, a.name_zh, a.name_en, a.kind, p.currency ORDER BY a.code, p.currency`,
  );
  const sums = new Map<string, { debit: bigint; credit: bigint }>();
  for (const r of rows) {
    const sum = sums.get(r.currency) ?? { debit: 0n, credit: 0n };
    sums.set(r.currency, { debit: sum.debit + r.debit, credit: sum.credit + r.credit });
  }
  return {
    asOf: toIso(asOf),
    rows: rows.map((r) => ({
      code: r.code,
      nameZh: r.name_zh,
      nameEn: r.name_en,
      kind: r.kind as AccountKind,
      debit: wire(r.debit, r.currency),
      credit: wire(r.credit, r.currency),
      balance: wire(r.debit - r.credit, r.currency),
    })),
    totals: [...sums].map(([currency, s]) => ({
      currency,
      debit: wire(s.debit, currency),
      credit: wire(s.credit, currency),
      ties: s.debit === s.credit,
    })),
  };
}

interface LineRow {
  entry_id: bigint;
  line_no: number;
  at: Date;
  business_date: Date;
  kind: string;
  subject_kind: string;
  subject_id: string;
  memo: string | null;
  amount_minor: bigint;
  balance: bigint;
}

/** One account line by line, oldest first, with its running balance. `cursor` is the last page's `nextCursor`. */
export async function accountStatement(
  ctx: Ctx,
  input: { readonly code: string; readonly currency: Currency; readonly cursor?: string | null; readonly limit?: number },
): Promise<Page<AccountLineView>> {
  requirePermission(ctx, 'ledger.read');
  const limit = pageSize(input.limit);
  const [entry, line] = /^(\d{1,18})\.(\d{1,6})$/
    .exec(input.cursor ?? '')
    ?.slice(1)
    .map(BigInt) ?? [0n, 0n];
  const rows = await withTx(
    ctx,
    (tx) => tx.$queryRaw<LineRow[]>`
    WITH carried AS (
      SELECT coalesce(sum(amount_minor), 0) AS minor FROM ledger_posting
      WHERE account_code = ${input.code} AND currency = ${input.currency} AND (entry_id, line_no) <= (${entry}, ${line})
    ), page AS (
      SELECT entry_id, line_no, amount_minor FROM ledger_posting
      WHERE account_code = ${input.code} AND currency = ${input.currency} AND (entry_id, line_no) > (${entry}, ${line})
      ORDER BY entry_id, line_no LIMIT ${limit + 1}
    )
    SELECT p.entry_id, p.line_no, p.amount_minor, e.at, e.business_date, e.kind, e.subject_kind, e.subject_id, e.memo,
      (carried.minor + sum(p.amount_minor) OVER (ORDER BY p.entry_id, p.line_no))::bigint AS balance
    FROM page p JOIN journal_entry e ON e.id = p.entry_id CROSS JOIN carried ORDER BY p.entry_id, p.line_no`,
  );
  return toPage(
    rows.map((r) => ({
      entryId: r.entry_id.toString(),
      lineNo: r.line_no,
      at: r.at.toISOString(),
      businessDate: day(r.business_date),
      kind: r.kind,
      subjectKind: r.subject_kind,
      subjectId: r.subject_id,
      memo: r.memo,
      amount: wire(r.amount_minor, input.currency),
      balance: wire(r.balance, input.currency),
    })),
    limit,
    (row) => `${row.entryId}.${row.lineNo}`,
  );
}

interface VoucherRow {
  id: bigint;
  key: string;
  kind: string;
  at: Date;
  business_date: Date;
  subject_kind: string;
  subject_id: string;
  memo: string | null;
  account_code: string;
  amount_minor: bigint;
  currency: string;
  name_zh: string;
  name_en: string;
}

function toVouchers(rows: readonly VoucherRow[]): VoucherView[] {
  return [...Map.groupBy(rows, (r) => r.id)].map(([id, lines]) => {
    const head = lines[0]!;
    return {
      entryId: id.toString(),
      key: head.key,
      kind: head.kind,
      at: head.at.toISOString(),
      businessDate: day(head.business_date),
      subjectKind: head.subject_kind,
      subjectId: head.subject_id,
      memo: head.memo,
      lines: lines.map((l) => ({
        code: l.account_code,
        nameZh: l.name_zh,
        nameEn: l.name_en,
        debit: l.amount_minor > 0n ? wire(l.amount_minor, l.currency) : null,
        credit: l.amount_minor < 0n ? wire(-l.amount_minor, l.currency) : null,
      })),
    };
  });
}

/** One entry as a voucher (记账凭证), or null when this institution has none of that id. */
export async function voucher(ctx: Ctx, entryId: string): Promise<VoucherView | null> {
  requirePermission(ctx, 'ledger.read');
  if (!/^\d{1,18}$/.test(entryId)) return null;
  const rows = await withTx(
    ctx,
    (tx) => tx.$queryRaw<VoucherRow[]>`
    SELECT e.id, e.key, e.kind, e.at, e.business_date, e.subject_kind, e.subject_id, e.memo, p.account_code, p.amount_minor, p.currency, a.name_zh, a.name_en
    FROM journal_entry e JOIN ledger_posting p ON p.entry_id = e.id
    JOIN ledger_account a ON a.institution_id = p.institution_id AND a.code = p.account_code
    WHERE e.id = ${BigInt(entryId)} ORDER BY p.line_no`,
  );
  return toVouchers(rows)[0] ?? null;
}

/** The vouchers of some subjects (a payment and its refunds, a bill), oldest first, at most 200. For queries that authorised already. */
export async function vouchersOf(tx: Tx, subjectIds: readonly string[]): Promise<VoucherView[]> {
  if (subjectIds.length === 0) return [];
  return toVouchers(
    await tx.$queryRaw<VoucherRow[]>`
    WITH entry AS (SELECT * FROM journal_entry WHERE subject_id = ANY(${[...subjectIds]}) ORDER BY id LIMIT 200)
    SELECT e.id, e.key, e.kind, e.at, e.business_date, e.subject_kind, e.subject_id, e.memo, p.account_code, p.amount_minor, p.currency, a.name_zh, a.name_en
    FROM entry e JOIN ledger_posting p ON p.entry_id = e.id
    JOIN ledger_account a ON a.institution_id = p.institution_id AND a.code = p.account_code
    ORDER BY e.id, p.line_no`,
  );
}
