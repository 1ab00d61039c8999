/** Browser-safe door of the ledger: chart, posting rules and views. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';
import type { AccountKind } from './chart';

export { describeAccount, isAccountCode, type AccountKind, type AccountName } from './chart';
export type { EntryKind, PostingRule } from './postings';

export interface TrialBalanceRow {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: AccountKind;
  readonly debit: MoneyWire;
  readonly credit: MoneyWire;
  /** Debit less credit: positive = debit balance. */
  readonly balance: MoneyWire;
}
export interface TrialBalanceView {
  readonly asOf: string;
  readonly rows: readonly TrialBalanceRow[];
  readonly totals: readonly { readonly currency: string; readonly debit: MoneyWire; readonly credit: MoneyWire; readonly ties: boolean }[];
}

export interface AccountLineView {
  readonly entryId: string;
  readonly lineNo: number;
  readonly at: string;
  readonly businessDate: string;
  readonly kind: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly memo: string | null;
  /** Debit positive. */
  readonly amount: MoneyWire;
  /** Of this account in this currency, after this line. */
  readonly balance: MoneyWire;
}

export interface VoucherView {
  readonly entryId: string;
  readonly key: string;
  readonly kind: string;
  readonly at: string;
  readonly businessDate: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly memo: string | null;
  readonly lines: readonly {
    readonly code: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly debit: MoneyWire | null;
    readonly credit: MoneyWire | null;
  }[];
}

/** One thing the books promise, and the figures that show whether they keep it. Copy under `ledger.checks.<name>`. */
export interface IntegrityCheck {
  readonly name: IntegrityCheckName;
  readonly ok: boolean;
  readonly checked: string;
  readonly wrong: string;
  /** Up to ten ids of what is wrong. */
  readonly examples: readonly string[];
}
export const INTEGRITY_CHECKS = [
  'books-sum-to-zero',
  'entries-balance',
  'clearing-equals-open-items',
  'suspense-equals-held-items',
  'bills-equal-allocations',
  'bills-equal-lines-and-parts',
  'payments-equal-allocations',
  'receivable-equals-open-bills',
  'refunds-within-captured',
  'refundable-equals-ledger',
  'holds-have-live-payments',
  'orders-have-an-end-or-inquiry',
] as const;
export type IntegrityCheckName = (typeof INTEGRITY_CHECKS)[number];

/** Something a round found wrong: which promise, and of what. */
export interface IntegrityFinding {
  readonly check: IntegrityCheckName;
  /** Of a payment or an entry; empty where a whole account disagrees. */
  readonly id: string;
}
/** What the integrity page shows: where rounds are, what the last look at everything said, and how it was before. */
export interface SoundnessView {
  readonly sound: boolean;
  readonly unsoundSince: string | null;
  readonly broken: readonly IntegrityFinding[];
  /** Null before the first round. */
  readonly round: { readonly at: string; readonly tookMs: number; readonly entries: string; readonly waiting: string } | null;
  readonly whole: { readonly at: string; readonly tookMs: number; readonly checks: readonly IntegrityCheck[] } | null;
  readonly seals: { readonly count: string; readonly upTo: string; readonly at: string } | null;
  readonly history: readonly SoundnessLine[];
}
export interface SoundnessLine {
  readonly id: string;
  readonly at: string;
  readonly kind: 'round' | 'whole';
  readonly sound: boolean;
  readonly entries: string;
  readonly tookMs: number;
  readonly checks: readonly string[];
}

export { EVENT_KINDS, type ChartContent, type OwnPair } from './own-chart/content';
export { CHART_TEMPLATES, chartFrom, type ChartTemplate } from './own-chart/templates';
export { ACCOUNT_KINDS } from './chart';

export const EXPORT_FORMATS = ['generic', 'yonyou', 'kingdee'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface PeriodView {
  readonly month: string;
  readonly state: 'closed' | 'running' | 'over';
  readonly entries: number;
  readonly mayClose: boolean;
  readonly mayReopen: boolean;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
}
export interface ExportAccountView {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** What the accounting software calls it. */
  readonly exportCode: string;
}

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** Acts with nothing to choose. */
export const nothingInput = z.object({});
export const monthInput = z.object({ month });
export const exportQuery = z.object({ month, format: z.enum(EXPORT_FORMATS) });
export const exportCodeInput = z.object({ code: z.string().max(40), exportCode: z.string().trim().regex(/^[0-9A-Za-z.-]{0,30}$/).default('') });
