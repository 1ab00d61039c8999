/** Server door of identity: who somebody is, what they may do, and proof that it is really them. */
export { AccessDenied, authorize, hasPermission, requirePermission, type AccessFailure, type Permission, type Role } from './policy';
export type { IdentityCode, IdentityFailure } from './errors';
export { ABSOLUTE_MS, readSession, type InstitutionView, type Session } from './session-store';
export { cookiesOf, originOf, sessionCtx, sessionOf } from './session-ctx';
export { secureCookies, sessionCookieName, tokenSecret } from './session-token';
export { beginStepUp, stepUp, stepUpAllows, type AskedPasskey, type StepUpFailure, type StepUpProof } from './step-up';
export { readProof, type ReadProof } from './step-up-proof';
export { addPasskey, beginPasskey } from './commands/add-passkey';
export { removePasskey } from './commands/remove-passkey';
export { beginPasskeySignIn, passkeySignIn } from './commands/passkey-sign-in';
export { relyingParty } from './relying-party';
export { beginFactor } from './own-factor';
export { askPasswordReset, CHANGED_MAIL_JOB, mailboxOf, openPasswordReset, readPasswordReset, RESET_MAIL_JOB, resetPassword } from './commands/reset-password';
export { foundInstitution, signUpOpen, type FoundFailure } from './commands/found-institution';
export { signIn, type SignInInput, type Visitor } from './commands/sign-in';
export { revokeOtherSessions, revokeSession } from './commands/revoke-session';
export { changePassword } from './commands/change-password';
export { beginTotp, confirmTotp, type TotpTicket } from './commands/enrol-totp';
export { switchInstitution } from './commands/switch-institution';
export { inviteMember, type Invited } from './commands/invite-member';
export { withdrawInvitation } from './commands/withdraw-invitation';
export { acceptInvitation, readInvitation, type InvitationView } from './commands/accept-invitation';
export { giveAgreedRights, setMemberRoles, setMemberStatus, type MemberChanged } from './commands/change-member';
export type { RightsWish } from './roles';
export {
  listFinancePeople,
  listInvitations,
  listMembers,
  staffAddresses,
  listMyInstitutions,
  listMyPasskeys,
  listMySessions,
  namesOf,
  type MemberView,
  type MyInstitutionView,
  type OpenInvitationView,
  type PasskeyView,
  type SessionListView,
} from './queries';
export { auditChain, listAudit, verifyAuditNow, type AuditEntryView } from './audit-trail';
export { hashPassword } from './passwords';
export { newTotpSecret, openTotp, sealTotp, totpPrint } from './totp';
export { listInstitutionIds } from './list-institutions';
