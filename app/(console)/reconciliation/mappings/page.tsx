import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { listMappings } from '@/lib/reconciliation';
import { ReconTabs } from '../_components/recon-tabs';
import { MappingList } from './_components/mapping-list';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('mapping.listTitle') };
}

export default async function MappingsPage() {
  const ctx = await consoleCtx('reconciliation.read');
  const { session } = await consoleSession();
  const [t, locale, rows] = await Promise.all([getTranslations('reconciliation'), getLocale(), shown(listMappings(ctx))]);
  return (
    <I18nProvider namespaces={['reconciliation']} zone={session.institution.timeZone}>
      <PageHeader title={t('mapping.listTitle')} sentence={t('mapping.listSentence')} />
      <ReconTabs current="mappings" />
      {rows.length === 0 ? <EmptyState title={t('mapping.none')}>{t('mapping.noneSentence')}</EmptyState>
        : <MappingList rows={rows} locale={locale} mayRetire={hasPermission(ctx.actor, 'reconciliation.import')} />}
    </I18nProvider>
  );
}
