import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { openAlarms, todayView, waitingFor } from '@/lib/reports';
import { healthDesk } from '@/lib/routing';
import { AlarmsCard } from './_components/alarms-card';
import { ChannelsCard } from './_components/channels-card';
import { HoursCard } from './_components/hours-card';
import { MoneyTiles } from './_components/money-tiles';
import { QuickActions } from './_components/quick-actions';
import { WaitingCard } from './_components/waiting-card';

export async function generateMetadata() {
  return { title: (await getTranslations('today'))('title') };
}

export default async function TodayPage() {
  const ctx = await consoleCtx('today.read');
  const channels = hasPermission(ctx.actor, 'channel.read');
  const [t, { session }, today, waiting, alarms, desk] = await Promise.all([
    getTranslations('today'), consoleSession(), shown(todayView(ctx)), waitingFor(ctx), openAlarms(ctx), channels ? healthDesk(ctx, '15m') : null,
  ]);
  const zone = session.institution.timeZone;
  return (
    <I18nProvider namespaces={['today', 'shell', 'bank-health']} zone={zone}>
      <PageHeader title={t('greeting', { name: session.name })} sentence={t('sentence', { day: today.day })} actions={<QuickActions ctx={ctx} />} />
      <div className="grid gap-4">
        <MoneyTiles today={today} />
        <div className="grid items-start gap-4 desk:grid-cols-2">
          <WaitingCard waiting={waiting} zone={zone} />
          <AlarmsCard alarms={alarms} zone={zone} />
        </div>
        {desk && <ChannelsCard tiles={desk.tiles} />}
        <HoursCard today={today} />
      </div>
    </I18nProvider>
  );
}
