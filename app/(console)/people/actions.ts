'use server';

import { changeRoles, inviteWithRoles } from '@/lib/approvals';
import { consoleAction } from '@/lib/edge';
import { setMemberStatus, withdrawInvitation } from '@/lib/identity';
import { invitationInput, inviteInput, memberRolesInput, memberStatusInput } from '@/lib/identity/model';
import { invitationLink } from './_components/invitation-link';

const revalidate = () => ['/people', '/approvals'];
const subject = (input: { userId: string }) => ({ kind: 'user', id: input.userId });
export const inviteAction = consoleAction(inviteInput, invitationLink(inviteWithRoles), { action: 'member.invite', revalidate });
export const withdrawInvitationAction = consoleAction(invitationInput, withdrawInvitation, {
  action: 'member.withdraw-invitation',
  revalidate,
});
export const setRolesAction = consoleAction(memberRolesInput, changeRoles, { action: 'member.roles', subject, revalidate });
export const setStatusAction = consoleAction(memberStatusInput, setMemberStatus, { action: 'member.status', subject, revalidate });
