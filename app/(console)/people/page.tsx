import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission, listInvitations, listMembers } from '@/lib/identity';
import { InvitationList } from './_components/invitation-list';
import { InviteDialog } from './_components/invite-dialog';
import { MemberList } from './_components/member-list';
import { RoleGuide } from './_components/role-guide';

export async function generateMetadata() {
  return { title: (await getTranslations('identity'))('people.title') };
}

export default async function PeoplePage() {
  const ctx = await consoleCtx('people.read');
  const [t, { session }, members, invitations] = await Promise.all([
    getTranslations('identity'), consoleSession(), shown(listMembers(ctx)), shown(listInvitations(ctx)),
  ]);
  const mayWrite = hasPermission(ctx.actor, 'people.write');
  return (
    <I18nProvider namespaces={['identity', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('people.title')} sentence={t('people.sentence')} actions={mayWrite && <InviteDialog />} />
      <div className="grid gap-4">
        <MemberList members={members} mayWrite={mayWrite} />
        {invitations.length > 0 && <InvitationList invitations={invitations} mayWrite={mayWrite} />}
        <RoleGuide />
      </div>
    </I18nProvider>
  );
}
