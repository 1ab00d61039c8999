import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { accountDesk } from '@/lib/channels';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { AccountCard } from './_components/account-card';

export async function generateMetadata() {
  return { title: (await getTranslations('channels'))('title') };
}

export default async function ChannelsPage() {
  const ctx = await consoleCtx('channel.write');
  const [t, { session }, desk] = await Promise.all([getTranslations('channels'), consoleSession(), shown(accountDesk(ctx))]);
  return (
    <I18nProvider namespaces={['channels', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <div className="grid gap-4">{desk.map((view) => <AccountCard key={view.channel} view={view} zone={session.institution.timeZone} />)}</div>
    </I18nProvider>
  );
}
