/** Server door of identity: who somebody is, what they may do, and proof that it is really them. */
export {
  AccessDenied, authorize, hasPermission, PERMISSIONS, POLICY, requirePermission, ROLES, STEP_UP, type AccessFailure, type Permission, type Role,
} from './policy';
export type { IdentityCode, IdentityFailure } from './errors';
export { readSession, type InstitutionView, type Session } from './session-store';
export { cookiesOf, originOf, sessionCtx, sessionOf } from './session-ctx';
