import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { voucher } from '@/lib/ledger';
import { PrintButton } from '../../_components/print-button';
import { VoucherPaper } from '../../_components/voucher-paper';

export default async function VoucherPage({ params }: PageProps<'/ledger/vouchers/[id]'>) {
  const ctx = await consoleCtx('ledger.read');
  const { id } = await params;
  const [t, locale, { session }, entry] = await Promise.all([
    getTranslations('ledger'), getLocale(), consoleSession(), shown(voucher(ctx, id.slice(0, 20))),
  ]);
  const { institution } = session;
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={institution.timeZone}>
      <PageHeader
        above={<TextLink href="/ledger">{t('voucher.back')}</TextLink>}
        title={t('voucher.title', { id: entry.entryId })}
        sentence={t('voucher.automatic')}
        actions={<PrintButton words={t('voucher.print')} />}
      />
      <VoucherPaper entry={entry} institution={locale === 'en' ? institution.nameEn : institution.nameZh} zone={institution.timeZone} />
    </I18nProvider>
  );
}
