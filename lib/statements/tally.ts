/**
 * The running account of one file while its rows go by: counts, sums, dates, duplicates, rejects and warnings, in constant memory but
 * for eight bytes per row identity. What the file states about itself is compared at the end.
 */
import type { Currency } from '@/lib/kernel/money';
import type { RejectCode, WarningCode } from './model';
import type { RejectedRow, StatementRow, StatementSummary, StatementWarning } from './port';
import { SeenBefore } from './seen-before';

const MAX_REJECTS_KEPT = 1000;
const MAX_WARNINGS_PER_CODE = 20;
const TEXT_KEPT = 200;

type Details = Readonly<Record<string, string | number>>;

/** What a file says about itself. Everything is optional: most files say little. */
export interface Stated {
  rows?: number;
  creditCount?: number;
  creditMinor?: bigint;
  debitCount?: number;
  debitMinor?: bigint;
  neutralCount?: number;
  neutralMinor?: bigint;
  opening?: bigint | null;
  closing?: bigint | null;
  period?: { from: string; to: string } | null;
  currency?: string | null;
  account?: string | null;
}

export class Tally {
  rows = 0;
  readonly credit = { count: 0, amountMinor: 0n };
  readonly debit = { count: 0, amountMinor: 0n };
  readonly neutral = { count: 0, amountMinor: 0n };
  readonly stated: Stated = {};
  rejected = 0;
  readonly rejectedRows: RejectedRow[] = [];
  private readonly warnings = new Map<string, { count: number; kept: StatementWarning[] }>();
  private readonly seen = new SeenBefore();
  private from: string | null = null;
  private to: string | null = null;
  private currency: Currency | null = null;

  constructor(
    public format: string,
    readonly encoding: string,
  ) {}

  /** Counts a row. `identity` is what makes it the same row twice (the channel's number, else the line itself). */
  add(row: StatementRow, identity: string): void {
    this.rows++;
    const side = row.neutral === true ? this.neutral : row.direction === 'credit' ? this.credit : this.debit;
    side.count++;
    side.amountMinor += row.amountMinor;
    if (row.tradeTime !== null) {
      if (this.from === null || row.tradeTime < this.from) this.from = row.tradeTime;
      if (this.to === null || row.tradeTime > this.to) this.to = row.tradeTime;
    }
    if (this.currency === null) this.currency = row.currency;
    else if (row.currency !== this.currency)
      this.warnOnce('statements.warn-several-currencies', { first: this.currency, other: row.currency });
    if (identity !== '' && this.seen.has(identity)) this.warn('statements.warn-duplicate-row', {}, row.lineNo);
    if (row.settled === false) this.warn('statements.warn-unsettled-rows', { status: row.status ?? '' }, row.lineNo);
    if (row.merchantNo !== null && row.merchantNo.includes('E+') && /^\d(?:\.\d+)?E\+\d+$/.test(row.merchantNo)) {
      this.warn('statements.warn-scientific-notation', {}, row.lineNo);
    }
  }

  reject(lineNo: number, code: RejectCode, text: string): void {
    this.rejected++;
    if (this.rejectedRows.length < MAX_REJECTS_KEPT) this.rejectedRows.push({ lineNo, code, text: text.slice(0, TEXT_KEPT) });
  }

  warn(code: WarningCode, details: Details = {}, lineNo?: number): void {
    const entry = this.warnings.get(code) ?? { count: 0, kept: [] };
    this.warnings.set(code, entry);
    entry.count++;
    if (entry.kept.length < MAX_WARNINGS_PER_CODE) entry.kept.push({ code, ...(lineNo !== undefined && { lineNo }), details });
  }

  warnOnce(code: WarningCode, details: Details = {}, lineNo?: number): void {
    if (!this.warnings.has(code)) this.warn(code, details, lineNo);
  }

  /** A control total of the file against what was read; silent when they agree or when the file does not say. */
  compare(what: string, stated: bigint | undefined, read: bigint): void {
    if (stated !== undefined && stated !== read) {
      this.warn('statements.warn-control-total', { what, statedMinor: stated.toString(), readMinor: read.toString() });
    }
  }

  compareCount(what: string, stated: number | undefined, read: number): void {
    if (stated !== undefined && stated !== read) this.warn('statements.warn-control-count', { what, stated, read });
  }

  finish(): { summary: StatementSummary; rejectedRows: readonly RejectedRow[] } {
    const { stated } = this;
    this.compareCount('rows', stated.rows, this.rows);
    this.compareCount('credit', stated.creditCount, this.credit.count);
    this.compareCount('debit', stated.debitCount, this.debit.count);
    this.compareCount('neutral', stated.neutralCount, this.neutral.count);
    this.compare('credit', stated.creditMinor, this.credit.amountMinor);
    this.compare('debit', stated.debitMinor, this.debit.amountMinor);
    this.compare('neutral', stated.neutralMinor, this.neutral.amountMinor);
    if (this.rejected > 0) this.warn('statements.warn-rows-rejected', { count: this.rejected });
    if (this.rows === 0) this.warn('statements.warn-no-rows');
    const period = this.period();
    return { summary: this.summary(period), rejectedRows: this.rejectedRows };
  }

  private period(): { from: string; to: string } | null {
    const seen = this.from !== null && this.to !== null ? { from: this.from.slice(0, 10), to: this.to.slice(0, 10) } : null;
    const { period } = this.stated;
    if (!period) return seen;
    if (seen && (seen.from < period.from || seen.to > period.to))
      this.warn('statements.warn-rows-outside-period', { ...period, rowsFrom: seen.from, rowsTo: seen.to });
    return period;
  }

  private summary(period: { from: string; to: string } | null): StatementSummary {
    const { stated } = this;
    const several = this.warnings.has('statements.warn-several-currencies');
    const assumed = this.warnings.has('statements.warn-currency-assumed') || this.warnings.has('statements.warn-currency-unsupported');
    const says =
      stated.creditMinor !== undefined ||
      stated.debitMinor !== undefined ||
      stated.creditCount !== undefined ||
      stated.debitCount !== undefined;
    return {
      format: this.format,
      encoding: this.encoding,
      rows: this.rows,
      rejected: this.rejected,
      credit: { ...this.credit },
      debit: { ...this.debit },
      neutral: { ...this.neutral },
      currency: several || assumed ? null : this.currency,
      statedCurrency: stated.currency ?? null,
      period,
      openingBalanceMinor: stated.opening ?? null,
      closingBalanceMinor: stated.closing ?? null,
      stated: says
        ? { creditCount: stated.creditCount, creditMinor: stated.creditMinor, debitCount: stated.debitCount, debitMinor: stated.debitMinor }
        : null,
      account: stated.account ?? null,
      warnings: this.listWarnings(),
    };
  }

  private listWarnings(): StatementWarning[] {
    const all: StatementWarning[] = [];
    for (const [code, entry] of this.warnings) {
      all.push(...entry.kept);
      if (entry.count > entry.kept.length) all.push({ code: 'statements.warn-more', details: { of: code, count: entry.count } });
    }
    return all;
  }

  /** For readers whose currency is known even when no row comes. */
  assumeCurrency(currency: Currency): void {
    this.currency ??= currency;
  }
}
