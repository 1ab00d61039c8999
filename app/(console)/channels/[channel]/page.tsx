import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { I18nProvider } from '@/components/i18n-provider';
import { Card } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { accountDesk } from '@/lib/channels';
import { channelName } from '@/lib/channels/model';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { AccountForm } from '../_components/account-form';

export default async function ChannelSettingsPage({ params }: PageProps<'/channels/[channel]'>) {
  const ctx = await consoleCtx('channel.write');
  const [{ channel }, t, locale, { session }, desk] = await Promise.all([
    params, getTranslations('channels'), getLocale(), consoleSession(), shown(accountDesk(ctx)),
  ]);
  const view = desk.find((one) => one.channel === channel);
  if (!view) notFound();
  return (
    <I18nProvider namespaces={['channels', 'shell']} zone={session.institution.timeZone}>
      <PageHeader
        above={<TextLink href="/channels">{t('title')}</TextLink>}
        title={t('form.title', { channel: channelName(view.channel, locale) })}
        sentence={t('form.sentence')}
      />
      <Card className="max-w-3xl"><AccountForm view={view} name={channelName(view.channel, locale)} /></Card>
    </I18nProvider>
  );
}
