/** One row of a bills file, checked: a bill that was worked out elsewhere (another system's list, a one-off charge). Pure. */
import { isBusinessDate, type BusinessDate } from '@/lib/kernel/time';
import { parseDecimal, type Currency } from '@/lib/kernel/money';
import { columnOf, type Wrong } from '@/lib/payers';
import type { BillRowCause } from './model';

export interface BillFileRow {
  readonly payer: string;
  readonly plan: string;
  readonly period: string;
  readonly item: string;
  readonly amountMinor: bigint;
  readonly dueDate: BusinessDate | null;
}

const COLUMNS = {
  payer: ['payer', 'payer number', 'number', '编号', '缴费号', '学号', '户号', '房号'],
  plan: ['plan', 'fee plan', '方案', '收费方案', '方案代码'],
  period: ['period', 'cycle', '账期', '周期'],
  item: ['item', '项目', '费用项目'],
  amount: ['amount', '金额', '应缴金额', '应收金额'],
  due: ['due', 'due date', '截止日期', '到期日', '缴费截止'],
} as const;
type Column = keyof typeof COLUMNS;
export type BillColumns = Readonly<Record<Column, number>>;

const PERIOD = /^(\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|[a-z][a-z0-9-]{0,31}))?|once|event-[a-z0-9][a-z0-9-]{0,31})$/;

export const billColumns = (header: readonly string[]): BillColumns =>
  Object.fromEntries(Object.entries(COLUMNS).map(([key, names]) => [key, columnOf(header, names)])) as Record<Column, number>;
export const isBillHead = (header: readonly string[]): boolean => {
  const { due: _due, ...needed } = billColumns(header);
  return Object.values(needed).every((index) => index >= 0);
};

/** `seen` remembers payer, plan and period: a payer gets one bill for each. */
export function checkBillRow(cells: readonly string[], at: BillColumns, currency: Currency, seen: Set<string>): BillFileRow | Wrong<BillRowCause> {
  const read = (column: Column) => (at[column] < 0 ? '' : (cells[at[column]] ?? '').normalize('NFKC').trim());
  for (const column of ['payer', 'plan', 'period', 'item', 'amount'] as const) if (read(column) === '') return { at: at[column], cause: 'missing-value' };
  const period = read('period');
  if (!PERIOD.test(period)) return { at: at.period, cause: 'bad-period' };
  const amount = parseDecimal(read('amount').replace(/^[¥￥]\s*/, ''), currency);
  if (!amount.ok || amount.value.minor <= 0n) return { at: at.amount, cause: 'bad-amount' };
  const due = dateOf(read('due'));
  if (due === false) return { at: at.due, cause: 'bad-date' };
  const row = { payer: read('payer'), plan: read('plan').toLowerCase(), period, item: read('item').toLowerCase(), amountMinor: amount.value.minor, dueDate: due };
  const key = `${row.payer}|${row.plan}|${row.period}`;
  if (seen.has(key)) return { at: at.payer, cause: 'twice-in-file' };
  seen.add(key);
  return row;
}

/** 2026-12-05, 2026/12/5, 2026年12月5日, 20261205; null when the cell is empty, false when it is no day. */
function dateOf(text: string): BusinessDate | null | false {
  if (text === '') return null;
  const parts = /^(\d{4})(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})日?(?:\s.*)?$/.exec(text);
  const date = parts ? `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}` : '';
  return isBusinessDate(date) ? (date as BusinessDate) : false;
}
