/** The shared door: states and views of bills. */
import type { Explanation, Method } from '@/lib/bill-items/model';
import type { MoneyWire } from '@/lib/kernel/money';
import type { BillState } from './machine';

export { billMachine, isPayable, type BillEvent, type BillState } from './machine';

/** Why one row of a bills file cannot be taken; the row is named, the others go on. */
export type BillRowCause =
  | 'missing-value' | 'bad-period' | 'bad-amount' | 'bad-date' | 'twice-in-file' | 'unknown-payer' | 'unknown-plan' | 'unknown-item' | 'already-billed'
  | 'due-in-past';

/** Why a bill is made smaller. */
export const CREDIT_KINDS = ['waiver', 'correction', 'not-delivered'] as const;

export interface BillRow {
  readonly id: string;
  readonly number: string;
  readonly payerId: string;
  readonly payerNumber: string;
  readonly payerName: string;
  readonly planId: string;
  readonly cycleKey: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly total: MoneyWire;
  readonly paid: MoneyWire;
  readonly refunded: MoneyWire;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly status: BillState;
}

/** What the whole filter adds up to, not just the page. */
export interface BillTotals {
  readonly count: number;
  readonly total: MoneyWire;
  readonly paid: MoneyWire;
  readonly open: MoneyWire;
}

export interface BillLineView {
  readonly itemCode: string;
  readonly labelZh: string;
  readonly labelEn: string;
  readonly amount: MoneyWire;
  readonly accountCode: string;
  readonly explanation: Explanation;
  /** On a line of a credit note. */
  readonly credit?: true;
}

export interface InstalmentView {
  readonly dueDate: string;
  readonly amount: MoneyWire;
  /** What is left of it. */
  readonly open: MoneyWire;
}

export interface BillDetail extends BillRow {
  /** The institution's day: what is agreed on begins there. */
  readonly today: string;
  readonly planVersion: number;
  readonly planNameZh: string;
  readonly planNameEn: string;
  readonly methods: readonly Method[];
  /** Smallest part payment; null = only the whole. */
  readonly partialMin: MoneyWire | null;
  readonly lines: readonly BillLineView[];
  /** Empty when the bill is due in one sum. */
  readonly instalments: readonly InstalmentView[];
  /** What the money stands for, item by item, by the plan's rule; net of credit notes. */
  readonly items: readonly { readonly itemCode: string; readonly net: MoneyWire; readonly paid: MoneyWire; readonly refunded: MoneyWire }[];
  readonly creditNotes: readonly { readonly number: string; readonly kind: string; readonly amount: MoneyWire; readonly reason: string; readonly at: string }[];
  readonly allocations: readonly {
    readonly paymentId: string;
    readonly refundId: string | null;
    readonly amount: MoneyWire;
    readonly at: string;
  }[];
  readonly transitions: readonly {
    readonly from: string;
    readonly event: string;
    readonly to: string;
    readonly at: string;
    readonly actor: string;
  }[];
  /** A payment for this bill is under way; nobody can start another. */
  readonly heldBy: string | null;
}

/** A bill as its payer sees it. */
export interface OpenBill {
  readonly id: string;
  readonly number: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly cycleKey: string;
  readonly total: MoneyWire;
  readonly open: MoneyWire;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly status: BillState;
  readonly planId: string;
  readonly planVersion: number;
  readonly methods: readonly Method[];
  /** Smallest part payment; null = only the whole. */
  readonly partialMin: MoneyWire | null;
  /** What is left of the instalment that is next; its day is `dueDate`. Null = due in one sum. */
  readonly nextPart?: MoneyWire | null;
  readonly instalments?: readonly InstalmentView[];
  readonly lines: readonly BillLineView[];
  readonly heldBy: string | null;
}

export const RUN_STATES = ['queued', 'running', 'stopped', 'done'] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface SkippedPayer {
  readonly number: string;
  readonly code: string;
  readonly item: string;
}

export interface RunView {
  readonly id: string;
  readonly planId: string;
  readonly planNameZh: string;
  readonly planNameEn: string;
  readonly planVersion: number;
  readonly cycleKey: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly status: RunState;
  readonly total: number;
  readonly done: number;
  readonly issued: number;
  readonly skippedCount: number;
  readonly skipped: readonly SkippedPayer[];
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface IssuableCycle {
  readonly planId: string;
  readonly planCode: string;
  readonly planNameZh: string;
  readonly planNameEn: string;
  readonly planVersion: number;
  readonly cycleKey: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly payers: number;
}

/** A plan that bills when something happens, not on days of its own. */
export type EventPlan = Pick<IssuableCycle, 'planId' | 'planCode' | 'planNameZh' | 'planNameEn' | 'planVersion'>;

/** How a payer has kept the days of the last two years: A always, D not at all. */
export const GRADES = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof GRADES)[number];
export interface Standing {
  readonly grade: Grade;
  readonly lateBills: number;
  readonly oldestDays: number;
  readonly writtenOff: number;
}
