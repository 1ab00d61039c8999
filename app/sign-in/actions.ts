'use server';

import { passkeySignInHere, publicAction, signInHere } from '@/lib/edge';
import { acceptInvitation, askPasswordReset, beginPasskeySignIn, resetPassword } from '@/lib/identity';
import { acceptInvitationInput, askResetInput, localPath, noInput, passkeySignInInput, resetInput, signInInput } from '@/lib/identity/model';

export const signInAction = publicAction(signInInput, (_visitor, input) => signInHere(input), {
  action: 'session.start', redirectTo: (_done, input) => localPath(input.next),
});
export const acceptInvitationAction = publicAction(acceptInvitationInput, acceptInvitation, {
  action: 'member.join', redirectTo: () => '/sign-in?joined',
});
export const beginPasskeySignInAction = publicAction(noInput, (visitor) => beginPasskeySignIn(visitor), { action: 'session.begin' });
export const passkeySignInAction = publicAction(passkeySignInInput, (_visitor, input) => passkeySignInHere(input), {
  action: 'session.start', redirectTo: (_done, input) => localPath(input.next),
});
export const askResetAction = publicAction(askResetInput, askPasswordReset, { action: 'password.ask-reset', redirectTo: () => '/sign-in/forgot?asked' });
export const resetAction = publicAction(resetInput, resetPassword, { action: 'password.reset', redirectTo: () => '/sign-in?reset' });
