import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { LinkTabs } from '@/components/ui/tabs';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { healthDesk } from '@/lib/routing';
import { HEALTH_WINDOWS, isHealthWindow } from '@/lib/routing/model';
import { HealthDeskView } from './_components/health-desk-view';

export async function generateMetadata() {
  return { title: (await getTranslations('bank-health'))('title') };
}

export default async function BankHealthPage({ searchParams }: PageProps<'/bank-health'>) {
  const ctx = await consoleCtx('channel.read');
  const asked = (await searchParams).window;
  const window = isHealthWindow(asked) ? asked : '1h';
  const [t, desk] = await Promise.all([getTranslations('bank-health'), shown(healthDesk(ctx, window))]);
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <LinkTabs
        label={t('window.label')}
        items={HEALTH_WINDOWS.map((w) => ({ href: `/bank-health?window=${w}`, label: t(`window.${w}`), current: w === window }))}
      />
      <I18nProvider namespaces={['bank-health']}>
        <HealthDeskView
          first={desk}
          window={window}
          mayWrite={hasPermission(ctx.actor, 'routing.write')}
          mayAcknowledge={hasPermission(ctx.actor, 'alarm.acknowledge')}
        />
      </I18nProvider>
    </>
  );
}
