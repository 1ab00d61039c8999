/**
 * Running balances: each must be the one before it plus or minus the amount. Gives the opening and closing balance the table implies,
 * and warns where a step does not tie. Constant memory: only the ends and the previous row are kept.
 */
import type { StatementRow } from './port';
import type { Tally } from './tally';

const effectOf = (row: StatementRow): bigint =>
  row.neutral === true ? 0n : row.direction === 'credit' ? row.amountMinor : -row.amountMinor;

export class BalanceChain {
  private first: StatementRow | null = null;
  private previous: StatementRow | null = null;

  constructor(
    private readonly newestFirst: boolean,
    private readonly chained: boolean,
  ) {}

  add(row: StatementRow, tally: Tally): void {
    if (row.balanceMinor === null) return;
    const { previous } = this;
    if (previous?.balanceMinor !== null && previous !== null) {
      const [earlier, later] = this.newestFirst ? [row, previous] : [previous, row];
      if (earlier.balanceMinor! + effectOf(later) !== later.balanceMinor) tally.warn('statements.warn-balance-row', {}, row.lineNo);
    }
    this.first ??= row;
    this.previous = row;
  }

  finish(tally: Tally): void {
    const [oldest, newest] = this.newestFirst ? [this.previous, this.first] : [this.first, this.previous];
    if (oldest === null || newest === null) return;
    if (this.chained) this.imply(tally, oldest, newest);
    const { opening, closing } = tally.stated;
    if (opening === null || opening === undefined || closing === null || closing === undefined) return;
    const expected = opening + tally.credit.amountMinor - tally.debit.amountMinor;
    if (expected !== closing)
      tally.warn('statements.warn-balance-chain', {
        openingMinor: opening.toString(),
        closingMinor: closing.toString(),
        expectedMinor: expected.toString(),
      });
  }

  /** Where the file does not state them, the ends of the chain are the balances it implies. */
  private imply(tally: Tally, oldest: StatementRow, newest: StatementRow): void {
    tally.stated.opening ??= oldest.balanceMinor! - effectOf(oldest);
    tally.stated.closing ??= newest.balanceMinor;
  }
}
