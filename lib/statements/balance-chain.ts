/**
 * Running balances: each must be the one before it plus or minus the amount. Gives the opening and closing balance the table implies,
 * and warns where a step does not tie. Constant memory: only the ends and the previous row are kept.
 */
import type { BalanceBy, Polarity } from './polarity';
import type { StatementRow } from './port';
import type { Tally } from './tally';

const sizeOf = (n: bigint): bigint => (n < 0n ? -n : n);

function effectOf(row: StatementRow, by: BalanceBy): bigint {
  if (row.neutral === true || (row.settled === false && row.balanceMinor === null)) return 0n;
  if (by === 'net' && row.netMinor !== null) return row.netMinor;
  const amount = row.direction === 'credit' ? row.amountMinor : -row.amountMinor;
  return by === 'after-fee' ? amount - sizeOf(row.feeMinor ?? 0n) : amount;
}

interface Ends {
  first: StatementRow;
  previous: StatementRow;
}
const MAX_CHAINS = 64;

export class BalanceChain {
  private readonly chains = new Map<string, Ends>();

  constructor(private readonly polarity: Pick<Polarity, 'newestFirst' | 'chained' | 'balanceBy'>) {}

  /** `key`: the account or currency whose balance it is. */
  add(row: StatementRow, key: string, tally: Tally): void {
    if (row.balanceMinor === null) return;
    const { newestFirst, balanceBy } = this.polarity;
    const ends = this.chains.get(key);
    if (ends === undefined) {
      if (this.chains.size < MAX_CHAINS) this.chains.set(key, { first: row, previous: row });
      return;
    }
    const [earlier, later] = newestFirst ? [row, ends.previous] : [ends.previous, row];
    if (earlier.balanceMinor! + effectOf(later, balanceBy) !== later.balanceMinor) tally.warn('statements.warn-balance-row', {}, row.lineNo);
    ends.previous = row;
  }

  finish(tally: Tally): void {
    if (this.chains.size !== 1) {
      if (this.chains.size === 0) this.check(tally);
      return;
    }
    const ends = [...this.chains.values()][0]!;
    const [oldest, newest] = this.polarity.newestFirst ? [ends.previous, ends.first] : [ends.first, ends.previous];
    if (this.polarity.chained) this.imply(tally, oldest, newest);
    this.check(tally);
  }

  /** Opening balance and rows must give the closing balance. Rows that say what the balance did count as it did. */
  private check(tally: Tally): void {
    const { opening, closing } = tally.stated;
    if (opening === null || opening === undefined || closing === null || closing === undefined) return;
    const expected = opening + this.moved;
    if (expected !== closing)
      tally.warn('statements.warn-balance-chain', { openingMinor: opening.toString(), closingMinor: closing.toString(), expectedMinor: expected.toString() });
  }

  private moved = 0n;
  /** Every row, also one without a balance. */
  count(row: StatementRow): void {
    this.moved += effectOf(row, this.polarity.balanceBy);
  }

  /** Where the file does not state them, the ends of the chain are the balances it implies. */
  private imply(tally: Tally, oldest: StatementRow, newest: StatementRow): void {
    tally.stated.opening ??= oldest.balanceMinor! - effectOf(oldest, this.polarity.balanceBy);
    tally.stated.closing ??= newest.balanceMinor;
  }
}
