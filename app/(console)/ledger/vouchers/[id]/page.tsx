import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { ownVoucher, voucher } from '@/lib/ledger';
import { Card } from '@/components/ui/card';
import { OwnLines } from '../../_components/chart-preview';
import { PrintButton } from '../../_components/print-button';
import { VoucherPaper } from '../../_components/voucher-paper';

export default async function VoucherPage({ params }: PageProps<'/ledger/vouchers/[id]'>) {
  const ctx = await consoleCtx('ledger.read');
  const { id } = await params;
  const [t, locale, { session }, entry] = await Promise.all([
    getTranslations('ledger'), getLocale(), consoleSession(), shown(voucher(ctx, id.slice(0, 20))),
  ]);
  const { institution } = session;
  const own = await ownVoucher(ctx, entry);
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={institution.timeZone}>
      <PageHeader
        above={<TextLink href="/ledger">{t('voucher.back')}</TextLink>}
        title={t('voucher.title', { id: entry.entryId })}
        sentence={t('voucher.automatic')}
        actions={<PrintButton words={t('voucher.print')} />}
      />
      <VoucherPaper entry={entry} institution={locale === 'en' ? institution.nameEn : institution.nameZh} zone={institution.timeZone} />
      {own && (
        <Card title={t('chart.ownTitle', { version: own.version })} padding="none" className="mt-4 max-w-4xl"><OwnLines lines={own.lines} caption={entry.entryId} /></Card>
      )}
    </I18nProvider>
  );
}
