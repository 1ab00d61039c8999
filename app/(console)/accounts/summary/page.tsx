import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { accountCentre, collectedSummary } from '@/lib/account-centre';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { zoned } from '@/lib/kernel/time';
import { AccountTabs } from '../_components/account-tabs';
import { QuestionForm } from './_components/question-form';
import { addressOf, queryOf, readQuestion } from './_components/question';
import { SummaryTable } from './_components/summary-table';

export async function generateMetadata() {
  return { title: (await getTranslations('accounts'))('tabs.summary') };
}

export default async function SummaryPage({ searchParams }: PageProps<'/accounts/summary'>) {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const zone = session.institution.timeZone;
  const question = readQuestion(await searchParams, zoned(ctx.clock.now(), zone).date);
  const [t, locale] = await Promise.all([getTranslations('accounts'), getLocale()]);
  const [view, { plans }] = await Promise.all([shown(collectedSummary(ctx, queryOf(question, locale))), shown(accountCentre(ctx))]);
  return (
    <I18nProvider namespaces={['accounts']} zone={zone}>
      <PageHeader
        title={t('tabs.summary')} sentence={t('summarySentence', { from: question.from, to: question.to })}
        actions={(['xlsx', 'csv', 'pdf'] as const).map((as) => <LinkButton key={as} size="sm" href={addressOf(question, '/accounts/export', { as })} download prefetch={false}>{as.toUpperCase()}</LinkButton>)}
      />
      <AccountTabs current="summary" />
      <QuestionForm question={question} plans={plans.map((p) => ({ planId: p.planId, name: locale === 'en' ? p.nameEn : p.nameZh }))} locale={locale} />
      <SummaryTable view={view} caption={t(`by.${question.rows}`)} />
    </I18nProvider>
  );
}
