/** What the mapping assistant shows: the table as it stands, and what a mapping makes of it. Browser-safe. */
import type { MoneyWire } from '@/lib/kernel/money';
import type { StatementWarning, TableMapping } from '@/lib/statements/model';

export interface MappedRowView {
  readonly lineNo: number;
  readonly time: string | null;
  readonly direction: 'credit' | 'debit';
  readonly amount: MoneyWire;
  readonly number: string | null;
  readonly counterparty: string | null;
  readonly memo: string | null;
}

interface Side { readonly count: number; readonly amount: MoneyWire }

/** What a mapping makes of the whole file. The balances tie or a warning says where they do not. */
export interface MappingCheckView {
  readonly rows: number;
  readonly rejected: number;
  readonly credit: Side;
  readonly debit: Side;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly opening: MoneyWire | null;
  readonly closing: MoneyWire | null;
  readonly warnings: readonly StatementWarning[];
  readonly rejectedRows: readonly { readonly lineNo: number; readonly code: string; readonly text: string }[];
  readonly shown: readonly MappedRowView[];
}

export interface MappingLookView {
  readonly encoding: string;
  readonly delimiter: string;
  readonly sheet: boolean;
  readonly rows: readonly { readonly lineNo: number; readonly cells: readonly string[] }[];
  readonly guess: { readonly headerLine: number; readonly columns: TableMapping['columns'] } | null;
  /** Null before a mapping is given, and where one reads nothing. */
  readonly check: MappingCheckView | null;
}

export interface MappingView {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
  readonly fields: readonly string[];
  readonly madeBy: string;
  readonly madeAt: string;
  readonly usedAt: string | null;
}
