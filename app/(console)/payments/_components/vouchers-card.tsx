import { useLocale, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { VoucherView } from '@/lib/ledger/model';

const first = (vouchers: readonly VoucherView[]) => vouchers.find((entry) => entry.subjectKind === 'payment');

/** What the books say about it: every entry with its lines, debit and credit side by side. */
export function VouchersCard({ vouchers, zone, linked }: { vouchers: readonly VoucherView[]; zone: string; linked: boolean }) {
  const t = useTranslations('payments');
  const ledger = useTranslations('ledger');
  const locale = useLocale();
  return (
    <Card title={t('vouchers.title')} sentence={t('vouchers.sentence')} padding={vouchers.length > 0 ? 'none' : 'normal'}>
      {vouchers.length === 0 && <p className="text-ink-2">{t('vouchers.none')}</p>}
      {vouchers.map((entry) => (
        <section key={entry.entryId} className="border-b border-line last:border-b-0">
          <h3 className="flex flex-wrap items-baseline gap-x-3 px-3 pt-2.5">
            <span className="font-medium">{ledger(`kind.${entry.kind}`)}</span>
            {linked && <TextLink href={`/ledger/vouchers/${entry.entryId}`} className="text-13">{t('vouchers.open', { id: entry.entryId })}</TextLink>}
            <span className="ml-auto text-13 font-normal text-ink-2"><DateTime at={entry.at} zone={zone} /></span>
          </h3>
          <Table caption={`${ledger(`kind.${entry.kind}`)} ${entry.entryId}`}>
            <thead>
              <tr><Th>{t('vouchers.account')}</Th><Th numeric>{t('vouchers.debit')}</Th><Th numeric>{t('vouchers.credit')}</Th></tr>
            </thead>
            <tbody>
              {entry.lines.map((line, index) => (
                <Tr key={index}>
                  <Td><span className="font-mono text-13 text-ink-2 max-sm:block">{line.code}</span> {locale === 'en' ? line.nameEn : line.nameZh}</Td>
                  <Td numeric>{line.debit && <Money value={line.debit} />}</Td>
                  <Td numeric>{line.credit && <Money value={line.credit} />}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </section>
      ))}
      {linked && first(vouchers) && (
        <p className="px-3 py-2 text-13"><TextLink href={`/ledger/past?kind=payment&ref=${first(vouchers)!.subjectId}`}>{ledger('past.link')}</TextLink></p>
      )}
    </Card>
  );
}
