import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, shown } from '@/lib/edge';
import { firstRun } from '@/lib/onboarding';
import { FirstSteps } from './_components/first-steps';

export async function generateMetadata() {
  return { title: (await getTranslations('start'))('title') };
}

/** From an empty institution to the first paid bill, one step after the other; each is done when the thing is there. */
export default async function StartPage() {
  const ctx = await consoleCtx('fee-plan.write');
  const [t, locale, run] = await Promise.all([getTranslations('start'), getLocale(), shown(firstRun(ctx))]);
  return (
    <I18nProvider namespaces={['start', 'bill-items']}>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <FirstSteps run={run} zh={locale === 'zh-CN'} />
    </I18nProvider>
  );
}
