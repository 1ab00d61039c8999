/**
 * Files that hold several statements (MT940, camt, CODA…): each must tie by itself, and opens where the one before it of the same
 * account closed.
 */
import type { Currency } from '@/lib/kernel/money';
import type { StatementRow } from './port';
import type { Tally } from './tally';
import { knownCurrency } from './words';

export class Book {
  opening: bigint | null = null;
  closing: bigint | null = null;
  account: string | null = null;
  private net = 0n;
  /** Of rows that are announced but not booked: most banks leave them out of the balances, some do not. */
  private pending = 0n;
  private index = 0;
  private first: bigint | null = null;
  private last: bigint | null = null;
  private readonly accounts = new Set<string>();

  constructor(private readonly tally: Tally) {}

  add(row: StatementRow, identity: string): StatementRow {
    this.tally.add(row, identity);
    const signed = row.neutral === true ? 0n : row.direction === 'credit' ? row.amountMinor : -row.amountMinor;
    this.net += signed;
    if (row.settled === false) this.pending += signed;
    return row;
  }

  /** Ends one statement of the file. */
  end(): void {
    const { opening, closing, tally } = this;
    if (this.account !== null) this.accounts.add(this.account);
    if (opening !== null && closing !== null && opening + this.net !== closing && opening + this.net - this.pending !== closing) {
      tally.warn('statements.warn-balance-chain', {
        statement: this.index + 1,
        openingMinor: opening.toString(),
        closingMinor: closing.toString(),
        expectedMinor: (opening + this.net).toString(),
      });
    }
    if (opening !== null && this.last !== null && this.accounts.size <= 1 && opening !== this.last) {
      tally.warn('statements.warn-balance-chain', {
        statement: this.index + 1,
        openingMinor: opening.toString(),
        previousClosingMinor: this.last.toString(),
      });
    }
    if (this.index === 0) this.first = opening;
    this.last = closing ?? this.last;
    this.index++;
    this.net = 0n;
    this.pending = 0n;
    this.opening = null;
    this.closing = null;
  }

  finish(): void {
    const several = this.accounts.size > 1;
    if (several) this.tally.warn('statements.warn-several-accounts', { accounts: this.accounts.size });
    this.tally.stated.account = several ? null : ([...this.accounts][0] ?? null);
    this.tally.stated.opening = several ? null : this.first;
    this.tally.stated.closing = several ? null : this.last;
  }
}

/** The currency rows carry, with a warning where it is one we keep no books in. */
export function bookCurrency(text: string | null, tally: Tally): Currency {
  const known = knownCurrency(text);
  if (known === null) {
    if (text) tally.warnOnce('statements.warn-currency-unsupported', { currency: text });
    else tally.warnOnce('statements.warn-currency-assumed', { assumed: 'CNY' });
    tally.stated.currency ??= text;
  }
  return known ?? 'CNY';
}

const BLANK = {
  type: 'other',
  feeMinor: null,
  netMinor: null,
  merchantNo: null,
  origMerchantNo: null,
  channelNo: null,
  status: null,
  tradeTime: null,
  settleDate: null,
  counterparty: null,
  memo: null,
  balanceMinor: null,
} as const;

type Given = Pick<StatementRow, 'lineNo' | 'direction' | 'amountMinor' | 'currency'> & Partial<StatementRow>;

/** A row of which a format says only some things. */
export const makeRow = (given: Given): StatementRow => ({ ...BLANK, ...given });

/** Text that says nothing (`NONREF`, blanks) is null. */
export const saidText = (text: string | undefined): string | null => {
  const plain = text?.trim() ?? '';
  return plain === '' || plain === 'NONREF' || /^NOTPROVIDED$/i.test(plain) ? null : plain.slice(0, 500);
};
