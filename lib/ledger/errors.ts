/** What the ledger refuses, by name. Copy under `ledger.errors`. */
import type { Failure } from '@/lib/kernel/result';

export const LEDGER_ERRORS = ['ledger.month-not-over', 'ledger.already-closed', 'ledger.earlier-month-open', 'ledger.not-last-closed', 'ledger.books-broken', 'ledger.account-not-found'] as const;
export type LedgerFailure = Failure<(typeof LEDGER_ERRORS)[number]>;
