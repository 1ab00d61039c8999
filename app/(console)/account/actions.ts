'use server';

import { consoleAction } from '@/lib/edge';
import { addPasskey, beginFactor, beginPasskey, beginTotp, changePassword, confirmTotp, removePasskey, revokeOtherSessions, revokeSession, switchInstitution } from '@/lib/identity';
import {
  addFactorInput, addPasskeyInput, changePasswordInput, confirmTotpInput, institutionInput, noInput, removePasskeyInput, sessionInput,
} from '@/lib/identity/model';
import { withQr } from './_components/totp-qr';

const revalidate = () => ['/account'];
export const endSessionAction = consoleAction(sessionInput, revokeSession, { action: 'session.end', revalidate });
export const endOtherSessionsAction = consoleAction(noInput, revokeOtherSessions, { action: 'session.end-others', revalidate });
export const changePasswordAction = consoleAction(changePasswordInput, changePassword, { action: 'password.change', revalidate });
export const beginTotpAction = consoleAction(addFactorInput, withQr(beginTotp), { action: 'totp.begin' });
export const confirmTotpAction = consoleAction(confirmTotpInput, confirmTotp, { action: 'totp.enrol', revalidate });
export const beginPasskeyAction = consoleAction(addFactorInput, beginPasskey, { action: 'passkey.begin' });
export const beginFactorAction = consoleAction(noInput, (ctx) => beginFactor(ctx), { action: 'passkey.begin' });
export const addPasskeyAction = consoleAction(addPasskeyInput, addPasskey, { action: 'passkey.add', revalidate });
export const removePasskeyAction = consoleAction(removePasskeyInput, removePasskey, { action: 'passkey.remove', revalidate });
export const switchInstitutionAction = consoleAction(institutionInput, switchInstitution, {
  action: 'session.switch',
  redirectTo: () => '/today',
});
