/**
 * What any statement file says, in one shape. Readers are pure: bytes in, rows out, no database and no network. A file is recognised
 * by its content, never by its name. Rows keep their line number and raw text, so that every figure can be traced back to the file.
 */
import type { Currency } from '@/lib/kernel/money';

export type RowType = 'payment' | 'refund' | 'fee' | 'transfer' | 'adjustment' | 'other';

export interface StatementRow {
  /** 1-based line (or record) in the decoded file. */
  readonly lineNo: number;
  readonly type: RowType;
  /** From the account holder's side: credit = money in. Amount is never negative. */
  readonly direction: 'credit' | 'debit';
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly feeMinor: bigint | null;
  readonly netMinor: bigint | null;
  /** The merchant's order number (ours), for a refund the refund's own number where the file has it. */
  readonly merchantNo: string | null;
  /** The original order of a refund. */
  readonly origMerchantNo: string | null;
  readonly channelNo: string | null;
  readonly status: string | null;
  /** Local wall-clock text `YYYY-MM-DD HH:mm:ss` (or a date alone) as the bank printed it, normalised. */
  readonly tradeTime: string | null;
  readonly settleDate: string | null;
  readonly counterparty: string | null;
  readonly memo: string | null;
  readonly balanceMinor: bigint | null;
  /** True where the file itself says the row is neither income nor expense (不计收支): counted apart, in neither sum. */
  readonly neutral?: boolean;
  /** False where the status says that the money did not move (交易关闭, 等待确认收货). Absent = moved. */
  readonly settled?: boolean;
}

export interface RejectedRow {
  readonly lineNo: number;
  readonly code: string;
  readonly text: string;
}

/** Warnings are data: a code from a closed list and its figures; the copy is written elsewhere, in both languages. */
export interface StatementWarning {
  readonly code: string;
  readonly lineNo?: number;
  readonly details?: Readonly<Record<string, string | number>>;
}

export interface StatementSummary {
  readonly format: string;
  readonly encoding: string;
  readonly rows: number;
  readonly rejected: number;
  readonly credit: { readonly count: number; readonly amountMinor: bigint };
  readonly debit: { readonly count: number; readonly amountMinor: bigint };
  /** Rows that the file itself counts as neither. */
  readonly neutral?: { readonly count: number; readonly amountMinor: bigint };
  readonly currency: Currency | null;
  /** The currency as the file prints it, also when it is one we do not keep books in. */
  readonly statedCurrency?: string | null;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly openingBalanceMinor: bigint | null;
  readonly closingBalanceMinor: bigint | null;
  /** Totals the file itself states, where it does. */
  readonly stated: {
    readonly creditCount?: number;
    readonly creditMinor?: bigint;
    readonly debitCount?: number;
    readonly debitMinor?: bigint;
  } | null;
  readonly account: string | null;
  readonly warnings: readonly StatementWarning[];
}

export interface ParsedStatement {
  readonly summary: StatementSummary;
  readonly rows: Iterable<StatementRow>;
  readonly rejectedRows: readonly RejectedRow[];
}

/** The file after containers were opened and text decoded: what readers look at. */
export interface StatementInput {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Decoded text, or null for a binary sheet. */
  readonly text: string | null;
  readonly encoding: string;
}

export interface StatementReader {
  readonly id: string;
  /** 0 = certainly not, 1 = certainly. Looks only at the first part of the content. */
  recognise(input: StatementInput): number;
  read(input: StatementInput): ParsedStatement;
}
