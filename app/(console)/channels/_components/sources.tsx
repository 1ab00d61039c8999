import { useTranslations } from 'next-intl';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { AccountDeskView } from '@/lib/channels/model';

/** Where each fact about the channel comes from, and how sure we are of it. */
export function Sources({ sources }: { sources: AccountDeskView['capabilities']['sources'] }) {
  const t = useTranslations('channels');
  return (
    <details className="mt-3">
      <summary className="cursor-pointer rounded-sm text-13 text-ink-2 underline underline-offset-3 hover:text-ink">{t('sources.open', { count: sources.length })}</summary>
      <p className="mt-2 text-13 text-ink-2">{t('sources.scale')}</p>
      <Table caption={t('sources.caption')} className="mt-1 text-13">
        <thead><tr><Th>{t('sources.fact')}</Th><Th>{t('sources.certainty')}</Th><Th>{t('sources.source')}</Th></tr></thead>
        <tbody>
          {sources.map((one) => (
            <Tr key={one.fact}>
              <Td lang="en">{one.fact}</Td>
              <Td className="whitespace-nowrap">{one.certainty.length === 1 ? one.certainty : t('sources.sandbox')}</Td>
              <Td lang="en" className="text-ink-2">{one.source}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </details>
  );
}
