/** Stored lines and methods to views; explanation and methods were validated when they were written. */
import { METHODS, type Explanation, type Method } from '@/lib/bill-items/model';
import { z } from 'zod';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import type { BillLineView } from './model';

interface StoredLine {
  readonly item_code: string;
  readonly label_zh: string;
  readonly label_en: string;
  readonly amount_minor: bigint;
  readonly account_code: string;
  readonly explanation: unknown;
}

export const lineView = (line: StoredLine, currency: Currency): BillLineView => ({
  itemCode: line.item_code,
  labelZh: line.label_zh,
  labelEn: line.label_en,
  amount: toWire(money(line.amount_minor, currency)),
  accountCode: line.account_code,
  explanation: line.explanation as Explanation,
});

const methodsSchema = z.array(z.enum(METHODS));
export const storedMethods = (json: unknown): readonly Method[] => methodsSchema.parse(json);
