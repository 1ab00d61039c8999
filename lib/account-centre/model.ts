/** Browser-safe door of the account centre: forms and views. */
import { z } from 'zod';
import { CHANNELS } from '@/lib/channels/model';
import type { MoneyWire } from '@/lib/kernel/money';

export const FUND_ACCOUNT_KINDS = ['bank', 'wallet', 'sub-account'] as const;
export type FundAccountKind = (typeof FUND_ACCOUNT_KINDS)[number];
/** An item code of "" is the whole plan. */
export const MAPPED_MAX = 200;

const id = z.string().max(40);
export const saveFundAccountInput = z.object({
  id: id.optional(), kind: z.enum(FUND_ACCOUNT_KINDS), parentId: id.optional(), channel: z.enum(CHANNELS).optional(), name: z.string().trim().min(1).max(80),
  sourceTag: z.string().trim().min(1).max(80), number: z.string().trim().regex(/^[0-9A-Za-z -]{0,40}$/).default(''),
});
export const mapFundAccountInput = z.object({ accountId: id, items: z.array(z.object({ planId: id, itemCode: z.string().max(60) })).max(MAPPED_MAX) });
export const retireFundAccountInput = z.object({ accountId: id });

export interface FundAccountView {
  readonly id: string;
  readonly kind: FundAccountKind;
  readonly parentId: string | null;
  readonly channel: string | null;
  readonly name: string;
  readonly sourceTag: string;
  readonly numberHint: string | null;
  readonly collects: readonly { readonly planId: string; readonly itemCode: string }[];
  /** By the books, at the moment asked for; null for a sub-account, which the books do not know. */
  readonly arrived: MoneyWire | null;
  readonly underway: MoneyWire | null;
}

export interface CentreView {
  readonly asOf: string;
  readonly accounts: readonly FundAccountView[];
  /** Channels whose settlement account nobody has described yet, with what the books say is there. */
  readonly untagged: readonly { readonly channel: string; readonly arrived: MoneyWire; readonly underway: MoneyWire }[];
  readonly plans: readonly { readonly planId: string; readonly nameZh: string; readonly nameEn: string; readonly items: readonly { readonly code: string; readonly zh: string; readonly en: string }[] }[];
}

export const DIMENSIONS = ['day', 'month', 'channel', 'account', 'project', 'item', 'group', 'payer'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface SummaryCell { readonly collected: MoneyWire; readonly returned: MoneyWire; readonly count: number }
export interface SummaryView {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly { readonly key: string; readonly label: string; readonly cells: Readonly<Record<string, SummaryCell>>; readonly total: SummaryCell }[];
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly total: SummaryCell;
  /** Rows there are beyond those shown: their sum is in the total. */
  readonly hiddenRows: number;
}
