import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { makeVisitor } from '@/lib/edge';
import { readInvitation } from '@/lib/identity';
import { AcceptForm } from '../../_components/accept-form';

export default async function InvitationPage({ params }: PageProps<'/sign-in/invitation/[token]'>) {
  const { token } = await params;
  const [t, locale, format] = await Promise.all([getTranslations('identity'), getLocale(), getFormatter()]);
  const invitation = await readInvitation(makeVisitor({ ip: '', device: '' }), token);
  if (!invitation) {
    return (
      <ErrorState
        level={1}
        title={t('invitation.goneTitle')}
        advice={t('invitation.goneAdvice')}
        actions={<LinkButton href="/sign-in">{t('invitation.toSignIn')}</LinkButton>}
      />
    );
  }
  const institution = locale === 'en' ? invitation.institution.nameEn : invitation.institution.nameZh;
  const roles = format.list(invitation.roles.map((role) => t(`role.${role}.name`)));
  return (
    <>
      <h1 className="text-24 font-semibold">{t('invitation.title', { institution })}</h1>
      <p className="mt-1 mb-6 text-ink-2">{t('invitation.sentence', { roles })}</p>
      <AcceptForm token={token} email={invitation.email} known={invitation.known} institution={institution} />
    </>
  );
}
