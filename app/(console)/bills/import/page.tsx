import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx } from '@/lib/edge';
import { ImportBills } from '../_components/import-bills';

export async function generateMetadata() {
  return { title: (await getTranslations('bills'))('import.title') };
}

export default async function ImportBillsPage() {
  await consoleCtx('bill.issue');
  const t = await getTranslations('bills');
  return (
    <>
      <PageHeader above={<TextLink href="/bills">{t('title')}</TextLink>} title={t('import.title')} sentence={t('import.sentence')} />
      <I18nProvider namespaces={['bills', 'imports']}>
        <ImportBills />
      </I18nProvider>
    </>
  );
}
