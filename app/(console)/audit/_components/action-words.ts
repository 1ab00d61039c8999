/** Nouns of acts that have words in messages/<locale>/audit.json under `act.<noun>`; a new act adds its words there. */
export const ACTION_NOUNS = [
  'session', 'password', 'totp', 'passkey', 'member', 'approval', 'approval-flow', 'delegation', 'refund', 'refund-policy', 'payment', 'invoice', 'suspense', 'period', 'ledger',
  'evidence', 'bill', 'bill-run', 'fee-plan', 'payer', 'reading', 'routing', 'channel', 'alarm', 'statement', 'recon-case', 'recon-match', 'recon-pair', 'recon-day',
  'recon-rules', 'reminder', 'institution', 'feed', 'books', 'chart', 'certificate',
] as const;

/** `refund.request` → `act.refund.request`. */
export const actionKey = (action: string): string => `act.${action}`;
