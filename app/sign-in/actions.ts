'use server';

import { publicAction, signInHere } from '@/lib/edge';
import { acceptInvitation } from '@/lib/identity';
import { acceptInvitationInput, localPath, signInInput } from '@/lib/identity/model';

export const signInAction = publicAction(signInInput, (_visitor, input) => signInHere(input), {
  action: 'session.start', redirectTo: (_done, input) => localPath(input.next),
});
export const acceptInvitationAction = publicAction(acceptInvitationInput, acceptInvitation, {
  action: 'member.join', redirectTo: () => '/sign-in?joined',
});
