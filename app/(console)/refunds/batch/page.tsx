import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, consoleSession } from '@/lib/edge';
import { BatchForm } from '../_components/batch-form';

export async function generateMetadata() {
  return { title: (await getTranslations('refunds'))('batch.title') };
}

export default async function BatchPage() {
  await consoleCtx('refund.request');
  const [t, { session }] = await Promise.all([getTranslations('refunds'), consoleSession()]);
  return (
    <I18nProvider namespaces={['refunds', 'shell']} zone={session.institution.timeZone}>
      <PageHeader above={<TextLink href="/refunds">{t('detail.back')}</TextLink>} title={t('batch.title')} sentence={t('batch.sentence')} />
      <BatchForm />
    </I18nProvider>
  );
}
