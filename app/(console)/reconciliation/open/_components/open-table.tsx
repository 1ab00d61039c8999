import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { CaseRowView } from '@/lib/reconciliation/model';

/** Open differences of all days and channels; each opens at the desk of its day. */
export function OpenTable({ rows }: { rows: readonly CaseRowView[] }) {
  const t = useTranslations('reconciliation');
  const locale = useLocale();
  return (
    <Card padding="none">
      <Table caption={t('open.title')}>
        <thead>
          <tr>
            <Th>{t('open.day')}</Th><Th>{t('open.reason')}</Th><Th className="max-sm:hidden">{t('open.number')}</Th><Th numeric>{t('desk.difference')}</Th>
            <Th className="max-sm:hidden">{t('open.state')}</Th><Th className="max-sm:hidden">{t('open.followUp')}</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td className="whitespace-nowrap">
                <TextLink href={`/reconciliation/${row.channel}/${row.date}`}>{row.date}</TextLink>
                <span className="block text-12 text-ink-2">{isChannelCode(row.channel) ? channelName(row.channel, locale) : row.channel}</span>
              </Td>
              <Td>{t(`reason.${row.reason}`)}</Td>
              <Td className="font-mono text-12 break-all max-sm:hidden">{row.number ?? '—'}</Td>
              <Td numeric><Money value={row.difference} /></Td>
              <Td className="max-sm:hidden"><Badge meaning={row.owner ? 'rest' : 'attention'}>{t(`status.${row.status}`)}</Badge></Td>
              <Td className="text-13 tabular-nums max-sm:hidden">{row.followUpOn ?? '—'}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
