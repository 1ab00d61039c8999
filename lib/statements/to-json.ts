/** The summary as JSON for commands and APIs: minor units as decimal strings, `null` where the file says nothing. */
import type { StatementFailure } from './errors';
import type { StatementSummary } from './port';

const text = (minor: bigint | null): string | null => (minor === null ? null : minor.toString());

export function summaryToJson(summary: StatementSummary): Record<string, unknown> {
  const side = (one: { count: number; amountMinor: bigint }) => ({ count: one.count, amountMinor: one.amountMinor.toString() });
  const { stated } = summary;
  return {
    format: summary.format,
    encoding: summary.encoding,
    rows: summary.rows,
    rejected: summary.rejected,
    credit: side(summary.credit),
    debit: side(summary.debit),
    neutral: side(summary.neutral ?? { count: 0, amountMinor: 0n }),
    currency: summary.currency ?? summary.statedCurrency ?? null,
    period: summary.period,
    openingBalanceMinor: text(summary.openingBalanceMinor),
    closingBalanceMinor: text(summary.closingBalanceMinor),
    stated: stated && {
      credit: { count: stated.creditCount ?? null, amountMinor: text(stated.creditMinor ?? null) },
      debit: { count: stated.debitCount ?? null, amountMinor: text(stated.debitMinor ?? null) },
    },
    account: summary.account,
    warnings: summary.warnings,
  };
}

export const failureToJson = (failure: StatementFailure): Record<string, unknown> => ({
  error: { code: failure.code, ...failure.details },
});
