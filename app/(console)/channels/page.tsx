import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { accountDesk } from '@/lib/channels';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { env } from '@/lib/platform/env';
import { AccountCard } from './_components/account-card';

export async function generateMetadata() {
  return { title: (await getTranslations('channels'))('title') };
}

export default async function ChannelsPage() {
  const ctx = await consoleCtx('channel.write');
  const [t, { session }, desk] = await Promise.all([getTranslations('channels'), consoleSession(), shown(accountDesk(ctx))]);
  const { SANDBOX_BANK_URL, BAFANG_ENV } = env();
  const panel = BAFANG_ENV !== 'production' && SANDBOX_BANK_URL ? <LinkButton href={SANDBOX_BANK_URL}>{t('sandboxPanel')}</LinkButton> : undefined;
  return (
    <I18nProvider namespaces={['channels', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('title')} sentence={t('sentence')} {...(panel && { actions: panel })} />
      <div className="grid gap-4">{desk.map((view) => <AccountCard key={view.channel} view={view} zone={session.institution.timeZone} />)}</div>
    </I18nProvider>
  );
}
