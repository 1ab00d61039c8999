/**
 * The kinds of act that need other people's consent, as data: a module that wants one adds a line here, its words in
 * messages/<locale>/approvals.json under `kind.<kind>`, and calls `requestApproval`. `money`: bands by amount make sense.
 */
export const APPROVAL_KINDS = {
  'refund': { money: true },
  'refund-transfer': { money: true },
  'refund-batch': { money: true },
  'suspense-return': { money: true },
  'bill-write-off': { money: true },
  'bill-credit-note': { money: true },
  'routing-change': { money: false },
  'fee-plan-change': { money: false },
  'fee-waiver': { money: false },
  'matching-rule-change': { money: false },
  'chart-change': { money: false },
  'channel-account-change': { money: false },
  'rights-change': { money: false },
  'period-reopen': { money: false },
  'approval-flow-change': { money: false },
} as const satisfies Record<string, { readonly money: boolean }>;

export type ApprovalKind = keyof typeof APPROVAL_KINDS;
export const ALL_KINDS = Object.keys(APPROVAL_KINDS) as ApprovalKind[];
export const isApprovalKind = (text: string): text is ApprovalKind => Object.hasOwn(APPROVAL_KINDS, text);
