'use server';

import { consoleAction } from '@/lib/edge';
import { beginTotp, changePassword, confirmTotp, revokeOtherSessions, revokeSession, switchInstitution } from '@/lib/identity';
import { beginTotpInput, changePasswordInput, confirmTotpInput, institutionInput, noInput, sessionInput } from '@/lib/identity/model';
import { withQr } from './_components/totp-qr';

const revalidate = () => ['/account'];
export const endSessionAction = consoleAction(sessionInput, revokeSession, { action: 'session.end', revalidate });
export const endOtherSessionsAction = consoleAction(noInput, revokeOtherSessions, { action: 'session.end-others', revalidate });
export const changePasswordAction = consoleAction(changePasswordInput, changePassword, { action: 'password.change', revalidate });
export const beginTotpAction = consoleAction(beginTotpInput, withQr(beginTotp), { action: 'totp.begin' });
export const confirmTotpAction = consoleAction(confirmTotpInput, confirmTotp, { action: 'totp.enrol', revalidate });
export const switchInstitutionAction = consoleAction(institutionInput, switchInstitution, {
  action: 'session.switch',
  redirectTo: () => '/today',
});
