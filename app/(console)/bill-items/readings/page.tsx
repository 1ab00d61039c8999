import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx } from '@/lib/edge';
import { ImportReadings } from './_components/import-readings';

export async function generateMetadata() {
  return { title: (await getTranslations('bill-items'))('readings.title') };
}

export default async function ReadingsPage() {
  await consoleCtx('fee-plan.write');
  const t = await getTranslations('bill-items');
  return (
    <>
      <PageHeader
        above={<TextLink href="/bill-items">{t('title')}</TextLink>}
        title={t('readings.title')}
        sentence={t('readings.sentence')}
      />
      <I18nProvider namespaces={['bill-items', 'imports']}>
        <ImportReadings />
      </I18nProvider>
    </>
  );
}
