/** Stored lines and methods to views; explanation and methods were validated when they were written. */
import { METHODS, type Explanation, type Method } from '@/lib/bill-items/model';
import { z } from 'zod';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import type { BillLineView, InstalmentView } from './model';

interface StoredLine {
  readonly item_code: string;
  readonly label_zh: string;
  readonly label_en: string;
  readonly amount_minor: bigint;
  readonly account_code: string;
  readonly explanation: unknown;
  readonly credit_note_id: string | null;
}

export const lineView = (line: StoredLine, currency: Currency): BillLineView => ({
  itemCode: line.item_code,
  labelZh: line.label_zh,
  labelEn: line.label_en,
  amount: toWire(money(line.amount_minor, currency)),
  accountCode: line.account_code,
  explanation: line.explanation as Explanation,
  ...(line.credit_note_id !== null && { credit: true as const }),
});

/** With what is left of each, given all the money the bill has got. */
export function instalmentViews(rows: readonly { readonly due_date: Date; readonly amount_minor: bigint }[], paidMinor: bigint, currency: Currency): InstalmentView[] {
  let left = paidMinor;
  return rows.map((row) => {
    const filled = left < row.amount_minor ? left : row.amount_minor;
    left -= filled;
    const wire = (minor: bigint) => toWire(money(minor, currency));
    return { dueDate: row.due_date.toISOString().slice(0, 10), amount: wire(row.amount_minor), open: wire(row.amount_minor - filled) };
  });
}

const methodsSchema = z.array(z.enum(METHODS));
export const storedMethods = (json: unknown): readonly Method[] => methodsSchema.parse(json);
