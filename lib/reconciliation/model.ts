/** Browser-safe door of reconciliation: reasons, states, limits and views. */
import type { ChannelCode } from '@/lib/channels/port';
import type { MoneyWire } from '@/lib/kernel/money';
import type { RuleSet } from './engine/rule-set';
import type { WhyNot } from './why-not-view';

export { REST_RULES, type RestRule, type RuleSet } from './engine/rule-set';

export const RULE_EXACT_KEY = 'exact-key';

/** In the order a desk works them: what is certain and large first, what only needs time last. */
export const REASONS = [
  'amount-differs', 'state-differs', 'reversed', 'refund-without-original', 'unclear', 'missing-here', 'missing-at-bank', 'batch-differs', 'duplicate', 'fee-differs',
  'not-yet',
] as const;
export type Reason = (typeof REASONS)[number];

export const CASE_STATES = ['open', 'proposed', 'disputed', 'following', 'suspended', 'confirmed', 'matched', 'written-off', 'joined'] as const;
export type CaseState = (typeof CASE_STATES)[number];
/** A difference in one of these still counts. */
export const UNDECIDED: readonly CaseState[] = ['open', 'proposed', 'disputed', 'following', 'suspended'];

export const CAUSES = [
  'fee-kept-back', 'digits-swapped', 'bank-has-more', 'bank-has-less', 'currency-differs', 'order-ended', 'order-waits', 'refund-waits', 'not-our-number',
  'no-number', 'not-in-file', 'listed-twice', 'paid-before-file', 'near-cut-off', 'file-early', 'taken-apart', 'several-fit', 'payer-known', 'batch-sum', 'bank-took-back', 'refund-not-ours', 'no-original', 'fee-not-by-contract', 'line-split',
] as const;
export type ProbableCause = (typeof CAUSES)[number];

/** The one thing to do next about a case. */
export const NEXT_ACTIONS = ['match', 'write-off', 'confirm', 'dispute', 'wait', 'second-person', 'none'] as const;
export type NextAction = (typeof NEXT_ACTIONS)[number];

/** One person may write off up to here; a second one must confirm from there. Minor units. */
export const WRITE_OFF_MAX_MINOR = 1_000n;
export const SECOND_PERSON_FROM_MINOR = 500_000n;
/** People together may write off this much of a channel in a day, however small each piece. Minor units. */
export const WRITE_OFF_DAY_MAX_MINOR = 100_000n;
/** A line is split into at most so many parts. */
export const PARTS_MAX = 20;

export type SideKind = 'attempt' | 'refund' | 'suspense';
export const CASE_COMMENT_MAX = 500;
export const GROUP_MAX = 50;
/** Cases that one act may be carried out on at once. */
export const BULK_MAX = 200;
export const EVIDENCE_BYTES_MAX = 10 * 1024 * 1024;
export const UPLOAD_BYTES_MAX = 256 * 1024 * 1024;

export interface RunCounts {
  readonly lines: number;
  readonly matched: number;
  /** Payments and refunds whose lost word this file repaired. */
  readonly repaired: number;
  /** Lines that an earlier file already settled. */
  readonly repeated: number;
  /** Lines whose money did not move, and lines that are neither payment nor refund. */
  readonly unsettled: number;
  readonly other: number;
  /** Cases this run opened, by reason; cases of earlier files that it closed. */
  readonly opened: Readonly<Partial<Record<Reason, number>>>;
  readonly closed: number;
  /** Cases so small that the rules let them go. */
  readonly letGo: number;
}

export type { PrecheckView } from './precheck-view';
export type { ColleagueView, WhyNot, WhyNotView } from './why-not-view';
export type { MappedRowView, MappingCheckView, MappingLookView, MappingView } from './mapping-view';

export interface ImportedView {
  readonly fileId: string;
  readonly channel: string;
  readonly days: readonly string[];
  readonly rows: number;
  /** False while a large file is being matched in the background. */
  readonly matched: boolean;
  readonly alreadyImported: boolean;
  readonly counts: RunCounts | null;
}

export type FetchedView = { readonly kind: 'imported'; readonly file: ImportedView } | { readonly kind: 'empty-day' } | { readonly kind: 'not-yet' };

export interface DayView {
  readonly channel: ChannelCode;
  readonly date: string;
  readonly status: 'no-file' | 'matching' | 'open' | 'tied';
  readonly fileId: string | null;
  readonly matched: number;
  readonly open: number;
  readonly notYet: number;
  /** What the bank has more (or, negative, less) than our books, over all undecided cases. */
  readonly difference: MoneyWire;
}

export interface OverviewView {
  readonly channels: readonly ChannelCode[];
  /** Newest first; one view per channel of `channels`, in its order. */
  readonly days: readonly { readonly date: string; readonly channels: readonly DayView[] }[];
}

export interface CaseRowView {
  readonly id: string;
  readonly reason: Reason;
  readonly status: CaseState;
  readonly channel: string;
  readonly date: string;
  readonly direction: 'credit' | 'debit';
  readonly bank: MoneyWire | null;
  readonly ours: MoneyWire | null;
  readonly difference: MoneyWire;
  /** Order or refund number, the bank's where we have none. */
  readonly number: string | null;
  readonly time: string | null;
  readonly cause: ProbableCause | null;
  readonly owner: string | null;
  readonly followUpOn: string | null;
  /** Line and fact of the case: what a match by hand takes. */
  readonly lineId: string | null;
  readonly sideId: string | null;
}

/** Cases under one reason, and how many of them still count. */
export interface CaseCount { readonly reason: Reason; readonly rows: number; readonly undecided: number }

export interface LineView {
  readonly id: string;
  readonly lineNo: number;
  readonly fileId: string;
  readonly fileName: string;
  readonly type: string;
  readonly direction: 'credit' | 'debit';
  readonly amount: MoneyWire;
  readonly fee: MoneyWire | null;
  readonly number: string | null;
  readonly origNumber: string | null;
  readonly channelNo: string | null;
  readonly status: string | null;
  readonly time: string | null;
  readonly counterparty: string | null;
  readonly memo: string | null;
  /** Of a part of a split line: the whole it was taken from. */
  readonly partOf?: { readonly lineId: string; readonly whole: MoneyWire; readonly parts: number } | undefined;
}

export interface SideView {
  readonly kind: SideKind;
  readonly id: string;
  /** Payment or refund this belongs to, for the link. */
  readonly ownerId: string | null;
  readonly ownerNumber: string | null;
  readonly direction: 'credit' | 'debit';
  readonly amount: MoneyWire;
  readonly number: string;
  readonly channelNo: string | null;
  readonly status: string;
  readonly time: string | null;
}

export const FIELDS = ['amount', 'number', 'channelNo', 'time', 'state'] as const;
export interface Agreement {
  readonly field: (typeof FIELDS)[number];
  readonly verdict: 'agrees' | 'differs' | 'unknown';
}

export interface NearMissView {
  readonly line: LineView | null;
  readonly side: SideView | null;
  /** Field by field against the case. */
  readonly agreement: readonly Agreement[];
  readonly whyNot: readonly WhyNot[];
}

export interface CaseEventView {
  readonly id: string;
  readonly kind: string;
  readonly note: string | null;
  readonly at: string;
  readonly actor: string;
  readonly evidence: { readonly name: string; readonly bytes: number } | null;
}

/** Several open cases that together are this one's amount. */
export interface SumView {
  readonly lineIds: readonly string[];
  readonly sideIds: readonly string[];
  readonly elements: readonly (LineView | SideView)[];
  /** Other choices that make the same sum; 0 is a proof that there is none. */
  readonly others: number;
}

export interface CaseDetailView extends CaseRowView {
  readonly line: LineView | null;
  readonly side: SideView | null;
  readonly agreement: readonly Agreement[];
  readonly nextAction: NextAction;
  readonly proposedByMe: boolean;
  readonly nearMisses: readonly NearMissView[];
  readonly sum: SumView | null;
  readonly ownerName: string | null;
  /** The line may be split into parts. */
  readonly splittable: boolean;
  readonly events: readonly CaseEventView[];
}

export interface MatchView {
  readonly lineId: string | null;
  readonly groupId: string | null;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly number: string | null;
  readonly amount: MoneyWire | null;
  readonly sideKind: SideKind | null;
  readonly sideId: string | null;
  readonly matchedBy: string;
  readonly matchedAt: string;
  /** What spoke for it, beyond the rule's own name. */
  readonly reasons: readonly string[];
  /** Made by a rule, not by a person. */
  readonly byRule: boolean;
}

/** A line about which two versions of the rules conclude something else. */
export interface BackTestDiff {
  readonly kind: 'gained' | 'lost' | 'changed';
  readonly fileId: string;
  readonly channel: string;
  readonly lineNo: number;
  readonly ruleBefore: string | null;
  readonly ruleAfter: string | null;
}

/** What a version would have concluded on past days, against the active one. */
export interface BackTestView {
  readonly from: string;
  readonly files: number;
  /** Lines that the exact key left over. */
  readonly lines: number;
  readonly gained: number;
  readonly lost: number;
  readonly changed: number;
  readonly same: number;
  /** Lines that people matched by hand, and the version alike; and otherwise. */
  readonly agreesWithPeople: number;
  readonly againstPeople: number;
  readonly shown: readonly BackTestDiff[];
}

export interface RuleVersionView {
  readonly version: number;
  readonly status: 'draft' | 'tested' | 'asked' | 'active' | 'retired' | 'rejected';
  readonly rules: RuleSet;
  readonly note: string;
  readonly madeBy: string;
  readonly madeAt: string | null;
  readonly tested: BackTestView | null;
  readonly decidedAt: string | null;
}

export interface ProofPart { readonly count: number; readonly sum: MoneyWire }

/** `matched + decided + open + suspended + repeated` are all lines of the day's files; `ties`: clearing holds exactly what is open. */
export interface DayProof {
  readonly files: number;
  readonly lines: number;
  readonly total: MoneyWire;
  readonly parts: Readonly<Record<'matched' | 'decided' | 'open' | 'suspended' | 'repeated', ProofPart>>;
  readonly clearing: MoneyWire;
  readonly openItems: MoneyWire;
  readonly ties: boolean;
}

export interface DayCloseView {
  readonly channel: ChannelCode;
  readonly date: string;
  readonly proof: DayProof;
  /** The newest first. */
  readonly closes: readonly { readonly seq: number; readonly at: string; readonly actor: string; readonly proof: DayProof }[];
  /** Something of the day is otherwise than when it was closed last. */
  readonly changedSince: boolean;
}

/** Money of ours that no line of the bank has shown yet. */
export interface WaitingView {
  readonly attemptId: string;
  readonly channel: ChannelCode;
  readonly number: string;
  readonly paymentId: string;
  readonly paymentNumber: string;
  readonly amount: MoneyWire;
  readonly paidAt: string;
  readonly day: string;
  readonly expectedBy: string;
  readonly toldBy: 'callback' | 'query' | 'statement' | 'other';
  readonly state: 'not-yet' | 'overdue' | 'in-case';
  readonly caseDay: string | null;
  /** The one open line of the bank with exactly this amount near this day; null when there is none, or more than one. */
  readonly candidate: { readonly lineId: string; readonly day: string; readonly number: string | null; readonly time: string | null } | null;
}
