'use server';

import { consoleAction } from '@/lib/edge';
import { inviteMember, setMemberRoles, setMemberStatus, withdrawInvitation } from '@/lib/identity';
import { invitationInput, inviteInput, memberRolesInput, memberStatusInput } from '@/lib/identity/model';
import { invitationLink } from './_components/invitation-link';

const revalidate = () => ['/people'];
const subject = (input: { userId: string }) => ({ kind: 'user', id: input.userId });
export const inviteAction = consoleAction(inviteInput, invitationLink(inviteMember), { action: 'member.invite', revalidate });
export const withdrawInvitationAction = consoleAction(invitationInput, withdrawInvitation, {
  action: 'member.withdraw-invitation',
  revalidate,
});
export const setRolesAction = consoleAction(memberRolesInput, setMemberRoles, { action: 'member.roles', subject, revalidate });
export const setStatusAction = consoleAction(memberStatusInput, setMemberStatus, { action: 'member.status', subject, revalidate });
