import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { OwnVoucherLine, PreviewedVoucher } from '@/lib/ledger';

/** The newest real voucher of each kind as this chart tells it. */
export function ChartPreview({ vouchers, draft }: { vouchers: readonly PreviewedVoucher[]; draft: boolean }) {
  const t = useTranslations('ledger');
  return (
    <Card title={t(draft ? 'chart.previewDraft' : 'chart.preview')} sentence={t('chart.previewSentence')} padding="none">
      {vouchers.map((one) => (
        <section key={one.entryId} className="border-b border-line last:border-b-0">
          <h3 className="flex flex-wrap gap-x-3 px-4 pt-3">
            <span className="font-medium">{t.has(`kind.${one.kind}`) ? t(`kind.${one.kind}` as 'kind.reversal') : one.kind}</span>
            <TextLink href={`/ledger/vouchers/${one.entryId}`} className="text-13">{t('voucher.title', { id: one.entryId })}</TextLink>
            <span className="text-13 font-normal text-ink-2">{one.businessDate}</span>
          </h3>
          <OwnLines lines={one.lines} caption={one.entryId} />
        </section>
      ))}
    </Card>
  );
}

/** Lines of a voucher in the institution's own accounts; what its chart does not name says so. */
export function OwnLines({ lines, caption }: { lines: readonly OwnVoucherLine[]; caption: string }) {
  const t = useTranslations('ledger');
  const locale = useLocale();
  return (
    <Table caption={t('voucher.caption', { id: caption })}>
      <thead><tr><Th>{t('voucher.account')}</Th><Th numeric>{t('voucher.debit')}</Th><Th numeric>{t('voucher.credit')}</Th></tr></thead>
      <tbody>
        {lines.map((line, at) => (
          <Tr key={at}>
            <Td>
              <span className="mr-2 font-mono text-13 text-ink-2 max-sm:block">{line.code}</span>{locale === 'en' ? line.en : line.zh}
              {!line.mapped && <span className="block text-12 text-ink-2">{t('chart.unmapped')}</span>}
            </Td>
            <Td numeric>{line.debit && <Money value={line.debit} />}</Td><Td numeric>{line.credit && <Money value={line.credit} />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
