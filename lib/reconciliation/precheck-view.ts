/** What a look at a file says before anything is stored. Browser-safe. */
import type { ChannelCode } from '@/lib/channels/port';
import type { MoneyWire } from '@/lib/kernel/money';
import type { StatementWarning } from '@/lib/statements/port';

export interface PrecheckView {
  readonly sha256: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly format: string;
  readonly encoding: string;
  readonly channel: ChannelCode | null;
  readonly rows: number;
  readonly rejected: number;
  readonly credit: { readonly count: number; readonly amount: MoneyWire };
  readonly debit: { readonly count: number; readonly amount: MoneyWire };
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly days: readonly string[];
  readonly warnings: readonly StatementWarning[];
  readonly rejectedRows: readonly { readonly lineNo: number; readonly code: string; readonly text: string }[];
  /** The kept mapping that read it; null where a reader of ours knew the file. */
  readonly mapping: { readonly id: string; readonly name: string } | null;
  /** The same bytes were imported before. */
  readonly alreadyImported: boolean;
  /** Other files of the channel that cover one of these days. */
  readonly overlaps: readonly { readonly fileName: string; readonly days: readonly string[]; readonly rows: number; readonly receivedAt: string }[];
  /** Of the rows, how many an earlier file holds already (same number, amount and side): they will be counted as repeated, not matched again. */
  readonly rowsOnFile: number;
}
