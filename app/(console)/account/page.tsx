import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { PageHeader } from '@/components/ui/page-header';
import { consoleSession } from '@/lib/edge';
import { listMyInstitutions, listMyPasskeys, listMySessions, relyingParty } from '@/lib/identity';
import { factorsOf } from '../approvals/_components/factors-of';
import { InstitutionList } from './_components/institution-list';
import { PasskeyList } from './_components/passkey-list';
import { PasswordForm } from './_components/password-form';
import { SessionList } from './_components/session-list';
import { TotpSetup } from './_components/totp-setup';

export async function generateMetadata() {
  return { title: (await getTranslations('identity'))('account.title') };
}

export default async function AccountPage() {
  const { ctx, session } = await consoleSession();
  const [t, locale, sessions, institutions, passkeys] = await Promise.all([
    getTranslations('identity'), getLocale(), listMySessions(ctx), listMyInstitutions(ctx), listMyPasskeys(ctx),
  ]);
  const factors = factorsOf(session);
  const nameOf = (i: { nameZh: string; nameEn: string }) => (locale === 'en' ? i.nameEn : i.nameZh);
  return (
    <I18nProvider namespaces={['identity', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('account.title')} sentence={t('account.sentence')} />
      <div className="grid max-w-3xl gap-4">
        <Card title={t('account.who')}>
          <DescriptionList
            items={[
              { term: t('account.name'), value: session.name },
              { term: t('account.email'), value: session.email },
              { term: t('account.institution'), value: nameOf(session.institution) },
              { term: t('account.roles'), value: session.roles.map((role) => t(`role.${role}.name`)).join(' · ') },
            ]}
          />
        </Card>
        <Card id="passkeys" title={t('account.passkeys.title')} sentence={t('account.passkeys.sentence')}>
          <PasskeyList passkeys={passkeys} factors={factors} hereUrl={`${relyingParty().origin}/account`} />
        </Card>
        <Card id="authenticator" title={t('account.totp.title')} sentence={t('account.totp.sentence')}>
          <TotpSetup enrolled={session.totpEnrolled} factors={factors} />
        </Card>
        <SessionList sessions={sessions} />
        <Card title={t('account.password.title')} sentence={t('account.password.sentence')}>
          <PasswordForm email={session.email} />
        </Card>
        {institutions.length > 1 && (
          <Card id="institutions" title={t('account.institutions.title')} sentence={t('account.institutions.sentence')}>
            <InstitutionList items={institutions.map((i) => ({ id: i.id, name: nameOf(i), current: i.current }))} />
          </Card>
        )}
      </div>
    </I18nProvider>
  );
}
