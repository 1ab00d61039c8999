/** Everything the account centre refuses. Copy under `accounts.errors.account-centre.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const ACCOUNT_CENTRE_ERRORS = [
  'account-centre.not-found', 'account-centre.channel-taken', 'account-centre.no-parent', 'account-centre.has-parts', 'account-centre.mapped-elsewhere', 'account-centre.unknown-item',
] as const;
export type AccountCentreFailure = Failure<(typeof ACCOUNT_CENTRE_ERRORS)[number]>;
