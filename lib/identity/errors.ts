/** Everything identity can refuse, as a closed list. Copy: messages/<locale>/errors.json under `identity`. */
import type { Failure } from '@/lib/kernel/result';

export type IdentityCode =
  /** One answer for a wrong e-mail, a wrong password, a locked, disabled or memberless account: nobody learns which. */
  | 'identity.sign-in-refused'
  | 'identity.signed-out'
  | 'identity.password-wrong'
  | 'identity.password-too-short'
  | 'identity.password-too-long'
  | 'identity.password-too-common'
  | 'identity.password-like-account'
  | 'identity.code-wrong'
  | 'identity.code-used'
  | 'identity.too-many-codes'
  | 'identity.totp-not-enrolled'
  | 'identity.totp-already-enrolled'
  | 'identity.enrolment-expired'
  | 'identity.session-not-found'
  | 'identity.institution-not-found'
  | 'identity.member-not-found'
  | 'identity.member-is-yourself'
  | 'identity.member-exists'
  | 'identity.last-administrator'
  | 'identity.roles-conflict'
  /** More entries than a page checks: the command does. */
  | 'identity.record-too-long'
  /** Roles that sign or administrate: others have to agree. */
  | 'identity.needs-consent'
  | 'identity.slug-malformed'
  | 'identity.slug-reserved'
  | 'identity.slug-taken'
  | 'identity.sign-up-closed'
  /** The address may or may not have an account; the password does not fit it. */
  | 'identity.sign-up-refused'
  | 'identity.too-many-institutions'
  | 'identity.invitation-not-valid'
  | 'identity.passkey-refused'
  | 'identity.passkey-known'
  | 'identity.passkey-not-found'
  | 'identity.no-passkey'
  | 'identity.too-many-passkeys'
  | 'identity.reset-not-valid'
  | 'identity.factor-too-soon';

export type IdentityFailure = Failure<IdentityCode>;
