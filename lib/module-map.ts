/**
 * The architecture as data. The import lint, the tidy test, the docs and the diagrams read it; people read it first.
 * `rank`: imports go from a higher rank to a lower one, never sideways unless `mayImport` names it. `tables`: only the owner writes them.
 */
export interface Module {
  readonly rank: number;
  readonly purpose: string;
  readonly tables: readonly string[];
  /** Modules of the same rank that may be imported all the same. */
  readonly mayImport?: readonly string[];
  /** Another owner's table that it writes all the same, with the reason. */
  readonly alsoWrites?: Readonly<Record<string, string>>;
  /** Only these may import it; absent = everybody above. */
  readonly onlyFor?: readonly string[];
}

export const modules = {
  kernel: { rank: 0, purpose: 'money, ids, time, results, machines: pure, isomorphic, imports nothing', tables: [] },
  'sandbox-bank': { rank: 1, purpose: 'the other side of every channel: a program of its own behind HTTP', tables: [], onlyFor: [] },
  platform: {
    rank: 1,
    purpose: 'server plumbing that knows no domain: database, transactions, outbox, jobs, sealing, files, clock, log',
    tables: ['idempotency_key', 'outbox_event', 'counter', 'platform_setting'],
  },
  audit: { rank: 2, purpose: 'what everybody did, appended', tables: ['audit_entry', 'audit_link'] },
  identity: {
    rank: 3,
    purpose: 'people, sessions, roles, the policy table, step-up',
    tables: ['institution', 'user_account', 'user_session', 'membership', 'invitation', 'passkey', 'passkey_use', 'password_reset'],
  },
  edge: { rank: 4, purpose: 'the wrappers every entry point goes through: action, endpoint, feed', tables: [] },
  approvals: {
    rank: 5, purpose: 'consent of other people to sensitive acts',
    tables: ['approval', 'approval_opinion', 'approval_flow', 'approval_delegation'],
  },
  ledger: {
    rank: 5, purpose: 'double-entry books', mayImport: ['approvals'],
    tables: ['ledger_account', 'journal_entry', 'ledger_posting', 'ledger_period', 'ledger_mapping', 'integrity_state', 'integrity_run', 'books_seal', 'chart_version'],
    alsoWrites: { institution: 'the first open day of its books, when a month is closed' },
  },
  payers: { rank: 6, purpose: 'who owes: people, groups, links', tables: ['payer', 'payer_group', 'payer_attribute', 'payer_link', 'payer_lookup_try', 'payer_account', 'payer_account_payer', 'payer_account_ask'] },
  'bill-items': { rank: 7, purpose: 'fee plans: items, cycle, methods, routing; pricing', tables: ['fee_plan', 'fee_plan_version', 'reading', 'fee_waiver'] },
  bills: {
    rank: 8,
    purpose: 'what is owed: issuing, holds, allocations',
    tables: ['bill_run', 'bill', 'bill_line', 'bill_transition', 'bill_allocation', 'bill_hold', 'bill_instalment', 'bill_credit_note'],
  },
  statements: { rank: 9, purpose: 'any statement file into rows: pure', tables: [] },
  channels: {
    rank: 10,
    purpose: 'one port, one folder per bank; accounts, callbacks as they came, calls',
    tables: ['channel_account', 'channel_account_locator', 'channel_account_change', 'channel_call', 'inbound_message'],
  },
  routing: {
    rank: 11,
    purpose: 'which channel, and why: eligibility, breaker, score, health',
    tables: [
      'routing_config', 'routing_decision', 'breaker_state', 'breaker_event', 'maintenance_window', 'channel_health_state', 'channel_usage', 'channel_reservation', 'risk_hold',
    ],
  },
  payments: {
    rank: 12,
    purpose: 'orders and attempts until their true end; suspense; receipts',
    tables: [
      'payment', 'payment_bill', 'payment_transition', 'payment_attempt', 'attempt_transition', 'inquiry_due', 'suspense_item', 'suspense_handling', 'payment_evidence', 'receipt',
      'receipt_locator',
    ],
    alsoWrites: { routing_decision: 'kept in the attempt\'s own commit: no attempt without its reasons' },
  },
  checkout: { rank: 13, purpose: 'the payer: find, choose, pay, follow', tables: [] },
  refunds: {
    rank: 13, purpose: 'money back, by the way it came or by transfer',
    tables: ['refund', 'refund_bill', 'refund_item', 'refund_transition', 'refund_evidence', 'refund_batch', 'refund_policy'],
  },
  reconciliation: {
    rank: 14,
    purpose: 'what the banks say against what we booked',
    tables: [
      'statement_file', 'statement_line', 'recon_run', 'recon_match', 'recon_case', 'recon_case_event', 'recon_rule_set', 'recon_dismissal', 'recon_fetch',
      'recon_day_close', 'recon_split', 'statement_mapping',
    ],
  },
  disputes: { rank: 14, purpose: 'what payers object to: asked on their page, answered within a day or escalated', tables: ['payer_dispute', 'payer_dispute_event'] },
  'account-centre': { rank: 14, purpose: 'every account in one view: where it is kept, what it collects', tables: ['fund_account', 'fund_account_item'] },
  onboarding: { rank: 14, purpose: 'from nobody to the first paid bill: founding, template, demo payers', tables: [] },
  notifications: { rank: 14, purpose: 'reminders to payers and the ways out: mail, messages', tables: ['reminder_schedule', 'notice'] },
  invoices: { rank: 14, purpose: 'electronic invoices for payments, and the red letters that take them back', tables: ['invoice'] },
  inbox: { rank: 14, purpose: 'acts on callbacks that were stored and answered', tables: [] },
  reports: { rank: 15, purpose: 'what it all means: today, search, summaries, reports', tables: ['report_template'] },
  doors: { rank: 16, purpose: 'endpoints of the fast lane, mounted in front of Next', tables: [] },
  worker: {
    rank: 16, purpose: 'the background process: jobs, outbox, sweepers', tables: ['worker_process'],
    alsoWrites: { outbox_event: 'the platform puts events in, the worker carries them out and ticks them off' },
  },
  cli: { rank: 17, purpose: 'the bafang command', tables: [] },
  testing: { rank: 18, purpose: 'databases per test worker, builders, simulation', tables: [] },
} as const satisfies Record<string, Module>;

export type ModuleName = keyof typeof modules;
