import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { accountCentre } from '@/lib/account-centre';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { AccountForm } from './_components/account-form';
import { AccountTabs } from './_components/account-tabs';
import { AccountTree } from './_components/account-tree';
import { AsOfForm } from './_components/as-of-form';
import { momentOf } from './_components/moment';

export async function generateMetadata() {
  return { title: (await getTranslations('accounts'))('title') };
}

export default async function AccountsPage({ searchParams }: PageProps<'/accounts'>) {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const zone = session.institution.timeZone;
  const asked = momentOf((await searchParams).day, zone);
  const [t, locale, centre] = await Promise.all([getTranslations('accounts'), getLocale(), shown(accountCentre(ctx, asked?.at))]);
  const mayWrite = hasPermission(ctx.actor, 'channel.write');
  return (
    <I18nProvider namespaces={['accounts']} zone={zone}>
      <PageHeader title={t('title')} sentence={t('sentence')} actions={mayWrite && <AccountForm centre={centre} />} />
      <AccountTabs current="accounts" />
      <AsOfForm day={asked?.day ?? null} asOf={centre.asOf} />
      <AccountTree centre={centre} locale={locale} mayWrite={mayWrite} />
    </I18nProvider>
  );
}
