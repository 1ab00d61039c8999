import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { isCurrency } from '@/lib/kernel/money';
import { accountStatement } from '@/lib/ledger';
import { isAccountCode } from '@/lib/ledger/model';
import { accountName } from '@/lib/reports';
import { StatementTable } from '../_components/statement-table';

export default async function AccountPage({ params, searchParams }: PageProps<'/ledger/[code]'>) {
  const ctx = await consoleCtx('ledger.read');
  const [{ code: written }, asked, { session }] = await Promise.all([params, searchParams, consoleSession()]);
  const code = decodeURIComponent(written);
  const currency = typeof asked.currency === 'string' && isCurrency(asked.currency) ? asked.currency : session.institution.currency;
  if (!isAccountCode(code)) notFound();
  const cursor = typeof asked.cursor === 'string' ? asked.cursor.slice(0, 40) : null;
  const [t, locale, name, page] = await Promise.all([
    getTranslations('ledger'), getLocale(), shown(accountName(ctx, code)), shown(accountStatement(ctx, { code, currency, cursor })),
  ]);
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={session.institution.timeZone}>
      <PageHeader
        above={<TextLink href="/ledger">{t('statement.back')}</TextLink>}
        title={<><span className="font-mono font-normal text-ink-2">{code}</span> {locale === 'en' ? name.en : name.zh}</>}
        sentence={t('statement.sentence')}
      />
      <StatementTable code={code} rows={page.rows} nextCursor={page.nextCursor} />
    </I18nProvider>
  );
}
