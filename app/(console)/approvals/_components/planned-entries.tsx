import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { PlannedEntry } from '@/lib/reports';

/** What the books will say once this is approved, and once the bank has paid it out. */
export function PlannedEntries({ entries }: { entries: readonly PlannedEntry[] }) {
  const t = useTranslations('payments');
  const ledger = useTranslations('ledger');
  const locale = useLocale();
  return (
    <Card title={t('request.books')} sentence={t('request.booksSentence')} padding="none">
      <Table caption={t('request.books')}>
        <thead><tr><Th>{t('vouchers.account')}</Th><Th numeric>{t('vouchers.debit')}</Th><Th numeric>{t('vouchers.credit')}</Th></tr></thead>
        {entries.map((entry) => (
          <tbody key={entry.kind}>
            <tr><th scope="rowgroup" colSpan={3} className="border-b border-line bg-sunken px-3 py-1 text-left text-13 font-medium">{ledger(`kind.${entry.kind}`)}</th></tr>
            {entry.lines.map((line) => (
              <Tr key={line.code}>
                <Td><span className="font-mono text-13 text-ink-2">{line.code}</span> {locale === 'en' ? line.nameEn : line.nameZh}</Td>
                <Td numeric>{line.debit && <Money value={line.debit} />}</Td>
                <Td numeric>{line.credit && <Money value={line.credit} />}</Td>
              </Tr>
            ))}
          </tbody>
        ))}
      </Table>
    </Card>
  );
}
