/** What the ledger refuses, by name. Copy under `ledger.errors`. */
import type { Failure } from '@/lib/kernel/result';

export const LEDGER_ERRORS = ['ledger.month-not-over', 'ledger.already-closed', 'ledger.earlier-month-open', 'ledger.not-last-closed', 'ledger.books-broken', 'ledger.account-not-found',
  'ledger.chart-under-way', 'ledger.no-chart-draft', 'ledger.chart-account-unknown', 'ledger.chart-account-twice', 'ledger.chart-day-closed'] as const;
export type LedgerFailure = Failure<(typeof LEDGER_ERRORS)[number]>;
