/** Nouns of acts that have words in messages/<locale>/audit.json under `act.<noun>`; a new act adds its words there. */
export const ACTION_NOUNS = [
  'session', 'password', 'totp', 'member', 'approval', 'refund', 'payment', 'suspense',
  'bill', 'fee-plan', 'payer', 'reading', 'routing', 'alarm', 'statement', 'institution', 'feed',
] as const;

/** `refund.request` → `act.refund.request`. */
export const actionKey = (action: string): string => `act.${action}`;
