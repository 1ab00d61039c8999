/** Fee plans as screens are told of them. */
import type { MoneyWire } from '@/lib/kernel/money';
import type { BusinessDate } from '@/lib/kernel/time';
import type { Explanation, FeePlanDocument, VersionState } from './model';

/** Warnings do not stop an activation; the administrator reads them first. */
export type PlanWarning = 'few-channels' | 'no-weight';

/** One difference between two versions. `path` names the place, `subject` the item or discount; values are as they stand in the plan. */
export interface PlanDifference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly area: 'items' | 'discounts' | 'groups' | 'cycle' | 'methods' | 'routing';
  readonly subject: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface IssueDate {
  readonly cycleKey: string;
  readonly issueDate: BusinessDate;
  readonly dueDate: BusinessDate;
  /** The day the plan names; differs from `issueDate` when a holiday pushed it. */
  readonly plannedDate: BusinessDate;
  /** The holiday list of a year involved is not published: weekends only were counted. */
  readonly uncertain: boolean;
}

export interface PlanRow {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly template: string | null;
  readonly status: string;
  readonly activeVersion: number | null;
  readonly draftVersion: number | null;
  readonly itemCount: number;
  readonly cycleKind: string;
  readonly nextIssueDate: string | null;
  readonly createdAt: string;
}

export interface VersionRow {
  readonly version: number;
  readonly state: VersionState;
  readonly effectiveFrom: string;
  readonly note: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly activatedAt: string | null;
  readonly activatedBy: string | null;
  /** Against the version before; the first one has none. */
  readonly differences: readonly PlanDifference[];
}

export interface PlanDetail {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly status: string;
  readonly today: string;
  readonly currency: string;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  /** The draft if there is one, otherwise the newest version: what the editor opens with. */
  readonly editing: {
    readonly version: number;
    readonly state: VersionState;
    readonly effectiveFrom: string;
    readonly note: string | null;
    readonly plan: FeePlanDocument;
  };
  /** A change of what is in force is read by a second person first. */
  readonly needsReview: boolean;
  /** The review the newest version waits for. */
  readonly reviewId: string | null;
  /** What the draft will replace, for the differences shown while editing. */
  readonly active: { readonly version: number; readonly plan: FeePlanDocument } | null;
}

export interface PreviewBill {
  readonly payerNumber: string;
  readonly payerName: string;
  /** Null when the payer would get no bill; `code` says why. */
  readonly total: MoneyWire | null;
  readonly code: string | null;
  readonly item: string | null;
  /** Under the version in force today; null where there is none, or it gives no bill. */
  readonly before: MoneyWire | null;
  readonly lines: readonly {
    readonly itemCode: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly amount: MoneyWire;
    readonly explanation: Explanation;
  }[];
}

/** What a change means for bills that are there: they keep their version, and what was issued is not issued again. */
export interface PlanImpact {
  /** Issued under this plan and still open, by any version: none of them changes. */
  readonly openBills: number;
  readonly open: MoneyWire;
  /** Cycles from the effective date on that are issued already, by an older version. */
  readonly issuedAlready: readonly string[];
  /** Being issued this moment, or stopped half-way: they end under the version they began with. */
  readonly running: readonly string[];
  /** The first cycle this version will bill. */
  readonly first: { readonly cycleKey: string; readonly issueDate: string } | null;
}

export interface PlanPreview {
  readonly impact: PlanImpact | null;
  readonly cycleKey: string | null;
  readonly payerCount: number;
  readonly bills: readonly PreviewBill[];
  readonly issueDates: readonly IssueDate[];
  readonly channels: readonly string[];
  readonly problem: { readonly code: string; readonly details: Readonly<Record<string, string | number>> } | null;
  readonly warnings: readonly PlanWarning[];
  readonly differences: readonly PlanDifference[];
}
