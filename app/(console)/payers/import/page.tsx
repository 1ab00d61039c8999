import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx } from '@/lib/edge';
import { ImportPayers } from '../_components/import-payers';

export async function generateMetadata() {
  return { title: (await getTranslations('payers'))('import.title') };
}

export default async function ImportPayersPage() {
  await consoleCtx('payer.write');
  const t = await getTranslations('payers');
  return (
    <>
      <PageHeader above={<TextLink href="/payers">{t('title')}</TextLink>} title={t('import.title')} sentence={t('import.sentence')} />
      <I18nProvider namespaces={['payers', 'imports']}>
        <ImportPayers />
      </I18nProvider>
    </>
  );
}
